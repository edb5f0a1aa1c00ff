import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { ReadProject } from '../../src/engine/facts/project/project';
import type { Language } from '../../src/engine/finding';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { fixText } from '../../src/engine/fix/fixText';
import { breakerWithoutTimeout } from '../../src/engine/rules/pools/breaker-without-timeout';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf } from './support/figures';
import { startHungProvider, type HungProvider } from './support/hungProvider';

/** Calls made at once, and the deadline our fix puts in, in milliseconds. */
const calls = 50;
const timeoutMs = 200;

/** Inside the repository, so that `cockatiel` and `opossum` resolve as they would for a reader. */
const folder = path.join(process.cwd(), 'out/evidence/breaker-without-timeout');

/** What one breaker tells of itself, whichever library made it. */
interface Outcome {
  /** Calls that had settled, by the error they ended with. */
  readonly settled: Readonly<Record<string, number>>;
  readonly isOpen: boolean;
  /** How one more call ended; `none` where it hung as well. */
  readonly next: string;
  /** Requests the provider was still holding before that one. */
  readonly held: number;
  readonly requests: number;
}

const stateOf = ({ isOpen }: Outcome) => (isOpen ? 'open' : 'closed');

interface Guarded {
  readonly call: () => Promise<unknown>;
  readonly isOpen: () => boolean;
}

async function fixed(text: string, language: Language): Promise<string> {
  const analyzer = new Analyzer({
    rules: [breakerWithoutTimeout],
    assets: grammarAssets,
    projectOf: () => new ReadProject(() => undefined),
    settings: { ...defaultFixSettings, timeoutMs },
  });
  const { text: after, applied } = await fixText(analyzer, { file: '/project/src/provider', text, language }, { safety: 'review' });
  assert.ok(applied.length > 0, 'the rule must find the flaw');
  return after;
}

/** Runs a module's text as it stands. */
async function load(name: string, text: string, language: Language): Promise<Record<string, unknown>> {
  const isCommonJs = /^const .* = require\(/m.test(text);
  const file = path.join(folder, `${name}.${isCommonJs ? 'cjs' : 'mjs'}`);
  const { code } = await transform(text, { loader: language === 'typescript' ? 'ts' : 'js', target: 'node20' });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, code);
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  return isCommonJs ? (loaded['default'] as Record<string, unknown>) : loaded;
}

async function outcomeOf({ call, isOpen }: Guarded, provider: HungProvider): Promise<Outcome> {
  const settled: Record<string, number> = {};
  const count = (kind: string) => {
    settled[kind] = (settled[kind] ?? 0) + 1;
  };
  const ended = (promise: Promise<unknown>) => promise.then(() => 'answer', (error: unknown) => nameOf(error));
  for (let i = 0; i < calls; i++) void ended(call()).then(count);
  await delay(timeoutMs * 1.5);
  const seen = { settled: { ...settled }, isOpen: isOpen(), held: provider.held };
  const next = await Promise.race([ended(call()), delay(timeoutMs / 2, 'none')]);
  return { ...seen, next, requests: provider.requests };
}

function nameOf(error: unknown): string {
  const { code, name, constructor } = error as { code?: unknown; name: string; constructor: { name: string } };
  return typeof code === 'string' ? code : constructor.name === 'DOMException' ? name : constructor.name;
}

interface Case {
  readonly name: string;
  readonly language: Language;
  /** The flawed module, for a provider at a URL. */
  readonly text: (url: string) => string;
  readonly guarded: (module: Record<string, unknown>) => Guarded;
  /** How each hung call and the call after them end once the breaker can see them. */
  readonly failure: string;
  readonly refusal: string;
  /** The fix also ends the requests themselves, not only the wait for them. */
  readonly letsGo: boolean;
}

type Call = (...args: unknown[]) => Promise<unknown>;

/** cockatiel's CircuitState.Open. */
const cockatielOpen = 1;

const cockatiel = (module: Record<string, unknown>): Guarded => ({
  call: () => (module['charge'] as Call)('key', 'order', 1999),
  isOpen: () => (module['breaker'] as { state: number }).state === cockatielOpen,
});

const fixture = (name: string) => readFileSync(`test/engine/rules/breaker-without-timeout/fixtures/hits/${name}`, 'utf8').replace(/[«»]/g, '');

const cases: readonly Case[] = [
  {
    name: "cockatiel, the lesson's snippet",
    language: 'typescript',
    text: (url) => `${readFileSync('lessons/incident-reading/incident-reading/provider.ts', 'utf8').replace(/https:\/\/cards\.example[^']*/, url)}\nexport { breaker };\n`,
    guarded: cockatiel,
    failure: 'TaskCancelledError',
    refusal: 'BrokenCircuitError',
    letsGo: true,
  },
  {
    name: 'cockatiel, timeout outside the breaker',
    language: 'javascript',
    text: (url) => `import { circuitBreaker, ConsecutiveBreaker, handleAll, timeout, TimeoutStrategy, wrap } from 'cockatiel';

export const breaker = circuitBreaker(handleAll, { breaker: new ConsecutiveBreaker(5), halfOpenAfter: 10_000 });
const policy = wrap(timeout(${timeoutMs}, TimeoutStrategy.Aggressive), breaker);

export const charge = () => policy.execute(() => fetch('${url}'));
`,
    guarded: cockatiel,
    failure: 'TaskCancelledError',
    refusal: 'BrokenCircuitError',
    letsGo: false,
  },
  {
    name: 'cockatiel, a filter that leaves the timeout out',
    language: 'javascript',
    text: (url) => `import { circuitBreaker, ConsecutiveBreaker, handleType } from 'cockatiel';

export const breaker = circuitBreaker(handleType(TypeError), { breaker: new ConsecutiveBreaker(5), halfOpenAfter: 10_000 });

export const charge = () => breaker.execute(() => fetch('${url}').then((response) => response.text()));
`,
    guarded: cockatiel,
    failure: 'TaskCancelledError',
    refusal: 'BrokenCircuitError',
    letsGo: true,
  },
  {
    name: 'opossum, timeout: false',
    language: 'javascript',
    text: (url) => `${fixture('opossum-false.js').replace('process.env.PROVIDER_URL', `'${url}'`)}module.exports.breaker = breaker;\n`,
    guarded: (module) => ({
      call: () => (module['charge'] as Call)('card', 1999),
      isOpen: () => (module['breaker'] as { opened: boolean }).opened,
    }),
    // The call's own deadline comes first.
    failure: 'TimeoutError',
    refusal: 'EOPENBREAKER',
    letsGo: true,
  },
  {
    name: "a project's own class",
    language: 'typescript',
    text: (url) => `${fixture('local-class.ts')}\nexport const breaker = new Breaker(5, 10_000);\nexport const charge = () => breaker.run(() => fetch('${url}'));\n`,
    guarded: (module) => ({
      call: () => (module['charge'] as Call)(),
      isOpen: () => (module['breaker'] as { state: string }).state === 'open',
    }),
    failure: 'Error',
    refusal: 'Error',
    letsGo: false,
  },
];

describe('evidence: breaker-without-timeout', function () {
  this.timeout(60_000);
  let provider: HungProvider;

  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    provider = await startHungProvider();
  });
  afterEach(() => provider.close());

  cases.forEach(({ name, language, text, guarded, failure, refusal, letsGo }, i) => {
    it(`${name}: blind before our fix, open after it`, async () => {
      const flawed = text(provider.url);
      const before = await outcomeOf(guarded(await load(`before-${i}`, flawed, language)), provider);
      assert.equal(before.isOpen, false, 'the breaker has nothing to count');
      assert.equal(before.held, calls, 'every call hangs');
      assert.equal(before.requests, calls + 1, 'the next call is let through as well');

      const after = await outcomeOf(guarded(await load(`after-${i}`, await fixed(flawed, language), language)), provider);
      assert.deepEqual(after.settled, { [failure]: calls }, 'each hang became a failure');
      assert.equal(after.isOpen, true);
      assert.equal(after.next, refusal, 'the next call is refused at once');
      assert.equal(after.requests - before.requests, calls, 'the refused call never reached the provider');
      if (i === 0) {
        const failures = (outcome: Outcome) => Object.values(outcome.settled).reduce((sum, count) => sum + count, 0);
        recordFigures('breaker-without-timeout', { cockatiel: versionOf('cockatiel') }, [
          { what: `failures the breaker counted, of ${calls} calls to a provider that hangs`, before: failures(before), after: failures(after) },
          { what: 'breaker afterwards', before: stateOf(before), after: stateOf(after) },
        ]);
      }
      // The one more call of the first run is held besides.
      assert.equal(after.held - calls - 1, letsGo ? 0 : calls, 'connections');
    });
  });
});
