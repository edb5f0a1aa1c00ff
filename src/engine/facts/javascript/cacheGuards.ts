import type { ScriptSource } from '../../source';
import { ancestorOf, field, isInside, namedChildren, type Node } from '../../syntax/nodes';
import type { ReadResult } from './cacheAccess';
import { unwrapped } from './options';
import type { RedisCall } from './redisCalls';
import { functionTypes } from './scope';

/** The `if` that decides on what was read. */
export interface Guard {
  readonly statement: Node;
  /** Its condition, without parentheses. */
  readonly condition: Node;
  /** What the condition says when it is true. */
  readonly says: 'found' | 'missing';
  /** The condition is about what was read and nothing else. */
  readonly isExact: boolean;
}

/** The nearest `if` before or around a store that keeps it from running when the key held something. */
export function guardsOf(fn: Node, store: RedisCall, result: ReadResult, source: ScriptSource): Guard | undefined {
  const places = [result.expression, ...result.references].filter((node) => isInside(node, fn) && node.startIndex < store.call.startIndex);
  for (const place of places.reverse()) {
    const statement = conditionHolder(place);
    const guard = statement === undefined ? undefined : guardAt(statement, store, result, source);
    if (guard !== undefined) return guard;
  }
  return undefined;
}

/** The `if` whose condition holds a node. */
function conditionHolder(place: Node): Node | undefined {
  const statement = ancestorOf(place, new Set(['if_statement', 'statement_block', ...functionTypes]));
  const condition = statement?.type === 'if_statement' ? field(statement, 'condition') : undefined;
  return condition !== undefined && isInside(place, condition) ? statement : undefined;
}

function guardAt(statement: Node, store: RedisCall, result: ReadResult, source: ScriptSource): Guard | undefined {
  const condition = unwrapped(field(statement, 'condition') ?? statement);
  const consequence = field(statement, 'consequence');
  const alternative = field(statement, 'alternative');
  if (consequence === undefined) return undefined;
  const reading = meaningOf(condition, result, source);
  if (reading === undefined) return undefined;
  const isAfter = statement.endIndex <= store.call.startIndex;
  const decides =
    reading.says === 'missing'
      ? isInside(store.call, consequence)
      : (isAfter && exits(consequence)) || (alternative !== undefined && isInside(store.call, alternative));
  return decides ? { statement, condition, ...reading } : undefined;
}

/** True when the code after a statement is not reached through it. */
export function exits(statement: Node): boolean {
  if (statement.type !== 'statement_block') return /^(?:return|throw|continue|break)_statement$/.test(statement.type);
  const last = namedChildren(statement).at(-1);
  if (last === undefined) return false;
  if (last.type === 'if_statement') {
    const [then, otherwise] = [field(last, 'consequence'), field(last, 'alternative')];
    const branch = otherwise?.type === 'else_clause' ? namedChildren(otherwise)[0] : otherwise;
    return then !== undefined && branch !== undefined && exits(then) && exits(branch);
  }
  if (last.type === 'try_statement') return exits(field(last, 'body') ?? last);
  return last.type !== 'statement_block' && exits(last);
}

type Meaning = Pick<Guard, 'says' | 'isExact'>;

const opposite = { found: 'missing', missing: 'found' } as const;

/** Reads a condition as a statement about what was read; undefined when it says nothing of it for certain. */
function meaningOf(node: Node, result: ReadResult, source: ScriptSource): Meaning | undefined {
  const expression = unwrapped(node);
  switch (expression.type) {
    case 'unary_expression': {
      const inner = field(expression, 'argument');
      const meaning = field(expression, 'operator')?.text !== '!' || inner === undefined ? undefined : meaningOf(inner, result, source);
      return meaning === undefined ? undefined : { says: opposite[meaning.says], isExact: meaning.isExact };
    }
    case 'binary_expression':
      return ofBinary(expression, result, source);
    default:
      return result.isIn(expression) ? { says: 'found', isExact: isRead(expression, result) } : undefined;
  }
}

/** The value itself, not a member of it or a call with it. */
const isRead = (expression: Node, result: ReadResult) => expression.type === 'identifier' || expression.id === unwrapped(result.expression).id;

function ofBinary(expression: Node, result: ReadResult, source: ScriptSource): Meaning | undefined {
  const [left, right] = [field(expression, 'left'), field(expression, 'right')];
  const operator = field(expression, 'operator')?.text ?? '';
  if (left === undefined || right === undefined) return undefined;
  if (operator === '&&' || operator === '||') {
    const meaning = [left, right].map((side) => meaningOf(side, result, source)).find((each) => each !== undefined);
    const holds = operator === '&&' ? 'found' : 'missing';
    return meaning?.says === holds ? { says: holds, isExact: false } : undefined;
  }
  const other = result.isIn(left) ? right : left;
  const tested = result.isIn(left) ? left : right;
  if (!result.isIn(tested)) return undefined;
  const isNothing = /^(?:null|undefined|0|false|''|"")$/.test(other.text);
  const isSomething = /^(?:string|true|number)$/.test(other.type) && !isNothing;
  const isExact = isRead(unwrapped(tested), result);
  if (/^[=!]==?$/.test(operator) && (isNothing || isSomething)) {
    const says = operator.startsWith('=') === isNothing ? 'missing' : 'found';
    return { says, isExact };
  }
  return operator === '>' && other.text === '0' ? { says: 'found', isExact } : undefined;
}
