import { unwrapped } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import { columnOf, operatorOf } from '../../../facts/sql/conditions';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { SqlNode } from '../../../syntax/sql';
import type { Access } from './access';

/** What goes up whoever comes by. */
const counted = /(?:^|_)(?:views?|plays?|likes?|downloads?|clicks?|visits?|visitors?|shares?|reads?|hits|impressions?)(?:_?(?:count|counter|total|number))?$|(?:view|play|like|download|click|visit|share|read|listen|impression)(?:s?(?:Count|Counter|Total)|s)$|^(?:num|total|count)(?:Of)?_?(?:Views|Plays|Likes|Downloads|Clicks|Visits|Shares|Reads|Hits)$/i;

const now = /^(?:new Date\(\)|Date\.now\(\)|new Date\(\)\.(?:toISOString|getTime)\(\))$/;

/** An update that counts a view, a play or a like, and at most writes when: whoever sees the row may do that. */
export function isOnlyCounted({ kind, query, data }: Access, source: ScriptSource): boolean {
  if (kind !== 'write') return false;
  const statement = query?.sql.statement(source.sql)?.node;
  if (statement !== undefined) return 'UpdateStmt' in statement && countsIn(statement.UpdateStmt.targetList ?? []);
  const written = data?.data === undefined ? undefined : unwrapped(data.data);
  return written?.type === 'object' && counts(written, undefined);
}

/** @param operator `$inc`, `$set` and the like around the fields; undefined where the fields stand alone */
function counts(fields: Node, operator: string | undefined): boolean {
  const results = namedChildren(fields).map((entry) => {
    const key = entry.type === 'pair' ? field(entry, 'key') : undefined;
    const value = field(entry, 'value');
    if (key === undefined || value === undefined) return 'other';
    const name = stringValue(key) ?? key.text;
    if (operator === undefined && name.startsWith('$')) return value.type === 'object' && counts(value, name) ? 'counter' : 'other';
    if (now.test(value.text)) return 'time';
    const isRaised = operator === '$inc' ? /^\d+$/.test(value.text) : /^\{\s*increment:\s*\d+,?\s*\}$/.test(value.text);
    return isRaised && counted.test(name) ? 'counter' : 'other';
  });
  return !results.includes('other') && (operator === '$set' || results.includes('counter'));
}

function countsIn(targets: readonly SqlNode[]): boolean {
  const results = targets.map((target) => {
    if (!('ResTarget' in target) || target.ResTarget.val === undefined) return 'other';
    const { name = '', val } = target.ResTarget;
    if ('SQLValueFunction' in val || ('FuncCall' in val && JSON.stringify(val.FuncCall.funcname).includes('"now"'))) return 'time';
    const isRaised = 'A_Expr' in val && operatorOf(val.A_Expr.name) === '+' && val.A_Expr.lexpr !== undefined && columnOf(val.A_Expr.lexpr) === name && val.A_Expr.rexpr !== undefined && 'A_Const' in val.A_Expr.rexpr;
    return isRaised && counted.test(name) ? 'counter' : 'other';
  });
  return !results.includes('other') && results.includes('counter');
}
