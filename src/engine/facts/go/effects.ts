import type { GoSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { readSelect } from '../sql/statements';
import { goFunctionTypes } from './scope';
import { goSqlCallAt } from './sqlCalls';

/** Functions that change nothing outside the value they return. */
const pureCalls =
  /^(?:(?:strings|strconv|errors|math|math\/rand|math\/rand\/v2|unicode|unicode\/utf8|path|path\/filepath|slices|maps|sort|bytes|encoding\/(?:json|hex|base64)|crypto\/(?:sha256|sha512|sha1|md5|hmac|rand)|html|net\/url|regexp|reflect|cmp):\w+|fmt:(?:Sprint\w*|Errorf)|time:(?:Now|Since|Until|Unix\w*|Date|Parse\w*|Duration)|github\.com\/google\/uuid:\w+|github\.com\/gofrs\/uuid(?:\/v\d)?:\w+|github\.com\/oklog\/ulid(?:\/v\d)?:\w+|github\.com\/rs\/xid:\w+|golang\.org\/x\/crypto\/(?:bcrypt|argon2|scrypt):\w+)$/;

/** Methods of times, errors, identifiers and builders. */
const pureMethods: ReadonlySet<string> = new Set(
  'String Error Add Sub AddDate Truncate Round Format UTC Unix UnixNano UnixMilli Before After Equal IsZero Sum Len Bytes Context Value Header Get'.split(' '),
);

const builtins: ReadonlySet<string> = new Set(
  'len cap make new append min max string int int32 int64 float64 byte rune bool uint uint32 uint64'.split(' '),
);

/** Loggers change nothing a database or a caller could see; names decide, as every project has one of its own. */
const logs = /(?:^|\.)(?:log|slog|logger|zap|zerolog)\.(?:\w*(?:Print|Debug|Info|Warn|Error)\w*)$/i;

/**
 * True when running a piece of Go changes nothing but its own variables: no unknown function is called, nothing is sent
 * or assigned through a pointer. A query that only reads counts as harmless too, so the SQL parser must be there
 * (`needsSql`).
 */
export function isPureGo(node: Node, source: GoSource): boolean {
  // What a function does happens when it is called.
  if (goFunctionTypes.has(node.type)) return true;
  switch (node.type) {
    case 'send_statement':
    case 'go_statement':
    case 'defer_statement':
    case 'inc_statement':
    case 'dec_statement':
      return false;
    case 'assignment_statement':
      if (!namedChildren(field(node, 'left') ?? node).every((target) => target.type === 'identifier')) return false;
      break;
    case 'call_expression':
      if (!isPureCall(node, source)) return false;
      break;
    default:
  }
  return namedChildren(node).every((child) => isPureGo(child, source));
}

function isPureCall(call: Node, source: GoSource): boolean {
  const callee = field(call, 'function');
  if (callee === undefined) return false;
  if (logs.test(callee.text)) return true;
  if (callee.type === 'identifier') return builtins.has(callee.text) && source.scopes.resolve(callee) === undefined;
  const scanned = callee.type === 'selector_expression' && field(callee, 'field')?.text === 'Scan' ? field(callee, 'operand') : undefined;
  const sql = goSqlCallAt(scanned ?? call, source);
  if (sql !== undefined) {
    const statement = sql.sql.statement(source.sql);
    return statement !== undefined && readSelect(statement.node)?.locks === false;
  }
  if (pureCalls.test(source.origins.key(callee))) return true;
  return callee.type === 'selector_expression' && pureMethods.has(field(callee, 'field')?.text ?? '');
}
