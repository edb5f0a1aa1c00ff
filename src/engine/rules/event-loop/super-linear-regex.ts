import { argumentsOf, calleeOf } from '../../facts/javascript/calls';
import { heldValue } from '../../facts/javascript/flow';
import { lineAround, mayReadRequests } from '../../facts/javascript/glance';
import { enclosingFunction } from '../../facts/javascript/functions';
import { isBodyText, isRequestText } from '../../facts/javascript/requestData';
import { isBesideServer, liesBesideServer } from '../../facts/javascript/startup';
import { stringValue } from '../../facts/javascript/strings';
import type { ScriptSource } from '../../source';
import { closestCall, field, type Node } from '../../syntax/nodes';
import type { SlowRegex } from '../../syntax/regex';
import type { Draft, DraftFix, Glimpse, Rule, TreeHit } from '../rule';
import { isBounded, isHeldByRoute, isHeldShort } from './super-linear-regex/bounds';

/** Methods of a regular expression that take the text, and of a text that take the expression. */
const ofRegex: ReadonlySet<string> = new Set(['test', 'exec']);
const ofText: ReadonlySet<string> = new Set(['match', 'matchAll', 'replace', 'replaceAll', 'search', 'split']);

interface Use {
  readonly call: Node;
  readonly method: string;
  /** The regular expression where it is used: written there, or a name. */
  readonly used: Node;
  readonly text: Node;
}

/** Nothing is slow without a repetition that has no end. */
const repetition = /[*+]|,\}/;

/** False where the expression is written at the trigger, and holds no such repetition. */
function mayRepeat(glimpse: Glimpse): boolean {
  const { line, at } = lineAround(glimpse);
  const isArgument = glimpse.literal.endsWith('/');
  const isReceiver = /^\.(?:test|exec)\($/.test(glimpse.literal) && /\/[a-z]*$/.test(line.slice(0, at));
  return (!isArgument && !isReceiver) || repetition.test(isArgument ? line.slice(at) : line.slice(0, at));
}

function* check({ node }: TreeHit, source: ScriptSource): Generator<Draft> {
  const call = closestCall(node);
  const use = call === undefined ? undefined : useAt(call);
  const regex = use === undefined ? undefined : regexOf(use.used, source);
  if (use === undefined || regex === undefined || !repetition.test(regex.source) || isBesideServer(source)) return;
  if (!isRequestText(use.text, source) || isBounded(use.text, source)) return;
  const slow = source.regex.slowness(regex.source, flagsOf(use.method, regex.flags));
  // A few kilobytes of a URL or a header take a polynomial pattern some milliseconds, and hold no line break.
  if (slow === undefined || (slow.growth === 'polynomial' && !isBodyText(use.text, source))) return;
  const found = draft(use, regex, slow, source);
  yield slow.growth === 'polynomial' && (isHeldShort(use.text, source) || isHeldByRoute(use.text, source)) ? { ...found, severity: 'hint' } : found;
}

/** `re.test(text)`, `text.replace(re, …)` */
function useAt(call: Node): Use | undefined {
  const callee = calleeOf(call);
  const object = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
  const method = callee === undefined ? '' : (field(callee, 'property')?.text ?? '');
  const [first] = argumentsOf(call);
  if (object === undefined || first === undefined) return undefined;
  if (ofRegex.has(method)) return { call, method, used: object, text: first };
  return ofText.has(method) ? { call, method, used: first, text: object } : undefined;
}

/** `test`, `exec` and `search` end with the first match, `split` goes on to the last. */
function flagsOf(method: string, flags: string): string {
  const others = flags.replace('g', '');
  return ofRegex.has(method) || method === 'search' ? others : method === 'split' ? `${others}g` : flags;
}

interface Regex {
  readonly source: string;
  readonly flags: string;
  /** The pattern as the file writes it; undefined for a string. */
  readonly pattern: Node | undefined;
}

function regexOf(used: Node, source: ScriptSource): Regex | undefined {
  const value = heldValue(used, source);
  if (value.type === 'regex') {
    const pattern = field(value, 'pattern');
    return pattern === undefined ? undefined : { source: pattern.text, flags: field(value, 'flags')?.text ?? '', pattern };
  }
  const callee = value.type === 'new_expression' || value.type === 'call_expression' ? calleeOf(value) : undefined;
  if (callee === undefined || source.origins.key(callee) !== ':RegExp') return undefined;
  const [first, second] = argumentsOf(value);
  const text = first === undefined ? undefined : stringValue(first);
  const flags = second === undefined ? '' : stringValue(second);
  return text === undefined || flags === undefined ? undefined : { source: text, flags, pattern: undefined };
}

function draft(use: Use, regex: Regex, slow: SlowRegex, source: ScriptSource): Draft {
  const isExponential = slow.growth === 'exponential';
  const fix = trimmed(use, regex, source) ?? rewritten(regex, slow);
  const growth = isExponential
    ? `A request with a few dozen characters of \`${slow.repeated}\` that then do not match stops the event loop: each further one doubles the time.`
    : `On a long run of \`${slow.repeated}\` this pattern is tried from every position or split in every way: twice the text takes four times as long or more, and every other request waits.`;
  return {
    start: use.used.startIndex,
    end: use.used.endIndex,
    severity: isExponential ? 'warning' : 'information',
    message: fix === undefined ? `${growth} No automatic fix: no faster pattern is proven to accept the same texts; bound the length before it.` : growth,
    fixes: fix === undefined ? [] : [fix],
  };
}

/** White space at the ends, as `trim` takes it away in one pass. */
const trims: readonly (readonly [pattern: RegExp, flags: RegExp, method: string])[] = [
  [/^\\s[+*]\$$/, /^[gu]*$/, 'trimEnd'],
  [/^(?:\^\\s[+*]\|\\s[+*]\$|\\s[+*]\$\|\^\\s[+*]|\(\?:\^\\s[+*]\|\\s[+*]\$\)|\(\^\\s[+*]\|\\s[+*]\$\))$/, /^u*gu*$/, 'trim'],
];

function trimmed({ call, method, used, text }: Use, regex: Regex, source: ScriptSource): DraftFix | undefined {
  const replacement = argumentsOf(call)[1];
  if (!/^replace(?:All)?$/.test(method) || replacement === undefined || stringValue(replacement) !== '' || used.type !== 'regex') return undefined;
  const found = trims.find(([pattern, flags]) => pattern.test(regex.source) && flags.test(regex.flags))?.[2];
  if (found === undefined) return undefined;
  const end = text.endIndex;
  const dot = source.text.slice(end, used.startIndex).replace(/\b\w+\s*\(\s*$/, '');
  return { title: `Call ${found} instead`, safety: 'safe', edits: [{ start: end, end: call.endIndex, newText: `${dot}${found}()` }] };
}

function rewritten({ pattern }: Regex, { equal }: SlowRegex): DraftFix | undefined {
  if (pattern === undefined || equal === undefined) return undefined;
  return { title: 'Write the pattern so that it matches in one way only', safety: 'safe', edits: [{ start: pattern.startIndex, end: pattern.endIndex, newText: equal }] };
}

/** Regular expressions that take more than linear time, on text from a request. */
export const superLinearRegex: Rule = {
  id: 'super-linear-regex',
  title: 'Regular expression that backtracks on request text',
  area: 'event-loop',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'safe',
  severity: 'information',
  lesson: 'idle-cpu#pattern',
  defaultOn: true,
  docs: {
    finds:
      'A regular expression with exponential or polynomial backtracking, used by `test`, `exec`, `match`, `matchAll`, `replace`, `replaceAll`, `search` or `split` on text that is traced to the request (Express, Fastify, Koa, Hono, Nest, Next, bare `http`); for a polynomial pattern to its body, since a server bounds URL and headers to some kilobytes. The analyser `scslre` proves it on the pattern’s automaton, or a repeated group has branches that overlap (`(.|\\s)*`, `"(\\\\.|[^"])*"`) or parts that may be shorter or longer each time (`(\\w{2,4})+`); and the steps of a matcher, counted on texts made for the pattern, grow so. One that nothing can make fail after the repetition is therefore none. The pattern is a literal, a constant of the file, or a `RegExp` of a plain string. Exponential: a warning; polynomial: information.',
    why: 'Matching runs on the one JavaScript thread and cannot be interrupted: one request with a text made for the pattern holds up all others. On Node 24, `/^(\\w+\\s?)*$/` took 28 ms on 22 letters and a sign and 1,050 ms on 27; `replace(/\\s+$/, \'\')` took 506 ms on 40,000 spaces and a letter, `trimEnd()` 1 ms.',
    fix: '*Safe* where it is provable: `replace(/\\s+$/, \'\')` becomes `trimEnd()`, white space at both ends `trim()`, and a pattern between `^` and `$` is rewritten where the analyser has a faster one whose automaton accepts exactly the same texts. Elsewhere bound the length first, or match without the ambiguous repetition.',
    notWhen:
      'Text that is cut (`slice(0, n)`) or whose length is compared before is left alone, and a polynomial pattern is a hint where a schema of the file (yup, Joi, Zod, TypeBox, JSON Schema) holds a field of that name to 2,000 characters, or one that the handler’s route hands to a middleware does so, or to an e-mail address (`email: z.string().email()`, `body(\'email\').isEmail()` of express-validator); left alone are patterns that are slow only since they may start at many places and run on (`<!--.*?-->`), unless the automaton shows it, and patterns over the server’s own text, constants and answers of other services. Patterns longer than 400 characters are not judged; those with look-behind are judged by their automaton alone. A pattern that a request itself gives (`new RegExp(req.query.q)`) is another flaw, not reported here.',
    sources: [
      { title: 'OWASP: Regular expression denial of service', url: 'https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS' },
      { title: 'Node.js: Don’t block the event loop, REDOS', url: 'https://nodejs.org/en/learn/asynchronous-work/dont-block-the-event-loop#blocking-the-event-loop-redos' },
      { title: 'scslre', url: 'https://github.com/RunDevelopment/scslre' },
    ],
  },
  script: {
    triggers: ['.test(', '.exec(', '.match(', '.matchAll(', '.replace(/', '.replaceAll(/', '.search(/', '.split(/'],
    needsRegex: true,
    mayHold: (glimpse) => mayRepeat(glimpse) && mayReadRequests(glimpse) && !liesBesideServer(glimpse),
    check: (hit, source) => (enclosingFunction(hit.node) === undefined ? [] : check(hit, source)),
  },
};
