import { callerContext } from '../../../../facts/go/context';
import { passContext } from '../../../../fix/go/contextForm';
import type { GoSource } from '../../../../source';
import { closestCall, field, type Node } from '../../../../syntax/nodes';
import { parentDir } from '../../../../facts/project/project';
import type { Draft } from '../../../rule';
import { ownPlaceOf } from './place';

const database = /^database\/sql:(?:Open\.\(\)|OpenDB\.\(\)|DB\.new)$/;

/** Limits that a driver takes from its connection string. */
const driverLimits = /\b(?:readTimeout|writeTimeout|statement_timeout|max_execution_time|query_timeout)\b/;

/** A query without a context, in a function that was given one: it does not end with its caller. */
export function contextlessQuery(node: Node, source: GoSource): Draft[] {
  const call = closestCall(node);
  const callee = call === undefined ? undefined : field(call, 'function');
  const operand = callee?.type === 'selector_expression' ? field(callee, 'operand') : undefined;
  if (call === undefined || callee === undefined || operand === undefined || !database.test(source.origins.key(operand))) return [];
  const ctx = callerContext(call, source);
  const edits = ctx === undefined ? undefined : passContext(call, ctx);
  // A pool with a limit in this file is judged by the rule on waiting for a connection.
  if (ctx === undefined || edits === undefined || source.text.includes('.SetMaxOpenConns(') || driverLimits.test(source.text)) return [];
  if (ownPlaceOf(call, source) === undefined || isEmbedded(source)) return [];
  return [
    {
      start: callee.startIndex,
      end: callee.endIndex,
      severity: 'hint',
      message: `\`${field(callee, 'field')?.text ?? ''}\` takes no context: a statement that waits for a lock, or for a connection, goes on after the caller has given up. Only a limit of the driver or the server would end it.`,
      fixes: [{ title: `Pass ${ctx}, so that the statement ends with its caller`, safety: 'review', edits }],
    },
  ];
}

/** A database inside the process answers or fails; nobody hangs. */
function isEmbedded(source: GoSource): boolean {
  for (let dir = parentDir(source.file); dir !== undefined; dir = parentDir(dir)) {
    const text = source.project.read(`${dir}/go.mod`);
    if (text !== undefined) return /sqlite|duckdb/.test(text);
  }
  return false;
}
