import { enclosingGoFunction } from '../../../facts/go/scope';
import { statementAround } from '../../../fix/go/deadline';
import { ensureGoImports } from '../../../fix/go/imports';
import { literalText, type GoEntry } from '../../../fix/go/keyedLiteral';
import { valueText } from '../../../fix/go/operators';
import { reindented } from '../../../fix/lines';
import { indentationAt, styleOf } from '../../../fix/style';
import type { GoSource } from '../../../source';
import { closestCall, field, namedChildren, type Node, walk } from '../../../syntax/nodes';
import { joinEdits, type TextEdit } from '../../../text/edits';
import { startOfLine } from '../../../text/lineEnds';
import type { Draft } from '../../rule';
import { limits, limitsTitle, openMessage } from './limits';
import { isLoopback, servesLocally } from './listener';
import { isQuiet, severityOf } from './place';

/** How a function that serves by itself is written with a server of one's own. */
interface Shortcut {
  readonly what: string;
  readonly address?: Node;
  readonly handler?: Node;
  /** The call on the server: `ListenAndServeTLS(cert, key)`. */
  readonly method: string;
}

const gin = /^github\.com\/gin-gonic\/gin:(?:Default\.\(\)|New\.\(\)|Engine\.new)\.(Run|RunTLS)$/;

/** `http.ListenAndServe`, `http.Serve`, their TLS forms, and gin's `Run`: all make a server with no timeout. */
export function openShortcut(node: Node, source: GoSource): Draft[] {
  const call = closestCall(node);
  const callee = call === undefined ? undefined : field(call, 'function');
  const shortcut = call === undefined || callee === undefined ? undefined : shortcutOf(call, callee, source);
  if (call === undefined || callee === undefined || shortcut === undefined) return [];
  if (isQuiet(call, source) || isLoopback(shortcut.address, source) || (shortcut.method.startsWith('Serve') && servesLocally(call, source))) return [];
  const written = writtenOut(call, shortcut, source);
  const message = openMessage(shortcut.what);
  return [
    {
      start: callee.startIndex,
      end: callee.endIndex,
      message: 'refused' in written ? message.replace(/ The edit .*/, ` No edit is offered: ${written.refused}.`) : message,
      ...severityOf(call, source, shortcut),
      fixes: 'refused' in written ? [] : [{ title: limitsTitle(source, true), safety: 'review', edits: written.edits, oneAtATime: 'server' }],
    },
  ];
}

function shortcutOf(call: Node, callee: Node, source: GoSource): Shortcut | undefined {
  const [first, second, third, fourth] = namedChildren(field(call, 'arguments') ?? call);
  const key = source.origins.key(callee);
  const what = `\`${callee.text}\``;
  const files = (...nodes: readonly (Node | undefined)[]) => nodes.map((each) => each?.text ?? '').join(', ');
  switch (key) {
    case 'net/http:ListenAndServe':
      return { what, method: 'ListenAndServe()', ...parts(first, second) };
    case 'net/http:ListenAndServeTLS':
      return { what, method: `ListenAndServeTLS(${files(second, third)})`, ...parts(first, fourth) };
    case 'net/http:Serve':
      return { what, method: `Serve(${files(first)})`, ...parts(undefined, second) };
    case 'net/http:ServeTLS':
      return { what, method: `ServeTLS(${files(first, third, fourth)})`, ...parts(undefined, second) };
    default: {
      const run = gin.exec(key)?.[1];
      const engine = field(callee, 'operand');
      if (run === undefined || engine === undefined) return undefined;
      return { what, method: run === 'Run' ? 'ListenAndServe()' : `ListenAndServeTLS(${files(second, third)})`, ...parts(first, engine) };
    }
  }
}

/** The address and the handler, where they are given: a nil handler stands for the default one. */
function parts(address: Node | undefined, handler: Node | undefined): Pick<Shortcut, 'address' | 'handler'> {
  return { ...(address === undefined ? {} : { address }), ...(handler === undefined || handler.text === 'nil' ? {} : { handler }) };
}

function writtenOut(call: Node, { address, handler, method }: Shortcut, source: GoSource): { readonly edits: readonly TextEdit[] } | { readonly refused: string } {
  if (!method.startsWith('Serve') && address === undefined) return { refused: 'gin takes the address from the environment here' };
  const statement = statementAround(call);
  const fn = enclosingGoFunction(call);
  if (statement === undefined || fn === undefined || source.text.slice(startOfLine(source.text, statement.startIndex), statement.startIndex).trim() !== '') {
    return { refused: 'there is no place for a server before this expression' };
  }
  // Raw strings would change with their indentation.
  if ([address, handler].some((node) => node?.text.includes('\n') === true && node.text.includes('`'))) return { refused: 'the handler is too long to move' };
  const { newline } = styleOf(source.text);
  const indent = indentationAt(source.text, statement.startIndex);
  const { locals, edits: imports } = ensureGoImports(source, [{ path: 'net/http' }, { path: 'time' }]);
  const [http = 'http', time = 'time'] = locals;
  if ([http, time].some((local) => source.scopes.lookup(local, statement) !== undefined)) return { refused: 'a variable here hides package http or time' };
  const name = freeName(fn);
  const { header, idle } = limits(time, source);
  const value = (node: Node) => reindented(valueText(node), indentationAt(source.text, node.startIndex), `${indent}\t`);
  const entries: GoEntry[] = [
    ...(address === undefined || method.startsWith('Serve') ? [] : [{ key: 'Addr', value: value(address) }]),
    ...(handler === undefined ? [] : [{ key: 'Handler', value: value(handler) }]),
    header,
    idle,
  ];
  const made = `${name} := &${http}.Server${literalText(entries, indent, newline)}${newline}${indent}`;
  const own = [
    { start: statement.startIndex, end: statement.startIndex, newText: made },
    { start: call.startIndex, end: call.endIndex, newText: `${name}.${method}` },
  ];
  // Where the call begins its statement, both edits begin at the same place.
  const merged = call.startIndex === statement.startIndex ? [{ start: call.startIndex, end: call.endIndex, newText: `${made}${name}.${method}` }] : own;
  const edits = joinEdits(merged, imports);
  return edits === undefined ? { refused: 'the imports of this file cannot be extended' } : { edits };
}

/** A name that nothing in the function, or around it, has. */
function freeName(fn: Node): string {
  const used = new Set<string>();
  let outer = fn;
  for (let at = enclosingGoFunction(fn); at !== undefined; at = enclosingGoFunction(at)) outer = at;
  walk(outer, (node) => {
    if (node.type === 'identifier' || node.type === 'package_identifier') used.add(node.text);
    return true;
  });
  return ['server', 'srv', 'httpServer'].find((name) => !used.has(name)) ?? 'publicServer';
}
