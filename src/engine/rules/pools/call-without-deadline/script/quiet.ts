import { enclosingFunction, writtenName } from '../../../../facts/javascript/functions';
import { fieldUses, heldValue } from '../../../../facts/javascript/flow';
import type { OutboundCall } from '../../../../facts/javascript/outboundCalls';
import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { optionOf, optionsOf } from '../../../../facts/javascript/options';
import { functionTypes } from '../../../../facts/javascript/scope';
import { stringValue } from '../../../../facts/javascript/strings';
import { chainOf } from '../../../../facts/javascript/superagentCalls';
import { entryTexts } from '../../../../facts/project/entryFiles';
import type { ScriptSource } from '../../../../source';
import { type Node } from '../../../../syntax/nodes';
import { ofModels } from '../longCalls';

/** Work with a stream: server-sent events, uploads and downloads take as long as they take. */
const streams =
  /event-?stream|EventSource|\bisStream\b|\bstream:\s*true|\.pipe\(|\bpump\(|\bpipeline\(|createWriteStream|createReadStream|\.getReader\(|pipeTo\(|pipeThrough\(|fromWeb\(|for await|ReadableStream|\.arrayBuffer\(|\.blob\(|\.bytes\(|\.buffer\(|responseType:\s*['"](?:stream|arraybuffer|blob|buffer)|FormData|on(?:Down|Up)loadProgress|\bduplex:|\bmaxBodyLength:\s*Infinity|\breq\.file\.buffer\b|\.body\.on\(/;

/** The body of fetch and undici is a stream; other clients have read it. */
const streamedBody = /\breturn\s+\w+\.body\b|[(,]\s*(?:res|resp|response)\.body\s*\)/;

/** Addresses whose answer is long on purpose. */
const longAnswers = /(?:(?<!up)stream|\bsse\b|long-?poll|getUpdates|download|upload)/i;

/** True for calls whose answer is a stream or a large body. */
export function isStream(outbound: OutboundCall, source: ScriptSource): boolean {
  const around = enclosingFunction(outbound.call)?.text ?? outbound.call.text;
  if (streams.test(around) || (outbound.client !== 'superagent' && outbound.client !== 'got' && streamedBody.test(around))) return true;
  if (outbound.client === 'superagent' && chainOf(outbound.call).methods.some((method) => /^(?:pipe|buffer|parse|attach)$/.test(method))) return true;
  for (let fn = enclosingFunction(outbound.call); fn !== undefined; fn = enclosingFunction(fn)) if (/download|upload|(?<!up)stream|longPoll/i.test(writtenName(fn))) return true;
  const [first] = argumentsOf(outbound.call);
  return first !== undefined && longAnswers.test(heldValue(first, source).text.slice(0, 300));
}

/** True for calls of language models, which are asked with a body: what a GET of such a host answers is a list or a state. */
export function isSlowByNature(outbound: OutboundCall, source: ScriptSource): boolean {
  const fn = enclosingFunction(outbound.call);
  if (isPlainGet(outbound, source)) return ofModels.test((argumentsOf(outbound.call)[0]?.text ?? '').replace(/https?:\/\/[\w.:-]*/g, ''));
  return ofModels.test(fn?.text ?? outbound.call.text) || (/completion|prompt|llm|openai|ollama/i.test(source.file) && ofModels.test(source.text));
}

/** `fetch(url)`, `axios.get(url)`, `axios({ url, method: 'GET' })`, and the same with options that name no method and no body. */
function isPlainGet({ call, client, optionsAt }: OutboundCall, source: ScriptSource): boolean {
  if (client === 'axios' || client === 'got') return /\.get$/.test(calleeOf(call)?.text ?? '') || (/\bmethod:\s*['"`]get['"`]/i.test(call.text) && !/\bdata\s*[:,}]/.test(call.text));
  const given = optionsAt === undefined ? undefined : argumentsOf(call)[optionsAt];
  if (client !== 'fetch') return false;
  const options = given === undefined ? undefined : optionsOf(given, source);
  if (given === undefined || options === undefined) return given === undefined;
  const method = optionOf(options, 'method', source);
  return optionOf(options, 'body', source).state === 'absent' && (method.state === 'absent' || (method.state === 'set' && stringValue(method.value)?.toUpperCase() === 'GET'));
}

/** Calls of a tool of an agent, for which one function writes the JSON-RPC of quick and of long ones. */
export function carriesToolCalls({ call }: OutboundCall, source: ScriptSource): boolean {
  return /\bjsonrpc\b/.test(enclosingFunction(call)?.text ?? '') && /['"`]tools\/call['"`]/.test(source.text);
}

/** `fetch('/api/x')` and `fetch('data:…')`: Node's fetch refuses the first, and the second goes nowhere. */
export function isNoRemoteAddress({ call }: OutboundCall, source: ScriptSource): boolean {
  const [first] = argumentsOf(call);
  const value = first === undefined ? undefined : heldValue(first, source);
  return value !== undefined && /^['"`](?:\/(?!\/)|\.|data:|file:|blob:)/.test(value.text);
}

/** `fetch('http://localhost:3000/ready')`: a program beside this one, or this one itself. */
export function isOwnMachine({ call }: OutboundCall, source: ScriptSource): boolean {
  const [first] = argumentsOf(call);
  return first !== undefined && /^['"`]https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?![\w.-])/.test(heldValue(first, source).text);
}

const aside = /telemetry|(?:check|latest)[-_]?(?:version|update)|(?:version|update)[-_]?check|(?:^|\/)(?:metrics|analytics)\.[cm]?[jt]s$/i;

/** Telemetry, events for analysis and the search for a newer version run aside, on a timer, and no request waits for them. */
export function isAside({ call }: OutboundCall, source: ScriptSource): boolean {
  if (aside.test(source.project.relative(source.file))) return true;
  for (let fn = enclosingFunction(call); fn !== undefined; fn = enclosingFunction(fn)) if (aside.test(writtenName(fn))) return true;
  return false;
}

const oneOff = /script-?runner|one-?off|back-?fill|data-?migration/i;

/** Scripts that a service class holds for somebody to start once. */
export const isByHand = ({ call }: OutboundCall, source: ScriptSource): boolean => {
  if (oneOff.test(source.project.relative(source.file))) return true;
  for (let fn = enclosingFunction(call); fn !== undefined; fn = enclosingFunction(fn)) if (oneOff.test(writtenName(fn))) return true;
  return false;
};

const beside = /\b(?:writeFile|appendFile)(?:Sync)?\(\s*['"`](?:\.\/)?[\w-]+\.(?:json|csv|txt|ndjson|md)['"`]/;

/** An experiment left as a route: what it got goes into a file of a fixed name where the program was started. */
export const isExperiment = ({ call }: OutboundCall): boolean => beside.test(enclosingFunction(call)?.text ?? '');

const debugRoutes = /\.(?:get|post|use|all|route)\(\s*['"`]\/[\w/-]*debug/i;

/** A file of routes by which developers see whether errors and traces arrive: its name and a path in it say so. */
export const isForDebugging = ({ file, memo, text }: ScriptSource): boolean => /\/debug[^/]*\.[cm]?[jt]s$/i.test(file) && memo.occurs(debugRoutes, text);

const connects = /^(?:re)?connect$|^(?:init|initiali[sz]e|start|bootstrap)$/;

/** A private method that only its class's `connect` or `start` calls: it asks once for each connection, not for each request. */
export function isToConnect({ call }: OutboundCall, source: ScriptSource): boolean {
  const method = methodAround(call);
  if (method === undefined || !/^\s*(?:private\b|(?:async\s+)?#)/.test(method.text)) return false;
  const uses = fieldUses(writtenName(method), method, source);
  return uses.length > 0 && uses.every((use) => connects.test(writtenName(methodAround(use) ?? use)));
}

function methodAround(node: Node): Node | undefined {
  let fn = enclosingFunction(node);
  while (fn !== undefined && fn.type !== 'method_definition') fn = enclosingFunction(fn);
  return fn;
}

/** The methods of Puppeteer, Playwright and WebDriver that run the function they are given in the page. */
const inPage = /\.(?:evaluate|evaluateHandle|evaluateAll|\$\$?eval|waitForFunction|addInitScript|evaluateOnNewDocument|executeScript|executeAsyncScript)$/;

/** `page.evaluate(() => fetch(url))`: the browser makes the call, not this process. */
export function isInPage(call: Node): boolean {
  for (let fn = enclosingFunction(call); fn !== undefined; fn = enclosingFunction(fn)) {
    const outer = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
    const callee = outer === null ? undefined : calleeOf(outer);
    if (callee !== undefined && inPage.test(callee.text)) return true;
  }
  return false;
}

const guards = /time-?out|deadline|breaker|race|abort/i;

const timers = /\bPromise\.(?:race|any)\(|\bsetTimeout\((?:[^;]|;(?!\s*$)){0,200}?(?:abort|reject|cancel|destroy)/i;

const breakers = /\bfrom ['"](?:opossum|cockatiel)['"]|require\(['"](?:opossum|cockatiel)['"]\)/;

/** True where something around the call may end the wait: a race, a timer that aborts, a helper named after a deadline. */
export function isGuarded(call: Node, source: ScriptSource): boolean {
  // The rule on circuit breakers judges what they guard.
  if (source.memo.occurs(breakers, source.text)) return true;
  const fn = enclosingFunction(call);
  if (fn !== undefined && timers.test(fn.text)) return true;
  for (let at: Node | null = call; at !== null; at = at.parent) {
    const outer: Node | null = at.parent?.type === 'arguments' ? at.parent.parent : null;
    const callee = outer === null ? undefined : calleeOf(outer);
    if (callee !== undefined && guards.test(callee.text.slice(-60))) return true;
    const named = functionTypes.has(at.type) ? writtenName(at) : '';
    if (/time-?out|deadline|abortable/i.test(named)) return true;
  }
  return false;
}

const defaults: ReadonlyMap<OutboundCall['client'], RegExp> = new Map([
  ['axios', /\baxios(?:\.default)?\.defaults\.(?:timeout|signal)\s*=/],
  ['fetch', /\bsetGlobalDispatcher\(/],
  ['undici', /\bsetGlobalDispatcher\(/],
]);

/** True when the project's entry file gives every call of the client a limit. */
export function hasProjectDefault({ client }: OutboundCall, source: ScriptSource): boolean {
  const sets = defaults.get(client);
  if (sets === undefined) return false;
  if (source.memo.occurs(sets, source.text)) return true;
  return entryTexts(source.file, source.project).some((text) => sets.test(text));
}

/** A request object carries its own signal. */
export function mayBeRequest({ call, client }: OutboundCall): boolean {
  const [first] = argumentsOf(call);
  return client === 'fetch' && first !== undefined && stringValue(first) === undefined && /^(?:\w*req|\w*[rR]equest|input)$/.test(first.text);
}
