import { callerContext } from '../../../../facts/go/context';
import { enclosingGoFunction } from '../../../../facts/go/scope';
import { passContext } from '../../../../fix/go/contextForm';
import type { GoSource } from '../../../../source';
import { closestCall, field, namedChildren, type Node } from '../../../../syntax/nodes';
import type { Draft } from '../../../rule';
import { goPlaceOf } from './place';

const waits: ReadonlySet<string> = new Set(['Run', 'Output', 'CombinedOutput']);

/** A process that a function with a context waits for, and that the context does not end. */
export function endlessCommand(node: Node, source: GoSource): Draft[] {
  const call = closestCall(node);
  const callee = call === undefined ? undefined : field(call, 'function');
  if (call === undefined || callee === undefined || source.origins.key(callee) !== 'os/exec:Command') return [];
  const ctx = callerContext(call, source);
  if (ctx === undefined || !isWaitedFor(call, source)) return [];
  const place = goPlaceOf(call, source);
  if (place === undefined) return [];
  const edits = passContext(call, ctx);
  return [
    {
      start: callee.startIndex,
      end: callee.endIndex,
      ...(place === 'aside' ? { severity: 'hint' as const } : {}),
      message: `The process outlives its caller: \`${ctx}\` ends when the caller gives up, but this command and the goroutine that waits for it go on.`,
      fixes: edits === undefined ? [] : [{ title: `Pass ${ctx}, so that the process ends with its caller`, safety: 'review', edits }],
    },
  ];
}

/** `exec.Command(…).Run()`, or a variable of which only the waiting forms are called. */
function isWaitedFor(call: Node, source: GoSource): boolean {
  if (call.parent?.type === 'selector_expression') return waits.has(field(call.parent, 'field')?.text ?? '');
  const statement = call.parent?.parent;
  const target = statement?.type === 'short_var_declaration' ? namedChildren(field(statement, 'left') ?? statement)[0] : undefined;
  const fn = enclosingGoFunction(call);
  const declaration = target === undefined || fn === undefined ? undefined : source.scopes.lookup(target.text, statement?.nextNamedSibling ?? target);
  if (declaration === undefined || fn === undefined) return false;
  const members = source.scopes.references(declaration, fn).map((use) => (use.parent?.type === 'selector_expression' ? field(use.parent, 'field')?.text : undefined));
  return members.some((name) => name !== undefined && waits.has(name)) && members.every((name) => name !== undefined && !/^(?:Start|Process|Wait)$/.test(name));
}
