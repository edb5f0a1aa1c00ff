import { goFunctionTypes } from '../../../../facts/go/scope';
import { field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { picks, surer, type Elsewhere } from '../elsewhere';

type Names = Map<string, Elsewhere>;

/**
 * Tells whether a repeated call goes to another address, client or item in each round: `hosts[i]`, also through names that
 * the loop gives their values.
 * @param counter the loop's own counter; empty where it has none
 */
export function elsewhereEachRound(loop: Node, call: Node, counter: string): Elsewhere {
  const counters = new Set([counter, ...loop.descendantsOfType('inc_statement').flatMap((node) => node?.namedChild(0)?.text ?? [])]);
  const names: Names = new Map();
  walk(loop, (node) => {
    if (goFunctionTypes.has(node.type)) return false;
    if (node.type !== 'short_var_declaration' && node.type !== 'assignment_statement') return true;
    const [target, value] = [field(node, 'left'), field(node, 'right')];
    if (target === undefined || value === undefined || isInside(call, node)) return true;
    const found = judged(value, counters, names);
    // The error beside a value says nothing of where the next call goes.
    const bound = namedChildren(target).filter(({ type, text }) => type === 'identifier' && !/^(?:_|err\w*)$/.test(text));
    if (found !== 'no') for (const { text } of bound) names.set(text, surer(found, names.get(text) ?? 'no'));
    return true;
  });
  return judged(call, counters, names);
}

function judged(expression: Node, counters: ReadonlySet<string>, names: Names): Elsewhere {
  let found: Elsewhere = 'no';
  walk(expression, (node) => {
    if (found === 'yes' || goFunctionTypes.has(node.type)) return false;
    if (node.type === 'identifier') found = surer(found, names.get(node.text) ?? 'no');
    else if (node.type === 'index_expression' && varies(field(node, 'index'), counters)) found = 'yes';
    else if (node.type === 'call_expression' && picks.test(field(node, 'function')?.text ?? '')) found = surer(found, 'maybe');
    return true;
  });
  return found;
}

function varies(index: Node | undefined, counters: ReadonlySet<string>): boolean {
  if (index === undefined) return false;
  return /\brand\.\w+\(/.test(index.text) || [index, ...index.descendantsOfType('identifier')].some((name) => name?.type === 'identifier' && counters.has(name.text));
}
