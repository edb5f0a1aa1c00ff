import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { readSelect } from '../sql/statements';
import { argumentsOf, calleeOf } from './calls';
import { functionNamed } from './forwards';
import { enclosingFunction } from './functions';
import { originKey } from './origin';
import { functionTypes } from './scope';
import { sqlCallAt } from './sqlCalls';

/** Library calls that change nothing outside the value they return. */
const pureCalls =
  /^(?:crypto:(?:random\w+|create(?:Hash|Hmac)|pbkdf2\w*|scrypt\w*|hash|webcrypto)|bcrypt(?:js)?:(?:hash|genSalt|compare)(?:Sync)?|argon2:(?:hash|verify)|uuid:\w+|nanoid:\w+|ulid:\w+|@paralleldrive\/cuid2:\w+|date-fns:\w+|dayjs:|zod:|joi:|validator:|yup:|:(?:Date|Math|JSON|Number|String|Boolean|BigInt|Object|Array|Symbol|structuredClone|parseInt|parseFloat|isNaN|encodeURIComponent|decodeURIComponent|crypto\.randomUUID|Buffer|URL|URLSearchParams|Intl|Error|TypeError|RangeError)\b)/;

/** Methods of strings, arrays, dates and hashes. */
const pureMethods: ReadonlySet<string> = new Set(
  (
    'trim trimStart trimEnd toLowerCase toUpperCase slice substring substr split join concat replace replaceAll padStart padEnd repeat at charAt includes startsWith endsWith ' +
    'indexOf match test exec normalize map filter find findIndex some every reduce flat flatMap entries keys values has toString toISOString toJSON toFixed getTime valueOf ' +
    'toLocaleString toLocaleLowerCase toLocaleUpperCase digest header'
  ).split(' '),
);

/** Logging changes nothing a database or a caller could see; names decide, as every project has a logger of its own. */
const logs = /(?:^|\.)(?:console|log|logger|_logger)\.(?:trace|debug|info|log|warn|error|verbose)$/;

const maxDepth = 6;

const sideEffects: ReadonlySet<string> = new Set(['assignment_expression', 'augmented_assignment_expression', 'update_expression', 'yield_expression', 'delete']);

/**
 * True when running a piece of code changes nothing but its own variables: no unknown function is called, nothing
 * outside is assigned. A query that only reads counts as harmless too, so the SQL parser must be there (`needsSql`).
 */
export function isPure(node: Node, source: ScriptSource, depth = 0): boolean {
  if (depth > maxDepth) return false;
  // What a function does happens when it is called.
  if (functionTypes.has(node.type)) return true;
  if ((sideEffects.has(node.type) && !changesLocal(node, source)) || (node.type === 'unary_expression' && field(node, 'operator')?.text === 'delete')) return false;
  if ((node.type === 'call_expression' || node.type === 'new_expression') && !isPureCall(node, source, depth)) return false;
  return namedChildren(node).every((child) => isPure(child, source, depth));
}

/** `total += 1` on a variable of the same function. */
function changesLocal(node: Node, source: ScriptSource): boolean {
  const target = field(node, 'left') ?? field(node, 'argument');
  const declaration = target?.type === 'identifier' ? source.scopes.resolve(target) : undefined;
  const fn = enclosingFunction(node);
  return declaration !== undefined && fn !== undefined && declaration.kind !== 'parameter' && enclosingFunction(declaration.id)?.id === fn.id;
}

function isPureCall(call: Node, source: ScriptSource, depth: number): boolean {
  const callee = calleeOf(call);
  if (callee === undefined) return false;
  const given = argumentsOf(call);
  if (!given.every((argument) => !functionTypes.has(argument.type) || isPureBody(argument, source, depth))) return false;
  if (logs.test(callee.text)) return true;
  const sql = sqlCallAt(call, source);
  if (sql !== undefined) {
    const statement = sql.sql.statement(source.sql);
    return statement !== undefined && readSelect(statement.node)?.locks === false;
  }
  const origin = source.origins.of(callee);
  if (origin !== undefined && origin.module !== '' && pureCalls.test(originKey(origin))) return true;
  if (origin?.module === '' && pureCalls.test(`:${origin.path.join('.')}`)) return true;
  if (callee.type === 'member_expression') return pureMethods.has(field(callee, 'property')?.text ?? '') && isPure(field(callee, 'object') ?? callee, source, depth + 1);
  const fn = callee.type === 'identifier' ? functionNamed(callee, source.scopes) : undefined;
  return fn !== undefined && isPureBody(fn, source, depth + 1);
}

function isPureBody(fn: Node, source: ScriptSource, depth: number): boolean {
  const body = field(fn, 'body');
  return body !== undefined && isPure(body, source, depth + 1);
}
