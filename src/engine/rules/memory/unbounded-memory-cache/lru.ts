import { majorOf } from '../../../facts/project/project';
import { ensureImport } from '../../../fix/javascript/imports';
import { numberText, objectText } from '../../../fix/javascript/lists';
import type { ScriptSource } from '../../../source';
import { field } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Store } from './stores';
import type { Uses } from './uses';

const same: ReadonlySet<string> = new Set(['get', 'set', 'has']);

/** An LRU cache in the Map's place; a text says why not, as the end of a sentence. */
export function asLru({ kind, site, value }: Store, { methods }: Uses, source: ScriptSource): DraftFix | string {
  if (kind !== 'Map') return kind === 'object' ? 'a plain object has no methods that an LRU cache could stand in for' : 'what may be dropped from it is a decision';
  if ([...methods].some((method) => !same.has(method))) return 'it is also read as a whole, in the order of its entries';
  const annotation = field(site, 'type');
  const types = field(value, 'type_arguments')?.text ?? /^:\s*(?:Map)?(<.*>)$/s.exec(annotation?.text ?? '')?.[1] ?? '';
  if (/\b(?:null|undefined|unknown|void)\b/.test(types)) return 'lru-cache holds no null and no undefined';
  if (annotation !== undefined && !/^:\s*Map</.test(annotation.text)) return 'its type is written elsewhere';
  const facts = source.project.packageFor(source.file);
  const isThere = facts?.dependencies.has('lru-cache') === true && !facts.devOnly.has('lru-cache');
  // The class has been a named export since version 9 and nothing else since 10.
  const isNamed = !isThere || (majorOf(facts, 'lru-cache') ?? 11) >= 9;
  const { local, edits } = ensureImport(source, { module: 'lru-cache', name: isNamed ? 'LRUCache' : 'default', preferred: 'LRUCache', at: value });
  const max = numberText(source.settings.cacheEntries, source);
  const typed = field(value, 'type_arguments')?.text ?? '';
  const changes: TextEdit[] = [{ start: value.startIndex, end: value.endIndex, newText: `new ${local}${typed}(${objectText([`max: ${max}`], source)})` }];
  if (annotation !== undefined) changes.push({ start: annotation.startIndex, end: annotation.endIndex, newText: annotation.text.replace(/Map/, local) });
  return { title: `Keep at most ${source.settings.cacheEntries} entries with lru-cache${isThere ? '' : ' (needs lru-cache)'}`, safety: 'review', edits: [...changes, ...edits] };
}
