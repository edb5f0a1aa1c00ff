import { argumentsOf } from '../../../../facts/javascript/calls';
import { enclosingFunction, parametersOf } from '../../../../facts/javascript/functions';
import { enclosingHandler } from '../../../../facts/javascript/handlers';
import { heldValue } from '../../../../facts/javascript/flow';
import type { ScriptSource } from '../../../../source';
import { field, type Node } from '../../../../syntax/nodes';

/** What else ends a call that has a signal, where this file shows that no timer does; undefined where one may. */
export function untimedSignal(signal: Node, source: ScriptSource): string | undefined {
  const value = heldValue(signal, source);
  const object = value.type === 'member_expression' && field(value, 'property')?.text === 'signal' ? field(value, 'object') : undefined;
  if (object === undefined) return undefined;
  if (isOfRequest(object, source)) return 'the client of this request going away';
  const made = heldValue(object, source);
  return made.type === 'new_expression' && source.origins.key(made) === ':AbortController.new' && isNeverTimed(object, source) ? 'a call of abort' : undefined;
}

/** `request.signal`, `c.req.raw.signal`: the caller's connection. */
function isOfRequest(object: Node, source: ScriptSource): boolean {
  const found = enclosingHandler(object, source);
  const first = found === undefined ? undefined : parametersOf(found.fn)[0];
  return first?.type === 'identifier' && new RegExp(`^${first.text}(?:\\.req|\\.request|\\.raw)*$`).test(object.text);
}

/** The controller never leaves the function, and nothing in it is a timer. */
function isNeverTimed(controller: Node, source: ScriptSource): boolean {
  const declaration = controller.type === 'identifier' ? source.scopes.resolve(controller) : undefined;
  const fn = enclosingFunction(controller);
  if (declaration === undefined || fn === undefined || /setTimeout|setInterval|timer/i.test(fn.text)) return false;
  const references = source.scopes.references(declaration);
  const isOwn = (reference: Node) => reference.parent?.type === 'member_expression' && /^(?:signal|abort)$/.test(field(reference.parent, 'property')?.text ?? '');
  return references.every(isOwn) && references.some((reference) => isListener(reference, source));
}

/** `req.on('close', () => controller.abort())` */
function isListener(reference: Node, source: ScriptSource): boolean {
  const fn = enclosingFunction(reference);
  const call = fn?.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  if (call?.type !== 'call_expression' || fn === undefined) return false;
  const callee = field(call, 'function');
  const event = argumentsOf(call)[0]?.text.slice(1, -1);
  return callee?.type === 'member_expression' && /^(?:on|once|addEventListener)$/.test(field(callee, 'property')?.text ?? '') && event !== undefined && source.text.includes('.abort(');
}
