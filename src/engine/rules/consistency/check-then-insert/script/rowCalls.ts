import { calleeOf } from '../../../../facts/javascript/calls';
import { styleOf } from '../../../../fix/style';
import type { Node } from '../../../../syntax/nodes';
import type { BoundSql } from '../claimSql';
import { deleteOf } from '../insertSql';
import { refusals, type Refusal } from '../refusal';
import type { Rewrite } from './fix';

/** `await pool.query('DELETE FROM payments WHERE idempotency_key = $1', [key]);` */
export function releaseStatement({ race, insert, source }: Rewrite): string | Refusal {
  const bound = deleteOf(insert);
  const callee = calleeOf(race.insert.call);
  if (bound === undefined || callee === undefined) return refusals.parts;
  const end = styleOf(source.text).semicolons ? ';' : '';
  return `await ${callee.text}(${quoted(bound.text, source.text)}, ${arrayOf(bound, race.insert.parameters ?? [])})${end}`;
}

export function arrayOf({ parameters }: BoundSql, values: readonly Node[]): string {
  return `[${parameters.map((number) => values[number - 1]?.text ?? 'undefined').join(', ')}]`;
}

/** SQL as a string literal in the file's own quotes, or in others where those stand in the text. */
export function quoted(sql: string, file: string): string {
  const { quote } = styleOf(file);
  const free = [quote, '`', quote === "'" ? '"' : "'"].find((each) => !sql.includes(each)) ?? quote;
  return free + sql + free;
}
