import { heldValue } from '../../../facts/javascript/flow';
import { ensureImport } from '../../../fix/javascript/imports';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';

/** What says which errors a breaker counts: `circuitBreaker`'s first argument, or what `.circuitBreaker` is called on. */
export function filterOf(breaker: Node, source: ScriptSource): Node | undefined {
  const callee = breaker.type === 'call_expression' ? field(breaker, 'function') : undefined;
  if (callee === undefined) return undefined;
  // In cockatiel 1 and 2 the breaker is a method of the policy that says so.
  const isMethod = source.origins.key(breaker).startsWith('cockatiel:Policy.');
  return isMethod ? field(callee, 'object') : namedChildren(field(breaker, 'arguments') ?? breaker)[0];
}

/** True unless the filter plainly counts a TaskCancelledError already. */
export function mayMissTimeouts(filter: Node, source: ScriptSource): boolean {
  return !links(filter, source).some(({ name, type }) => name === 'handleAll' || (type !== undefined && countsTimeouts(type, source)));
}

/** True when the filter plainly does not count a TaskCancelledError. */
export function missesTimeouts(filter: Node, source: ScriptSource): boolean {
  const all = links(filter, source);
  return all.length > 0 && all.every(({ name, type }) => /^(?:handle|or)Type$/.test(name) && type !== undefined && isUnrelated(type, source));
}

interface Link {
  readonly name: string;
  readonly type: Node | undefined;
}

/** `handleType(A).orWhen(f)`, link by link; empty where it is not written in this file. */
function links(filter: Node, source: ScriptSource): Link[] {
  const value = heldValue(filter, source);
  const key = source.origins.key(value);
  if (key === 'cockatiel:handleAll') return [{ name: 'handleAll', type: undefined }];
  const callee = value.type === 'call_expression' ? field(value, 'function') : undefined;
  if (callee === undefined || !key.startsWith('cockatiel:')) return [];
  const name = (field(callee, 'property') ?? callee).text;
  const own = { name: /\.(\w+)\.\(\)$/.exec(`.${key.slice('cockatiel:'.length)}`)?.[1] ?? name, type: namedChildren(field(value, 'arguments') ?? value)[0] };
  const object = field(callee, 'object');
  return object !== undefined && /^or[A-Z]/.test(own.name) ? [...links(object, source), own] : [own];
}

/** TaskCancelledError itself, or Error, which it extends. */
function countsTimeouts(type: Node, source: ScriptSource): boolean {
  const key = source.origins.key(type);
  return key === 'cockatiel:TaskCancelledError' || key === ':Error' || type.text === 'TaskCancelledError';
}

/** A class of this file, of another package, or one of the language's own errors: not a base of TaskCancelledError. */
function isUnrelated(type: Node, source: ScriptSource): boolean {
  if (type.type !== 'identifier' && type.type !== 'member_expression') return false;
  if (type.type === 'identifier' && source.scopes.resolve(type)?.kind === 'class') return true;
  const origin = source.origins.of(type);
  if (origin === undefined || origin.module === 'cockatiel' || origin.module.startsWith('.')) return false;
  return origin.module === '' ? /^(?:Type|Range|Syntax|Reference|URI|Eval)Error$/.test(origin.path.join('.')) : true;
}

/** Adds the timeout's error to what the breaker counts. */
export function countTimeouts(filter: Node, source: ScriptSource): readonly TextEdit[] {
  const { local, edits } = ensureImport(source, { module: 'cockatiel', name: 'TaskCancelledError', at: filter });
  return [...edits, countingWith(filter, local)];
}

/** The same edit where the error's name is already known. */
export function countingWith(filter: Node, error: string): TextEdit {
  return { start: filter.endIndex, end: filter.endIndex, newText: `.orType(${error})` };
}
