import { argumentsOf } from '../../../facts/javascript/calls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { closest, field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import { canonicalPath } from './files';

/** An `existsSync` that decides whether another call on the same path is made. */
export type Guard =
  /** `if (!existsSync(p)) return …;` right before the statement with the call. */
  | { readonly form: 'early'; readonly check: Node; readonly statement: Node; readonly missing: Node }
  /** `if (existsSync(p)) { one statement with the call } else { … }` */
  | { readonly form: 'inside'; readonly check: Node; readonly branch: Node; readonly statement: Node; readonly missing: Node | undefined }
  /** `if (!existsSync(p)) mkdirSync(p)` */
  | { readonly form: 'unless'; readonly check: Node; readonly branch: Node; readonly statement: Node }
  | { readonly form: 'other'; readonly check: Node };

/** Whether the call is `existsSync`, of fs or fs-extra. */
export const isExistsCheck = (call: Node, source: ScriptSource): boolean => /^(?:fs:existsSync|fs-extra:(?:existsSync|pathExistsSync))$/.test(source.origins.key(field(call, 'function') ?? call));

/** The check a call on a path depends on, if any. */
export function guardOf(call: Node, fn: Node, source: ScriptSource): Guard | undefined {
  const checks = (paths: readonly Node[]): IsCheck => {
    const wanted = paths.map((path) => canonicalPath(path, source));
    return (node): node is Node => {
      const [checked] = node?.type === 'call_expression' && isExistsCheck(node, source) ? argumentsOf(node) : [];
      return checked !== undefined && wanted.includes(canonicalPath(checked, source));
    };
  };
  const statement = closest(call, statements);
  const isCheck = checks(argumentsOf(call).slice(0, 1));
  const simple = statement === undefined ? undefined : (earlyGuard(statement, isCheck) ?? branchGuard(statement, isCheck));
  if (simple !== undefined) return simple;
  const other = anyCheck(fn, call, checks(pathsOf(call)));
  return other === undefined ? undefined : { form: 'other', check: other };
}

/** The paths a file call is about: its first arguments, as far as they can be paths. */
const pathsOf = (call: Node): Node[] => argumentsOf(call).slice(0, 2).filter((argument) => argument.type !== 'object');

const statements: ReadonlySet<string> = new Set([
  'expression_statement',
  'return_statement',
  'lexical_declaration',
  'variable_declaration',
  'if_statement',
  'throw_statement',
]);

type IsCheck = (node: Node | undefined) => node is Node;

const exits: ReadonlySet<string> = new Set(['return_statement', 'throw_statement', 'continue_statement', 'break_statement']);

function earlyGuard(statement: Node, isCheck: IsCheck): Guard | undefined {
  const guard = statement.previousNamedSibling;
  if (guard?.type !== 'if_statement' || field(guard, 'alternative') !== undefined) return undefined;
  const check = negated(conditionOf(guard));
  const missing = field(guard, 'consequence');
  if (!isCheck(check) || missing === undefined) return undefined;
  const last = missing.type === 'statement_block' ? namedChildren(missing).at(-1) : missing;
  return last !== undefined && exits.has(last.type) ? { form: 'early', check, statement, missing } : undefined;
}

function branchGuard(statement: Node, isCheck: IsCheck): Guard | undefined {
  const block = statement.parent?.type === 'statement_block' ? statement.parent : statement;
  const branch = block.parent;
  if (branch?.type !== 'if_statement' || field(branch, 'consequence')?.id !== block.id) return undefined;
  if (block.id !== statement.id && block.namedChildren.length !== 1) return undefined;
  const condition = conditionOf(branch);
  const missing = field(branch, 'alternative');
  const other = missing === undefined ? undefined : namedChildren(missing)[0];
  if (other?.type === 'if_statement') return undefined;
  if (isCheck(condition)) return { form: 'inside', check: condition, branch, statement, missing: other };
  const check = negated(condition);
  return isCheck(check) && missing === undefined ? { form: 'unless', check, branch, statement } : undefined;
}

function conditionOf(branch: Node): Node | undefined {
  const condition = field(branch, 'condition');
  return condition?.type === 'parenthesized_expression' ? namedChildren(condition)[0] : condition;
}

function negated(condition: Node | undefined): Node | undefined {
  return condition?.type === 'unary_expression' && field(condition, 'operator')?.text === '!' ? field(condition, 'argument') : undefined;
}

/** A check of the same path before the call, or in the condition it hangs on. */
function anyCheck(fn: Node, call: Node, isCheck: IsCheck): Node | undefined {
  let found: Node | undefined;
  walk(fn, (node) => {
    if (found !== undefined || node.startIndex > call.startIndex) return false;
    if (node.id !== call.id && isCheck(node)) found = node;
    return true;
  });
  return found;
}

/** True when some other call on the same path follows the check in its function: the pair is reported there. */
export function guardsAnother(check: Node, fn: Node, source: ScriptSource): boolean {
  const [path] = argumentsOf(check);
  if (path === undefined) return false;
  const wanted = canonicalPath(path, source);
  let found = false;
  walk(fn, (node) => {
    if (found) return false;
    if (node.type !== 'call_expression' || node.startIndex <= check.startIndex || isInside(node, check)) return true;
    const key = source.origins.key(field(node, 'function') ?? node);
    const isOther = /^fs(?:-extra)?:\w+Sync$/.test(key) && !isExistsCheck(node, source);
    found = isOther && pathsOf(node).some((other) => canonicalPath(other, source) === wanted);
    return !found;
  });
  return found;
}

/** True for `mkdirSync(p, { recursive: true })`, which does not mind that the directory exists. */
export function isRecursive(call: Node, source: ScriptSource): boolean {
  const options = argumentsOf(call)[1];
  const known = options === undefined ? undefined : optionsOf(options, source);
  const recursive = known === undefined ? undefined : optionOf(known, 'recursive', source);
  return recursive?.state === 'set' && recursive.value.type === 'true';
}

/**
 * The value the statement makes of the call by steps that cannot fail with ENOENT themselves: `JSON.parse(call)`,
 * `call.toString().trim()`.
 */
export function plainValue(call: Node, statement: Node, source: ScriptSource): Node | undefined {
  let value = call;
  for (let outer = value.parent; outer !== null; outer = value.parent) {
    if (outer.id === statement.id || outer.type === 'variable_declarator' || outer.type === 'assignment_expression') break;
    const isStep =
      ['parenthesized_expression', 'as_expression', 'non_null_expression', 'await_expression', 'satisfies_expression'].includes(outer.type) ||
      (outer.type === 'member_expression' && field(outer, 'object')?.id === value.id) ||
      (outer.type === 'call_expression' && field(outer, 'function')?.id === value.id) ||
      outer.type === 'arguments' ||
      (outer.type === 'call_expression' && source.origins.key(field(outer, 'function') ?? outer) === ':JSON.parse');
    if (!isStep) return undefined;
    value = outer;
  }
  return value.type === 'arguments' ? undefined : value;
}
