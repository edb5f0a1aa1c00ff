import { enclosingFunction } from '../../facts/javascript/functions';
import { isNothing, optionsOf, unwrapped } from '../../facts/javascript/options';
import type { OutboundCall } from '../../facts/javascript/outboundCalls';
import { functionTypes, loopTypes } from '../../facts/javascript/scope';
import { majorOf } from '../../facts/project/project';
import type { ScriptSource } from '../../source';
import { ancestorOf, field, isInside, namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { appendToList, objectText } from './lists';
import { lacksOption, spreadWith } from './typedOptions';

/** Adds options to a client's call; undefined where its options are not this call's own. */
export function callOption({ call, client, optionsAt }: OutboundCall, added: string | readonly string[], source: ScriptSource): readonly TextEdit[] | undefined {
  const list = field(call, 'arguments');
  const items = typeof added === 'string' ? [added] : added;
  if (list === undefined || optionsAt === undefined || (client === 'axios' && items.some((item) => item.startsWith('signal')) && !takesSignal(source))) return undefined;
  const given = namedChildren(list);
  if (given.some((argument) => argument.type === 'spread_element')) return undefined;
  const options = given[optionsAt];
  if (options === undefined) {
    const missing = Array<string>(optionsAt - given.length).fill('undefined');
    return given.length === 0 ? undefined : appendToList(list, [...missing, objectText(items, source)].join(', '), source);
  }
  if (functionTypes.has(options.type)) return [{ start: options.startIndex, end: options.startIndex, newText: `${objectText(items, source)}, ` }];
  if (isNothing(options)) return [{ start: options.startIndex, end: options.endIndex, newText: objectText(items, source) }];
  const object = unwrapped(options);
  if (object.type === 'object') return appendToList(object, items, source);
  const known = optionsOf(options, source);
  if (known === undefined || known.shared || !isMadeFor(call, known.object)) return undefined;
  return lacksOption(known.object, source) ? [spreadWith(options, items, source)] : appendToList(known.object, items, source);
}

/** The object is made anew for each such call: a signal made earlier would have run out for the second. */
function isMadeFor(call: Node, object: Node): boolean {
  const fn = enclosingFunction(call);
  if (fn === undefined || enclosingFunction(object)?.id !== fn.id) return false;
  const loop = ancestorOf(call, loopTypes);
  return loop === undefined || !isInside(loop, fn) || isInside(object, loop);
}

/** axios reads `signal` since 0.22. */
export function takesSignal(source: ScriptSource): boolean {
  return majorOf(source.project.packageFor(source.file), 'axios') !== 0;
}
