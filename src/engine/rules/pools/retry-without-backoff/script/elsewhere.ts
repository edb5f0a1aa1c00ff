import { calleeOf } from '../../../../facts/javascript/calls';
import { functionTypes } from '../../../../facts/javascript/scope';
import { field, isInside, walk, type Node } from '../../../../syntax/nodes';
import { picks, surer, type Elsewhere } from '../elsewhere';

/** What a name stands for in a round of the loop. */
type Names = Map<string, Elsewhere>;

/**
 * Tells whether a repeated call goes to another address, client or item in each round: `hosts[attempt]`, also through names
 * that the loop gives their values.
 */
export function elsewhereEachRound(loop: Node, call: Node): Elsewhere {
  const counters = countersOf(loop);
  const names: Names = new Map();
  walk(loop, (node) => {
    if (functionTypes.has(node.type)) return false;
    const isDeclared = node.type === 'variable_declarator';
    const [target, value] = isDeclared || node.type === 'assignment_expression' ? [field(node, isDeclared ? 'name' : 'left'), field(node, isDeclared ? 'value' : 'right')] : [];
    if (target === undefined || value === undefined || isInside(call, node)) return true;
    const found = judged(value, counters, names);
    if (found !== 'no') for (const name of boundBy(target)) names.set(name, surer(found, names.get(name) ?? 'no'));
    return true;
  });
  return judged(call, counters, names);
}

/** Whatever the loop counts with: `attempt++`, `next += 1`. */
function countersOf(loop: Node): ReadonlySet<string> {
  const found = new Set<string>();
  walk(loop, (node) => {
    if (functionTypes.has(node.type)) return false;
    const counted = node.type === 'update_expression' ? field(node, 'argument') : node.type === 'augmented_assignment_expression' ? field(node, 'left') : undefined;
    if (counted?.type === 'identifier') found.add(counted.text);
    return true;
  });
  return found;
}

function boundBy(target: Node): string[] {
  if (target.type === 'identifier') return [target.text];
  if (target.type !== 'object_pattern' && target.type !== 'array_pattern') return [];
  return target.descendantsOfType(['shorthand_property_identifier_pattern', 'identifier']).flatMap((name) => name?.text ?? []);
}

/** Another limit or label for each attempt leaves it the same attempt. */
const incidental = /^(?:timeout|signal|headers)$/;

function judged(expression: Node, counters: ReadonlySet<string>, names: Names): Elsewhere {
  let found: Elsewhere = 'no';
  walk(expression, (node) => {
    if (found === 'yes' || functionTypes.has(node.type) || (node.type === 'pair' && incidental.test(field(node, 'key')?.text ?? ''))) return false;
    if (node.type === 'identifier' || node.type === 'shorthand_property_identifier') found = surer(found, names.get(node.text) ?? 'no');
    else if (node.type === 'subscript_expression' && varies(field(node, 'index'), counters)) found = 'yes';
    else if (node.type === 'call_expression') found = surer(found, takenFrom(calleeOf(node)));
    return true;
  });
  return found;
}

function varies(index: Node | undefined, counters: ReadonlySet<string>): boolean {
  if (index === undefined) return false;
  return index.text.includes('Math.random(') || [index, ...index.descendantsOfType('identifier')].some((name) => name?.type === 'identifier' && counters.has(name.text));
}

/** `peers.shift()` takes another one each time. */
function takenFrom(callee: Node | undefined): Elsewhere {
  const isTaken = callee?.type === 'member_expression' && /^(?:shift|pop)$/.test(field(callee, 'property')?.text ?? '') && /^(?:this\.)?\w+$/.test(field(callee, 'object')?.text ?? '');
  if (isTaken) return 'yes';
  return picks.test(callee?.text ?? '') ? 'maybe' : 'no';
}
