import type { GoSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { enclosingGoFunction } from './scope';

/** Aliases of aliases followed before the value counts as gone. */
const maxDepth = 4;

/** Functions that wrap a reader or rows instead of reading them: what they return still needs its source. */
const wraps = /^(?:new|wrap|limit|tee|multi)/i;

/** Members of an HTTP response that are there once it has arrived, whatever becomes of its body. */
const plainMembers: ReadonlySet<string> = new Set(['StatusCode', 'Status', 'Header', 'ContentLength']);

/**
 * True unless it is plain that a value (or what is left of it: a member, a reader around it) is used up inside the
 * function: it is not returned, stored, sent or captured by a function that may run later.
 */
export function leaves(value: Node, fn: Node, source: GoSource, depth = 0): boolean {
  if (depth > maxDepth) return true;
  let at = value;
  for (;;) {
    const outer = at.parent;
    if (outer === null) return true;
    switch (outer.type) {
      case 'parenthesized_expression':
      case 'unary_expression':
      case 'type_assertion_expression':
        at = outer;
        continue;
      case 'selector_expression':
        // A method's result is taken for data: `rows.Err()`, `row.Scan(&id)`.
        if (isCallee(outer) || plainMembers.has(field(outer, 'field')?.text ?? '')) return false;
        at = outer;
        continue;
      case 'argument_list': {
        const call = outer.parent;
        if (call?.type !== 'call_expression' || call.parent?.type === 'go_statement') return true;
        if (!wraps.test(calleeName(call))) return isInReturn(call) && !isPackageFunction(call, source);
        at = call;
        continue;
      }
      case 'expression_list':
        return assignmentLeaves(at, outer, fn, source, depth);
      case 'expression_statement':
      case 'binary_expression':
      case 'range_clause':
        return false;
      default:
        return true;
    }
  }
}

const isCallee = (node: Node) => node.parent?.type === 'call_expression' && field(node.parent, 'function')?.id === node.id;

function calleeName(call: Node): string {
  const callee = field(call, 'function');
  return (callee === undefined ? undefined : (field(callee, 'field') ?? callee))?.text ?? '';
}

/** `pgx.CollectRows(…)`, `io.ReadAll(…)`: functions of other packages that do not wrap, read. */
function isPackageFunction(call: Node, source: GoSource): boolean {
  const callee = field(call, 'function');
  const operand = callee === undefined ? undefined : field(callee, 'operand');
  if (operand?.type !== 'identifier' || source.scopes.resolve(operand) !== undefined) return false;
  return source.scopes.imports.some((entry) => entry.name === operand.text);
}

function isInReturn(node: Node): boolean {
  for (let at = node.parent; at !== null && !at.type.endsWith('_literal'); at = at.parent) {
    if (at.type === 'return_statement') return true;
    if (at.type === 'block') return false;
  }
  return false;
}

function assignmentLeaves(value: Node, list: Node, fn: Node, source: GoSource, depth: number): boolean {
  const assignment = list.parent;
  if (assignment === null) return true;
  if (assignment.type !== 'short_var_declaration' && assignment.type !== 'assignment_statement' && assignment.type !== 'var_spec') return true;
  if (field(assignment, 'left')?.id === list.id) return false;
  const targets = assignment.type === 'var_spec' ? assignment.childrenForFieldName('name') : namedChildren(field(assignment, 'left') ?? list);
  const target = targets[namedChildren(list).findIndex((entry) => entry.id === value.id)];
  if (target?.text === '_') return false;
  if (target?.type !== 'identifier') return true;
  const declaration = source.scopes.lookup(target.text, afterward(assignment)) ?? source.scopes.lookup(target.text, target);
  if (declaration === undefined || declaration.kind === 'result' || enclosingGoFunction(declaration.id)?.id !== fn.id) return true;
  return source.scopes
    .references(declaration, fn)
    .filter((reference) => reference.id !== target.id)
    .some((reference) => isCaptured(reference, fn) || leaves(reference, fn, source, depth + 1));
}

/** Where a short declaration's names are visible: after its statement, or inside the `if` or `switch` it opens. */
function afterward(assignment: Node): Node {
  const outer = assignment.parent;
  const isInitializer = outer !== null && field(outer, 'initializer')?.id === assignment.id;
  const statement = assignment.type === 'var_spec' ? (outer ?? assignment) : assignment;
  const next = isInitializer ? (field(outer, 'consequence') ?? field(outer, 'body')) : statement.nextNamedSibling;
  return next ?? assignment;
}

/** Used in a nested function that may outlive the call; a deferred one does not. */
function isCaptured(reference: Node, fn: Node): boolean {
  const inner = enclosingGoFunction(reference);
  return inner?.id !== fn.id && inner?.parent?.parent?.type !== 'defer_statement';
}
