import { enclosingGoFunction } from '../../../facts/go/scope';
import { ensureGoImport } from '../../../fix/go/imports';
import { addEntries } from '../../../fix/go/keyedLiteral';
import type { GoSource } from '../../../source';
import { closest, field, namedChildren, type Node } from '../../../syntax/nodes';
import { joinEdits } from '../../../text/edits';
import type { Draft } from '../../rule';
import { limits, limitsTitle, openMessage } from './limits';
import { isLoopback, servesLocally } from './listener';
import { isQuiet, severityOf } from './place';
import { isNeverServed } from './unserved';

const literals: ReadonlySet<string> = new Set(['composite_literal']);

/** `http.Server{…}` with neither ReadHeaderTimeout nor ReadTimeout. */
export function openLiteral(node: Node, source: GoSource): Draft[] {
  const literal = closest(node, literals);
  const type = literal === undefined ? undefined : field(literal, 'type');
  const body = literal === undefined ? undefined : field(literal, 'body');
  if (literal === undefined || type === undefined || body === undefined || source.origins.key(literal) !== 'net/http:Server.new') return [];
  const entries = new Map(namedChildren(body).map((element) => [namedChildren(element)[0]?.text ?? '', namedChildren(element)[1]]));
  if (['ReadHeaderTimeout', 'ReadTimeout'].some((name) => entries.has(name)) || isLoopback(entries.get('Addr'), source)) return [];
  if (isQuiet(literal, source) || servesLocally(literal, source) || isGivenAway(literal) || isNeverServed(literal, source)) return [];
  const { local: time, edits: imports } = ensureGoImport(source, 'time');
  const { header, idle } = limits(time, source);
  const withIdle = !entries.has('IdleTimeout');
  const own = addEntries(literal, withIdle ? [header, idle] : [header], source);
  const edits = own === undefined ? undefined : joinEdits(own, imports);
  const message = openMessage('A server with no ReadHeaderTimeout');
  return [
    {
      start: type.startIndex,
      end: type.endIndex,
      message: edits === undefined ? message.replace(/ The edit .*/, ' No edit is offered: the literal is not laid out so that a field can be added.') : message,
      ...severityOf(literal, source, { address: entries.get('Addr'), handler: entries.get('Handler') ?? handlerSetLater(literal) }),
      fixes: edits === undefined ? [] : [{ title: limitsTitle(source, withIdle), safety: 'review', edits }],
    },
  ];
}

/** `server.Handler = router`, after the literal. */
function handlerSetLater(literal: Node): Node | undefined {
  const fn = enclosingGoFunction(literal);
  return fn !== undefined && /\.Handler\s*=[^=]/.test(fn.text) ? literal : undefined;
}

/** An argument: the function it goes to may complete it. */
function isGivenAway(literal: Node): boolean {
  const outer = literal.parent?.type === 'unary_expression' ? literal.parent : literal;
  return outer.parent?.type === 'argument_list';
}
