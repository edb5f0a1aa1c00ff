import { statementAround } from '../../../fix/go/deadline';
import { ensureGoImport } from '../../../fix/go/imports';
import { indentationAt, styleOf } from '../../../fix/style';
import type { GoSource } from '../../../source';
import { closestCall, field, namedChildren, type Node } from '../../../syntax/nodes';
import { joinEdits } from '../../../text/edits';
import type { Draft } from '../../rule';
import { limits, limitsTitle, openMessage } from './limits';
import { isLoopback } from './listener';
import { isQuiet, severityOf } from './place';

const start = /^github\.com\/labstack\/echo(?:\/v4)?:(?:New\.\(\)|Echo\.new)\.(Start|StartTLS)$/;

/** `e.Start(address)`: echo's own server has no timeout until someone sets one on it. */
export function openEcho(node: Node, source: GoSource): Draft[] {
  const call = closestCall(node);
  const callee = call === undefined ? undefined : field(call, 'function');
  const method = callee === undefined ? undefined : start.exec(source.origins.key(callee))?.[1];
  const echo = callee === undefined ? undefined : field(callee, 'operand');
  if (call === undefined || callee === undefined || method === undefined || echo === undefined || isQuiet(call, source)) return [];
  if (isLoopback(namedChildren(field(call, 'arguments') ?? call)[0], source)) return [];
  const statement = statementAround(call);
  const { local: time, edits: imports } = ensureGoImport(source, 'time');
  const { header, idle } = limits(time, source);
  const { newline } = styleOf(source.text);
  const server = `${echo.text}.${method === 'Start' ? 'Server' : 'TLSServer'}`;
  const lines = [header, idle].map(({ key, value }) => `${server}.${key} = ${value}`);
  const own = statement === undefined ? [] : [{ start: statement.startIndex, end: statement.startIndex, newText: lines.map((line) => line + newline + indentationAt(source.text, statement.startIndex)).join('') }];
  const edits = own.length === 0 ? undefined : joinEdits(own, imports);
  const message = openMessage(`echo's \`${method}\` starts a server that`);
  return [
    {
      start: callee.startIndex,
      end: callee.endIndex,
      message: edits === undefined ? message.replace(/ The edit .*/, ' No edit is offered: there is no place for a statement before this expression.') : message,
      ...severityOf(call, source, { handler: echo }),
      fixes: edits === undefined ? [] : [{ title: limitsTitle(source, true), safety: 'review', edits }],
    },
  ];
}
