import { unwrapped } from '../../../facts/javascript/options';
import type { OutboundCall } from '../../../facts/javascript/outboundCalls';
import { majorOf } from '../../../facts/project/project';
import { appendToList, objectText } from '../../../fix/javascript/lists';
import type { ScriptSource } from '../../../source';
import { field, namedChildren } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';

/** Adds an option to a client's call; undefined where its options are not a literal at the call. */
export function callOption({ call, client, optionsAt }: OutboundCall, item: string, source: ScriptSource): readonly TextEdit[] | undefined {
  const list = field(call, 'arguments');
  if (list === undefined || optionsAt === undefined || (client === 'axios' && !takesSignal(source))) return undefined;
  const given = namedChildren(list);
  if (given.some((argument) => argument.type === 'spread_element')) return undefined;
  const options = given[optionsAt];
  if (options === undefined) return given.length === optionsAt ? appendToList(list, objectText([item], source), source) : undefined;
  const object = unwrapped(options);
  return object.type === 'object' ? appendToList(object, item, source) : undefined;
}

/** axios reads `signal` since 0.22. */
function takesSignal(source: ScriptSource): boolean {
  return majorOf(source.project.packageFor(source.file), 'axios') !== 0;
}
