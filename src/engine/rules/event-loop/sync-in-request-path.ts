import { servesAdministrators } from '../../facts/javascript/administrators';
import { isCalledName, mayRunInRequests, mayRunInRequestsAt } from '../../facts/javascript/glance';
import { argumentsOf, calleeOf } from '../../facts/javascript/calls';
import { waiterOf } from '../../facts/javascript/callers';
import { enclosingFunction, writtenName } from '../../facts/javascript/functions';
import { isServerProject } from '../../facts/javascript/handlers';
import { numberValue } from '../../facts/javascript/numbers';
import { callsFrom } from '../../facts/javascript/namedCalls';
import { requestPlace, type RequestPlace } from '../../facts/javascript/requestPath';
import { runtimeOf } from '../../facts/javascript/runtime';
import { isBesideServer, isSetup, liesBesideServer } from '../../facts/javascript/startup';
import type { ScriptSource } from '../../source';
import type { Node } from '../../syntax/nodes';
import type { Draft, Rule, TreeHit } from '../rule';
import { isCheap } from './sync-in-request-path/cheap';
import { isSmall } from './sync-in-request-path/small';
import { fixCall } from './sync-in-request-path/fix';
import { guardsAnother, isExistsCheck } from './sync-in-request-path/guard';
import { maySync, syncFunction, syncNames, type SyncFunction } from './sync-in-request-path/twins';

function* check(hit: TreeHit, source: ScriptSource): Generator<Draft> {
  for (const call of callsFrom(hit, source)) {
    const callee = calleeOf(call);
    const called = callee === undefined ? undefined : syncFunction(source.origins.key(callee));
    const own = called === undefined ? undefined : requestPlace(call, source, takesLong(called.name));
    const place = own ?? (called !== undefined && takesLong(called.name) ? placeByCallers(call, source) : undefined);
    if (called === undefined || place === undefined || isCheap(call, called, place.unit, source)) continue;
    if (isExistsCheck(call, source) && !countsAlone(call, place, source)) continue;
    yield draft(call, called, place, source, own === undefined);
  }
}

/** Rounds of PBKDF2 that are over in 2 to 6 ms, by the digest (measured, Node 24). */
const fewRounds = 10_000;

function isQuick(call: Node, source: ScriptSource): boolean {
  const rounds = argumentsOf(call)[2];
  const count = rounds === undefined ? undefined : numberValue(rounds, source.scopes);
  return calleeOf(call)?.text.endsWith('pbkdf2Sync') === true && count !== undefined && count <= fewRounds;
}

/** A function that handlers of other files call. */
function placeByCallers(call: Node, source: ScriptSource): RequestPlace | undefined {
  const fn = enclosingFunction(call);
  if (fn === undefined || !isServerProject(source) || isBesideServer(source) || isSetup(fn, source) || isQuick(call, source) || waiterOf(call, source, true) !== 'request') return undefined;
  return { role: 'helper', fn, unit: fn, isProven: true };
}

/** A lone check of a file costs a microsecond: it is only worth a hint in a handler, and not beside the call it guards. */
function countsAlone(call: Node, place: RequestPlace, source: ScriptSource): boolean {
  return place.handler !== undefined && !guardsAnother(call, place.fn, source);
}

/** A key derivation holds the loop for tens of milliseconds: whoever made the function async meant it not to. */
const takesLong = (name: string): boolean => longNames.has(name);

const longNames: ReadonlySet<string> = new Set(['pbkdf2Sync', 'scryptSync', 'hashSync', 'compareSync', 'genSaltSync']);

/** Whether a request waits is a guess in an async function that no handler of this file calls: it may be a job's or a task's. */
function isOnlyAHint(called: SyncFunction, place: RequestPlace): boolean {
  return !place.isProven && (!takesLong(called.name) || isOnce(place));
}

/** A function that makes the first account or samples runs once; names only ever make the rule quieter. */
const isOnce = ({ fn, unit }: RequestPlace): boolean => [fn, unit].some((each) => /default|initial|demo|sample|dummy|fake|seed|superuser|super_?admin|first_?(?:user|admin|account)/i.test(writtenName(each)));

const openInput = " The awaited form leaves the command's standard input open, and rejects with code in place of status.";

function draft(call: Node, called: SyncFunction, place: RequestPlace, source: ScriptSource, isElsewhere: boolean): Draft {
  const fix = isElsewhere ? 'its callers would have to change' : fixCall(call, called, place, source);
  const told = `${called.name} ${called.effect}${place.role === 'helper' && place.isProven ? ' A request waits for this function.' : ''}`;
  const refused = typeof fix === 'string';
  return {
    start: call.startIndex,
    end: call.endIndex,
    message: refused ? `${told} No automatic fix: ${fix}.` : `${told}${called.via === 'child' ? openInput : ''}`,
    ...(called.brief === true || isQuick(call, source) || isOnlyAHint(called, place) || isSmall(call, called, place, source) || servesAdministrators(call, source) || runtimeOf(source) === 'isolate' ? { severity: 'hint' } : {}),
    fixes: refused ? [] : [fix],
  };
}

/** Synchronous crypto, fs, zlib, child_process and bcrypt calls that run while a request waits. */
export const syncInRequestPath: Rule = {
  id: 'sync-in-request-path',
  title: 'Synchronous call while a request waits',
  area: 'event-loop',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'safe',
  severity: 'information',
  lesson: 'incident-reading#blocked-loop',
  defaultOn: true,
  docs: {
    finds:
      'A `*Sync` call of `crypto`, `fs`, `fs-extra`, `zlib`, `child_process` or native `bcrypt` in a request handler (Express, Fastify, Koa, Hono, Nest, bare `http`), in an async function of a server project (for a key derivation, of any project), or in a function of the same file that one of these calls; a key derivation also in a function that a handler of another file comes to. The call is traced to its import, the handler to its router, the server to `package.json`. Only a hint: anything but a key derivation in an async function that no handler of the file calls (it may be a task of its own), a key derivation there in a function named for the first account or for samples, the read of a file or folder whose path is put together the same way for every request (a page, a template, settings) unless it grows (a log, uploads, a file the same code writes) or the path is written out in the call (but not for a preview or another page of developers), a `pbkdf2Sync` of up to 10,000 iterations (2 to 6 ms), one read of a key or a certificate, settings and tokens written, the removal of a single file (what multer wrote too), what is named as a restore, an upgrade or a change of settings, a folder listed in a route for logs or debugging, what only administrators may call, a file in a folder of what helps developers, and a function that runs in an isolate of its platform (Cloudflare Workers, Supabase and other edge functions), which the platform bounds.',
    why: 'The call holds the only JavaScript thread: every other request waits, health checks too. With 20 connections on a 100,000-iteration `pbkdf2Sync`, `/health` had a median of 10 s at 13.8 requests per second; awaited, 1.2 ms at 46.7.',
    fix: '*Safe*: awaits the promise twin (`fs/promises`, `promisify` of the callback form, `bcrypt.hash`) and mends the imports; makes a plain handler async in the way its framework needs, which for Express 4 includes a `try` with `next(err)`; turns `existsSync` and a read into one read that expects `ENOENT`. *Review* where a decision is left: commands (the awaited form leaves standard input open, so a command that reads it hangs), handlers that are exported, and the 500 of a bare `http` server.',
    notWhen:
      'Start-up, shutdown, tools, command line programs, workers, tests, migrations, cloud functions (`exports.handler`) and values loaded once may block: nobody waits. There is a finding but no fix where `await` would change the result: shared state or one file touched before and after the call, callers that use the result at once, callbacks that are not async, listeners and `forEach`, which do not wait for what they call, `execSync` with `input` or `stdio`, `spawnSync`. The thread pool has 4 threads by default: 16 awaited bcrypt jobs made a `readFile` wait 1026 ms; `UV_THREADPOOL_SIZE` sets it. `bcryptjs` computes in JavaScript, its async form too, so awaiting it does not help.',
    sources: [
      { title: "Node.js: Don't block the event loop (or the worker pool)", url: 'https://nodejs.org/en/learn/asynchronous-work/dont-block-the-event-loop' },
      { title: 'Node.js: fs promises API', url: 'https://nodejs.org/api/fs.html#promises-api' },
      { title: 'Node.js: crypto.pbkdf2', url: 'https://nodejs.org/api/crypto.html#cryptopbkdf2password-salt-iterations-keylen-digest-callback' },
      { title: 'Express: error handling', url: 'https://expressjs.com/en/guide/error-handling.html' },
    ],
  },
  script: { triggers: syncNames, mayHold: (glimpse) => maySync(glimpse) && (takesLong(glimpse.literal) ? !liesBesideServer(glimpse) : mayRunInRequests(glimpse) && (!isCalledName(glimpse) || mayRunInRequestsAt(glimpse))), check },
};
