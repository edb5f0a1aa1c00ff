import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { unwrapped } from '../../../facts/javascript/options';
import type { Declaration } from '../../../facts/javascript/scope';
import { ImportPlan } from '../../../fix/javascript/importPlan';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, closestCall, field, isInside, namedChildren, type Node, walk } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';

const tries: ReadonlySet<string> = new Set(['try_statement']);

const writers = /\b(?:writeFile|appendFile|createWriteStream|rename|copyFile|unlink|watch|watchFile|truncate)(?:Sync)?\b/;

/** Methods that change what they are called on. */
const mutators: ReadonlySet<string> = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin', 'assign', 'delete', 'set', 'clear']);

/** Calls that only write down what they are given: answers, and looks at an object's entries. */
const readers = /^(?:res|reply|response|ctx|c)\b|^(?:Object\.(?:keys|values|entries|fromEntries)|JSON\.stringify|Array\.(?:from|isArray)|structuredClone)$/;

/**
 * `const products = JSON.parse(await readFile('data/products.json'))` in a handler becomes a constant of the module.
 * @returns why that is not possible
 */
export function parseOnce(call: Node, source: ScriptSource): DraftFix | string {
  const owner = 'only its owner knows how large the file gets: keep the parsed value, or move the reading and what is made of it to a worker';
  const kept = keptIn(call, source);
  const read = readIn(call, source);
  if (kept === undefined || read === undefined) return owner;
  if (writers.test(source.text)) return 'this file also writes files, so what was read may change while the server runs';
  if (ancestorOf(call, tries) !== undefined) return 'the code expects that the file may be missing or broken, which the start of the server would not survive';
  if (changes(kept, source)) return 'what was parsed may be changed here, and would then be shared by all requests';
  const { statement, declarator } = kept;
  const plan = new ImportPlan(source);
  const readSync = plan.need({ module: 'fs', name: 'readFileSync' });
  for (const used of read.names) if (used.isOnlyUse) plan.drop(used.declaration);
  const name = source.text.slice(declarator.startIndex, field(declarator, 'value')?.startIndex ?? declarator.endIndex);
  const value = field(declarator, 'value');
  if (value === undefined) return owner;
  const before = source.text.slice(value.startIndex, read.whole.startIndex);
  const after = source.text.slice(read.whole.endIndex, value.endIndex);
  const given = source.text.slice(read.list.startIndex, read.list.endIndex);
  const above = commentAbove(statement, source);
  plan.declare(`${name}${before}${readSync}${given}${after}`, read.uses, above === undefined ? [] : [above.text]);
  return {
    title: 'Read and parse it once, when the module loads (a changed file then needs a restart)',
    safety: 'review',
    edits: [withoutLines(above ?? statement, statement, source), ...plan.edits()],
  };
}

interface Kept {
  readonly declaration: Declaration;
  readonly declarator: Node;
  readonly statement: Node;
}

/** The constant of the handler that alone holds the parsed value, under a name the file uses for nothing else. */
function keptIn(call: Node, source: ScriptSource): Kept | undefined {
  const declarator = closest(call, new Set(['variable_declarator']));
  const statement = declarator?.parent ?? undefined;
  const name = declarator === undefined ? undefined : field(declarator, 'name');
  const value = declarator === undefined ? undefined : field(declarator, 'value');
  if (declarator === undefined || value === undefined || unwrapped(value).id !== call.id || name?.type !== 'identifier') return undefined;
  if (statement?.type !== 'lexical_declaration' || namedChildren(statement).length !== 1 || !statement.text.startsWith('const')) return undefined;
  const declaration = source.scopes.resolve(name);
  const declared = source.text.match(new RegExp(`\\b(?:const|let|var|function|class)\\s+${name.text.replaceAll('$', '\\$')}\\b`, 'g')) ?? [];
  if (declaration === undefined || declared.length !== 1 || source.scopes.lookup(name.text, source.tree.rootNode) !== undefined) return undefined;
  return { declaration, declarator, statement };
}

interface Read {
  /** `await readFile(…)`, or `readFileSync(…)`, with parentheses around it. */
  readonly whole: Node;
  readonly list: Node;
  readonly uses: readonly string[];
  readonly names: readonly { readonly declaration: Declaration; readonly isOnlyUse: boolean }[];
}

/** The reading in `JSON.parse(await readFile(path))`, where its path is the same for every request. */
function readIn(call: Node, source: ScriptSource): Read | undefined {
  const [text] = argumentsOf(call);
  const whole = text === undefined ? undefined : readOf(unwrapped(text));
  const reading = whole?.type === 'await_expression' ? namedChildren(whole)[0] : whole;
  const callee = reading?.type === 'call_expression' ? calleeOf(reading) : undefined;
  const list = reading === undefined ? undefined : field(reading, 'arguments');
  if (whole === undefined || callee === undefined || list === undefined) return undefined;
  const uses: string[] = [];
  const changing: Node[] = [];
  walk(list, (node) => {
    const declaration = node.type === 'identifier' ? source.scopes.resolve(node) : undefined;
    if (declaration?.scope.type === 'program' && ['const', 'import'].includes(declaration.kind)) uses.push(node.text);
    else if (declaration !== undefined || node.type === 'this' || node.type === 'await_expression') changing.push(node);
    return changing.length === 0;
  });
  const named = callee.type === 'identifier' ? source.scopes.resolve(callee) : undefined;
  const names = named?.kind === 'import' ? [{ declaration: named, isOnlyUse: source.scopes.references(named).length === 1 && !/Sync$/.test(named.id.text) }] : [];
  const outer = whole.parent?.type === 'parenthesized_expression' ? whole.parent : whole;
  return changing.length === 0 ? { whole: outer, list, uses, names } : undefined;
}

/** `(await readFile(path)).toString()` is read as its object. */
function readOf(text: Node): Node | undefined {
  const callee = text.type === 'call_expression' ? calleeOf(text) : undefined;
  const object = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'toString' ? field(callee, 'object') : undefined;
  const read = object === undefined ? text : namedChildren(object).find((child) => child.type === 'await_expression') ?? object;
  return read.type === 'await_expression' || read.type === 'call_expression' ? read : undefined;
}

/** True where the handler assigns to, or calls for a change of, anything but its answer; or hands the value on. */
function changes({ declaration, declarator }: Kept, source: ScriptSource): boolean {
  const fn = enclosingFunction(declarator);
  let found = fn === undefined;
  walk(fn ?? declarator, (node) => {
    if (node.type === 'assignment_expression' || node.type === 'augmented_assignment_expression') {
      const left = field(node, 'left');
      found ||= left?.type !== 'identifier' && !readers.test(left?.text ?? '');
    }
    if (node.type === 'update_expression' || (node.type === 'unary_expression' && node.text.startsWith('delete'))) found ||= namedChildren(node)[0]?.type !== 'identifier';
    const callee = node.type === 'call_expression' ? calleeOf(node) : undefined;
    if (callee?.type === 'member_expression' && mutators.has(field(callee, 'property')?.text ?? '')) found ||= !readers.test(callee.text);
    return !found;
  });
  return found || source.scopes.references(declaration).some((use) => isHandedOn(use));
}

/** The whole value is an argument of a call that may keep or change it. */
function isHandedOn(use: Node): boolean {
  const call = use.parent?.type === 'arguments' ? closestCall(use) : undefined;
  const callee = call === undefined ? undefined : calleeOf(call);
  return callee !== undefined && !isInside(use, callee) && !readers.test(callee.text);
}

/** A comment on the statement alone, on the line above it. */
function commentAbove(statement: Node, source: ScriptSource): Node | undefined {
  const comment = statement.previousNamedSibling;
  if (comment?.type !== 'comment' || comment.text.includes('\n')) return undefined;
  const isOnOwnLine = /(?:^|\n)[ \t]*$/.test(source.text.slice(0, comment.startIndex));
  const isApart = comment.previousNamedSibling?.type === 'comment';
  return isOnOwnLine && !isApart && /^\r?\n[ \t]*$/.test(source.text.slice(comment.endIndex, statement.startIndex)) ? comment : undefined;
}

/** Deletes statements with their indentation and line end, and the blank line that set them off at the start of a block. */
function withoutLines(first: Node, last: Node, source: ScriptSource): TextEdit {
  const before = source.text.slice(0, first.startIndex);
  const start = first.startIndex - (/[ \t]*$/.exec(before)?.[0].length ?? 0);
  const rest = source.text.slice(last.endIndex);
  const gap = /\{[ \t]*\r?\n[ \t]*$/.test(before) ? /^[ \t]*\r?\n(?:[ \t]*\r?\n)?/ : /^[ \t]*(?:\r?\n)?/;
  return { start, end: last.endIndex + (gap.exec(rest)?.[0].length ?? 0), newText: '' };
}
