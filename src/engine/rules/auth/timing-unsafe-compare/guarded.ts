import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { ancestorOf, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import { alwaysExits } from '../../consistency/check-then-insert/script/find';

const ifs: ReadonlySet<string> = new Set(['if_statement']);

const responses: ReadonlySet<string> = new Set(['res', 'response', 'reply', 'ctx', 'c', 'context']);

/** What an answer says that was not read anywhere: `'ok'`, `204`, `{ received: true }`. */
const literals: ReadonlySet<string> = new Set(['string', 'number', 'true', 'false', 'null']);

const isConstant = (node: Node): boolean =>
  literals.has(node.type) || (node.type === 'object' && namedChildren(node).every((entry) => literals.has(field(entry, 'value')?.type ?? '')));

/** `res.status(403).end()`, `return reply.code(204).send('ok')`. */
function isAnswer(statement: Node): boolean {
  let at = statement.type === 'expression_statement' || statement.type === 'return_statement' ? namedChildren(statement)[0] : undefined;
  if (at?.type !== 'call_expression') return false;
  while (at?.type === 'call_expression') {
    if (!argumentsOf(at).every(isConstant)) return false;
    const callee: Node | undefined = calleeOf(at);
    at = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
  }
  return at?.type === 'identifier' && responses.has(at.text);
}

const isEmptyReturn = (statement: Node): boolean => statement.type === 'return_statement' && namedChildren(statement).length === 0;

const log = /^(?:console|log|logger|this\.logger)\.\w+\(/;

/**
 * The check is a handler's last step: both ways only answer, and whoever forges the value gains an empty answer.
 * @param comparison stands in the condition of an `if` that leaves
 */
export function guardsNothing(comparison: Node): boolean {
  const check = ancestorOf(comparison, ifs);
  const fn = enclosingFunction(comparison);
  const condition = check === undefined ? undefined : field(check, 'condition');
  const consequence = check === undefined ? undefined : field(check, 'consequence');
  if (check === undefined || fn === undefined || condition === undefined || consequence === undefined || !isInside(comparison, condition) || !isInside(check, fn)) return false;
  if (check.parent?.id !== field(fn, 'body')?.id || field(check, 'alternative') !== undefined || !alwaysExits(consequence)) return false;
  const refusal = consequence.type === 'statement_block' ? namedChildren(consequence) : [consequence];
  const rest = namedChildren(check.parent ?? check).filter((statement) => statement.startIndex > check.endIndex);
  const steps = [...refusal, ...rest].filter(({ type }) => type !== 'comment');
  // A function that only returns tells its caller, who goes on or not.
  return refusal.some(isAnswer) && rest.some(isAnswer) && steps.every((step) => isAnswer(step) || isEmptyReturn(step) || log.test(step.text));
}
