import { enclosingGoFunction } from '../../../facts/go/scope';
import type { GoSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';

/** A goroutine that a loop starts for every element of a list. */
export interface GoFanOut {
  /** `go` for a go statement, `group` for `g.Go(func() error { … })`, `wait` for a WaitGroup's own `Go`. */
  readonly form: 'go' | 'group' | 'wait';
  /** What is marked: `go func` or `g.Go`. */
  readonly start: number;
  readonly end: number;
  readonly loop: Node;
  readonly list: Node;
  /** The function literal that runs. */
  readonly body: Node;
  /** The statement that starts it. */
  readonly statement: Node;
  /** The group, where there is one. */
  readonly group?: Node;
}

const groupKey = /^golang\.org\/x\/sync\/errgroup:(?:Group\.new|WithContext\.\(\))\.Go$/;

/** The fan-out a trigger (`go func`, `.Go(func`) stands in. */
export function goFanOutAt(node: Node, source: GoSource): GoFanOut | undefined {
  const statement = ancestorOf(node, new Set(['go_statement', 'expression_statement'])) ?? (node.type === 'go_statement' ? node : undefined);
  const call = statement === undefined ? undefined : namedChildren(statement)[0];
  const callee = call?.type === 'call_expression' ? field(call, 'function') : undefined;
  if (statement === undefined || call === undefined || callee === undefined) return undefined;
  const loop = ancestorOf(statement, new Set(['for_statement', 'func_literal', 'function_declaration', 'method_declaration']));
  const list = loop?.type === 'for_statement' ? rangedOver(loop) : undefined;
  if (loop === undefined || list === undefined) return undefined;
  const place = { loop, list, statement };
  if (statement.type === 'go_statement') {
    return callee.type === 'func_literal' ? { form: 'go', ...place, body: callee, start: statement.startIndex, end: callee.startIndex + 'func'.length } : undefined;
  }
  const body = namedChildren(field(call, 'arguments') ?? call)[0];
  const group = callee.type === 'selector_expression' ? field(callee, 'operand') : undefined;
  if (body?.type !== 'func_literal' || group === undefined) return undefined;
  const key = source.origins.key(callee);
  const form = groupKey.test(key) ? 'group' : key === 'sync:WaitGroup.new.Go' ? 'wait' : undefined;
  return form === undefined ? undefined : { form, ...place, body, group, start: callee.startIndex, end: callee.endIndex };
}

/** The list of `for _, x := range list`; a loop with one variable may run over numbers or a channel. */
function rangedOver(loop: Node): Node | undefined {
  const clause = namedChildren(loop).find((child) => child.type === 'range_clause');
  const left = clause === undefined ? undefined : field(clause, 'left');
  return clause !== undefined && left !== undefined && namedChildren(left).length === 2 ? field(clause, 'right') : undefined;
}

/** True where something lets only so many run: a semaphore, a limit on the group, a pool of workers. */
export function isLimitedGo({ form, loop, body, group }: GoFanOut, source: GoSource): boolean {
  const fn = enclosingGoFunction(loop);
  const whole = fn?.text ?? '';
  if (form === 'group' && group !== undefined && whole.includes(`${group.text}.SetLimit(`)) return true;
  // Acquired in the loop or as the goroutine's first step: a channel that is sent to, or a semaphore.
  const before = source.text.slice(loop.startIndex, body.startIndex);
  if (/<-|\bAcquire\(|\bWait\(|\bSubmit\(|\bLock\(/.test(before)) return true;
  const block = field(body, 'body');
  const first = block === undefined ? '' : block.text.slice(0, 240);
  return /\w*(?:[sS]em|[lL]imit|[tT]oken|[gG]uard|[sS]lot|[tT]hrottle|[wW]orker)\w*(?:\)|\s)*(?:<-|\.)|<-\s*\w*(?:[sS]em|[lL]imit|[tT]oken|[sS]lot)|\bAcquire\(/.test(first);
}
