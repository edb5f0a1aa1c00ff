import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { isProgram } from '../../../facts/javascript/programs';
import { numberValue } from '../../../facts/javascript/numbers';
import { optionOf, optionsOf, unwrapped, type Option, type Options } from '../../../facts/javascript/options';
import { importedIdentifiers } from '../../../facts/javascript/scope';
import { stringValue } from '../../../facts/javascript/strings';
import { appendToList, keyText, numberText, objectText } from '../../../fix/javascript/lists';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Draft, DraftFix } from '../../rule';
import { durationText } from '../../../text/duration';
import { called, constructed, type PoolLibrary } from './libraries';
import { isMadePerRequest } from './perUse';
import { isOfClock, isOfUnusedClass, isSeldomFull, isTestSupport } from './proven';
import { isOfJobRunner } from './runners';
import { isEndedAfterWork } from './runsOnce';
import { isAskedForLists, isServed } from './served';
import { variableOf } from './variable';

const callTypes: ReadonlySet<string> = new Set(['call_expression', 'new_expression']);
/** What gives an import another name. */
const importTypes: ReadonlySet<string> = new Set(['import_statement', 'pair_pattern']);
const specifierTypes: ReadonlySet<string> = new Set(['import_specifier']);
const heritageTypes: ReadonlySet<string> = new Set(['class_heritage', 'extends_clause']);
const classTypes: ReadonlySet<string> = new Set(['class_declaration', 'class', 'abstract_class_declaration']);

/** A pool being made. */
interface Construction {
  readonly call: Node;
  /** What is called or constructed: where the finding is shown. */
  readonly start: number;
  readonly end: number;
  readonly library: PoolLibrary;
  readonly parameters: readonly Node[];
}

/** A pool made by a call, where nothing bounds the wait for its connections. */
export function unboundedPool(node: Node, source: ScriptSource): Draft[] {
  return judged(constructionAt(node, source), source);
}

/** The same under another name: `import { Pool as Database }`, `const { Pool: Database } = require('pg')`, a default import. */
export function unboundedRenamed(node: Node, source: ScriptSource): Draft[] {
  const at = closest(node, importTypes);
  if (at === undefined) return [];
  // Only the entry with the pool's name, where there is one: an import may bring in thousands.
  const names = at.type === 'import_statement' ? importedIdentifiers(closest(node, specifierTypes) ?? at) : [field(at, 'value')];
  return names.flatMap((name) => {
    const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
    if (declaration === undefined) return [];
    return source.scopes.references(declaration).flatMap((reference) => unboundedPool(reference, source));
  });
}

/** The same for a class that extends a pool and passes its options on. */
export function unboundedSubclass(node: Node, source: ScriptSource): Draft[] {
  return judged(superCall(node, source), source);
}

function judged(found: Construction | undefined, source: ScriptSource): Draft[] {
  if (found === undefined || isTunedLater(found.call, source) || isProgram(source) || isEndedAfterWork(found.call, source)) return [];
  const { library, parameters } = found;
  if (parameters.some((parameter) => parameter.type === 'spread_element')) return [];
  const argument = parameters[library.argument];
  const value = argument === undefined ? undefined : unwrapped(argument);
  if (argument === undefined || value === undefined) return withoutOptions(found, source);
  if (library.urlKey !== undefined && isText(value, source)) return withUrl(found, argument, library.urlKey, source);
  const options = optionsOf(argument, source);
  return options === undefined ? [] : withOptions(found, argument, options, source);
}

function constructionAt(node: Node, source: ScriptSource): Construction | undefined {
  const call = closest(node, callTypes);
  const callee = call === undefined ? undefined : calleeOf(call);
  if (call === undefined || callee === undefined || node.startIndex > callee.endIndex) return undefined;
  const library = libraryOf(call, callee, source);
  return library === undefined ? undefined : construction(call, callee, library);
}

function construction(call: Node, callee: Node, library: PoolLibrary): Construction {
  const start = call.type === 'new_expression' ? call.startIndex : callee.startIndex;
  return { call, start, end: callee.endIndex, library, parameters: argumentsOf(call) };
}

function libraryOf(call: Node, callee: Node, source: ScriptSource): PoolLibrary | undefined {
  const key = source.origins.key(callee);
  if (call.type === 'call_expression') return called.get(key);
  return constructed.get(key) ?? subclassed(callee, source);
}

/** `new JobsPool(…)` where JobsPool extends a known pool in this file and leaves its constructor as it is. */
function subclassed(callee: Node, source: ScriptSource): PoolLibrary | undefined {
  const declaration = callee.type === 'identifier' ? source.scopes.resolve(callee) : undefined;
  if (declaration?.kind !== 'class' || constructorOf(declaration.site) !== undefined) return undefined;
  return baseOf(declaration.site, source);
}

/** The arguments a subclass passes on with `super(…)`. */
function superCall(node: Node, source: ScriptSource): Construction | undefined {
  const heritage = closest(node, heritageTypes);
  const owner = heritage === undefined ? undefined : ancestorOf(heritage, classTypes);
  const own = owner === undefined ? undefined : constructorOf(owner);
  const library = owner === undefined ? undefined : baseOf(owner, source);
  if (own === undefined || library === undefined) return undefined;
  const call = own.descendantsOfType('call_expression').find((entry) => entry !== null && calleeOf(entry)?.type === 'super');
  const callee = call === null || call === undefined ? undefined : calleeOf(call);
  return call === null || call === undefined || callee === undefined ? undefined : construction(call, callee, library);
}

function baseOf(owner: Node, source: ScriptSource): PoolLibrary | undefined {
  const heritage = namedChildren(owner).find((child) => child.type === 'class_heritage');
  const first = heritage === undefined ? undefined : namedChildren(heritage)[0];
  const base = first?.type === 'extends_clause' ? field(first, 'value') : first;
  return base === undefined ? undefined : constructed.get(source.origins.key(base));
}

function constructorOf(owner: Node): Node | undefined {
  const body = field(owner, 'body');
  return body === undefined ? undefined : namedChildren(body).find((member) => field(member, 'name')?.text === 'constructor');
}

const options = /\boptions\b/;

/** `pool.options.… = …` sets what the constructor did not. */
function isTunedLater(call: Node, source: ScriptSource): boolean {
  const declaration = source.memo.occurs(options, source.text) ? variableOf(call, source) : undefined;
  if (declaration === undefined) return false;
  return source.scopes.references(declaration).some((reference) => reference.parent !== null && field(reference.parent, 'property')?.text === 'options');
}

function withoutOptions(found: Construction, source: ScriptSource): Draft[] {
  const { call, library, parameters } = found;
  if (parameters.length !== library.argument || (parameters.length === 0 && library.mayBeBare !== true)) return [];
  const item = objectText([entryText(library, source)], source);
  const list = field(call, 'arguments');
  const edits = list === undefined ? [{ start: call.endIndex, end: call.endIndex, newText: `(${item})` }] : appendToList(list, item, source);
  return draft(found, undefined, { state: 'absent' }, edits, source);
}

/** `createPool(url)` becomes `createPool({ uri: url, … })`. */
function withUrl(found: Construction, argument: Node, key: string, source: ScriptSource): Draft[] {
  const item = objectText([`${key}: ${argument.text}`, entryText(found.library, source)], source);
  return draft(found, undefined, { state: 'absent' }, [replaced(argument, item)], source);
}

function withOptions(found: Construction, argument: Node, options: Options, source: ScriptSource): Draft[] {
  const { library } = found;
  const option = optionOf(options, library.option.name, source);
  if (option.state === 'unknown' || (option.state === 'set' && !isUnbounded(option.value, source))) return [];
  if (library.refuses !== undefined) {
    const refusal = optionOf(options, library.refuses.name, source);
    if (refusal.state === 'unknown' || (refusal.state === 'set' && refusal.value.text === library.refuses.value)) return [];
  }
  return draft(found, options, option, editsFor(option, options, argument, library, source), source);
}

/** The edits that set the option; undefined where the number stands elsewhere. */
function editsFor(option: Option, options: Options, argument: Node, library: PoolLibrary, source: ScriptSource): TextEdit[] | undefined {
  if (options.shared) return [replaced(argument, objectText([`...${argument.text}`, entryText(library, source)], source))];
  if (option.state !== 'set') return appendToList(options.object, `${keyText(options.object, library.option.name)}: ${valueText(library, source)}`, source);
  if (option.value.type === 'identifier' || option.entry.id === option.value.id) return undefined;
  return [replaced(option.value, valueText(library, source))];
}

const replaced = (node: Node, newText: string): TextEdit => ({ start: node.startIndex, end: node.endIndex, newText });

const valueText = ({ option }: PoolLibrary, source: ScriptSource) =>
  numberText(option.unit === 'milliseconds' ? source.settings.timeoutMs : source.settings.queueLimit, source);

const entryText = (library: PoolLibrary, source: ScriptSource) => `${library.option.name}: ${valueText(library, source)}`;

/** Zero, and what the libraries read as zero. */
function isUnbounded(value: Node, source: ScriptSource): boolean {
  const inner = unwrapped(value);
  if (['undefined', 'null', 'false'].includes(inner.type)) return true;
  return numberValue(inner, source.scopes) === 0;
}

/** An expression that can only be a string: a literal, or an environment variable. */
function isText(value: Node, source: ScriptSource): boolean {
  switch (value.type) {
    case 'string':
    case 'template_string':
      return true;
    case 'binary_expression':
      return [field(value, 'left'), field(value, 'right')].some((side) => side !== undefined && isText(unwrapped(side), source));
    case 'identifier': {
      const declaration = source.scopes.resolve(value);
      const isPlain = declaration?.kind === 'const' && declaration.id.parent?.id === declaration.site.id;
      const initial = isPlain ? field(declaration.site, 'value') : undefined;
      return initial !== undefined && initial.type !== 'identifier' && isText(unwrapped(initial), source);
    }
    default:
      return /^(?::process\.|process:)env\./.test(source.origins.key(value));
  }
}

/** Whether a URL that the pool reads sets the option; `unknown` where the URL comes from outside the file. */
function urlSays({ library, parameters }: Construction, options: Options | undefined, source: ScriptSource): 'yes' | 'no' | 'unknown' {
  if (library.urlSetsOption !== true) return 'no';
  const first = parameters[0] === undefined ? undefined : unwrapped(parameters[0]);
  const inOptions = options === undefined || library.urlKey === undefined ? undefined : optionOf(options, library.urlKey, source);
  if (inOptions?.state === 'unknown') return 'unknown';
  const url = inOptions === undefined ? first : inOptions.state === 'set' ? unwrapped(inOptions.value) : undefined;
  if (url === undefined || url.type === 'object') return 'no';
  if (url.text.includes(library.option.name)) return 'yes';
  return stringValue(url) === undefined ? 'unknown' : 'no';
}

function draft(found: Construction, options: Options | undefined, option: Option, edits: TextEdit[] | undefined, source: ScriptSource): Draft[] {
  const says = urlSays(found, options, source);
  if (says === 'yes' || isTestSupport(source)) return [];
  const { call, start, end, library } = found;
  const isForLists = library.option.unit === 'waiting callers' && edits !== undefined && isAskedForLists(call, source);
  const lists = isForLists ? ' No automatic fix: the work of a whole list is begun at once where the pool is used, and a limit on the queue would make the last ones fail. Limit how many are begun together first.' : '';
  const isHere = option.state === 'set' && option.entry.startIndex >= call.startIndex && option.entry.endIndex <= call.endIndex;
  const range = isHere ? { start: option.entry.startIndex, end: option.entry.endIndex } : { start, end };
  const elsewhere = edits === undefined ? ` The number comes from elsewhere: change \`${option.state === 'set' ? option.value.text : ''}\` there.` : '';
  return [
    {
      ...range,
      message: messageOf(found, options, option, says === 'unknown', source) + elsewhere + lists,
      ...(says === 'unknown' || isForLists || isSeldomFull(library, options, source) || isOfFew(call, source) || !isServed(call, source) ? { severity: 'hint' as const } : {}),
      fixes: edits === undefined || isForLists ? [] : [fixOf(library, edits, source)],
    },
  ];
}

/** Nobody is known to wait for it but a clock, a job, one request or those who develop the product. */
const isOfFew = (call: Node, source: ScriptSource): boolean =>
  isOfClock(source) || isOfJobRunner(call, source) || isOfUnusedClass(call, source) || isMadePerRequest(call, source);

function fixOf(library: PoolLibrary, edits: readonly TextEdit[], source: ScriptSource): DraftFix {
  const { timeoutMs, queueLimit } = source.settings;
  const isTime = library.option.unit === 'milliseconds';
  const title = isTime ? `Give up waiting for a ${library.item} after ${durationText(timeoutMs)}` : `Let at most ${queueLimit} callers wait for a ${library.item}`;
  return { title, safety: 'review', edits };
}

function messageOf({ library }: Construction, options: Options | undefined, option: Option, mayBeInUrl: boolean, source: ScriptSource): string {
  const { name } = library.option;
  const stated = options === undefined ? undefined : optionOf(options, library.size.name, source);
  const size = stated === undefined || stated.state === 'absent' ? library.size.fallback : stated.state === 'set' ? numberValue(stated.value, source.scopes) : undefined;
  const many = size === undefined ? `every ${library.item} is` : size === 1 ? `the only ${library.item} is` : `all ${size} ${library.item}s are`;
  const isZero = option.state === 'set' && numberValue(unwrapped(option.value), source.scopes) === 0;
  const unset = isZero ? `\`${name}\` is 0, which means no limit` : `\`${name}\` is not set${mayBeInUrl ? ' here' : ''}, and the default is no limit`;
  if (library.option.unit === 'milliseconds') return `Once ${many} taken, every further caller waits for ever: ${unset}.`;
  const ignored = library.ignored !== undefined && options !== undefined && optionOf(options, library.ignored, source).state === 'set';
  const note = ignored ? ` \`${library.ignored ?? ''}\` is ignored by this library.` : '';
  return `Once ${many} taken, callers pile up in a queue with no end: ${unset}.${note}`;
}
