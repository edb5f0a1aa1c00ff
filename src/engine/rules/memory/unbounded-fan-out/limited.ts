import { calleeOf } from '../../../facts/javascript/calls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { ImportPlan } from '../../../fix/javascript/importPlan';
import { ensureImport } from '../../../fix/javascript/imports';
import { appendToList, objectText } from '../../../fix/javascript/lists';
import { sourceStyle, indentationAt } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { field, namedChildren } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import { limiterFor, mapperFor } from './libraries';
import { declareLimiter } from './limiter';
import { limitedCallback, limitedExpression } from './limitedCallback';
import { isPlainCall, type FanOut } from './sites';

/** The fix of a fan-out; a text says why there is none, as the end of a sentence. */
export function limited(fanOut: FanOut, source: ScriptSource): DraftFix | string {
  if (!isPlainCall(fanOut.call) || (fanOut.inner !== undefined && !isPlainCall(fanOut.inner))) return 'its arguments are spread from a list';
  switch (fanOut.form) {
    case 'mapper':
      return withConcurrency(fanOut, source);
    case 'async':
      return withLimitMethod(fanOut, source);
    default:
      return asMapper(fanOut, source) ?? withLimiter(fanOut, source);
  }
}

const fix = (title: string, edits: readonly TextEdit[]): DraftFix => ({ title, safety: 'review', edits });

const atMost = (source: ScriptSource) => `Run at most ${source.settings.concurrency} at once`;

/** `pMap(list, fn)` gets `{ concurrency: 10 }`. */
function withConcurrency({ call }: FanOut, source: ScriptSource): DraftFix | string {
  const list = field(call, 'arguments');
  if (list === undefined) return 'its options are not written at the call';
  const options = namedChildren(list)[2];
  const item = `concurrency: ${source.settings.concurrency}`;
  if (options === undefined) return fix(atMost(source), appendToList(list, objectText([item], source), source));
  if (options.type !== 'object') return 'its options are not written at the call';
  const known = optionsOf(options, source);
  const option = known === undefined ? undefined : optionOf(known, 'concurrency', source);
  if (option?.state !== 'set') return fix(atMost(source), appendToList(options, item, source));
  return fix(atMost(source), [{ start: option.value.startIndex, end: option.value.endIndex, newText: String(source.settings.concurrency) }]);
}

/** `async.each(list, fn)` becomes `async.eachLimit(list, 10, fn)`. */
function withLimitMethod({ callee, list }: FanOut, source: ScriptSource): DraftFix {
  const number: TextEdit = { start: list.endIndex, end: list.endIndex, newText: `, ${source.settings.concurrency}` };
  const property = field(callee, 'property');
  if (property !== undefined) return fix(atMost(source), [{ start: property.endIndex, end: property.endIndex, newText: 'Limit' }, number]);
  const plan = new ImportPlan(source);
  const declaration = source.scopes.resolve(callee);
  const origin = source.origins.of(callee);
  const local = plan.need({ module: 'async', name: `${origin?.path[0] ?? callee.text}Limit`, at: callee });
  if (declaration !== undefined && source.scopes.references(declaration).length === 1) plan.drop(declaration);
  return fix(atMost(source), [{ start: callee.startIndex, end: callee.endIndex, newText: local }, number, ...plan.edits()]);
}

/** `Promise.all(list.map(fn))` becomes `pMap(list, fn, { concurrency: 10 })` in a project that has p-map. */
function asMapper({ form, callee, call, list, each, inner }: FanOut, source: ScriptSource): DraftFix | undefined {
  const method = inner === undefined ? undefined : calleeOf(inner);
  if (inner === undefined || method === undefined) return undefined;
  const isInline = form === 'map' && inner.parent?.parent?.id === call.id && field(method, 'object')?.id === list.id;
  if (!isInline || source.origins.key(callee).endsWith('Settled') || !mapperFor(source)) return undefined;
  if (namedChildren(field(inner, 'arguments') ?? inner).length !== 1 || /[?<]/.test(source.text.slice(list.endIndex, each.startIndex))) return undefined;
  const { local, edits } = ensureImport(source, { module: 'p-map', name: 'default', preferred: 'pMap', at: callee });
  const options = objectText([`concurrency: ${source.settings.concurrency}`], source);
  const { newline } = sourceStyle(source);
  const isOwnLine = list.startPosition.row > callee.endPosition.row;
  const space = isOwnLine ? newline + indentationAt(source.text, list.startIndex) : ' ';
  return fix(`${atMost(source)} with p-map`, [
    { start: callee.startIndex, end: callee.endIndex, newText: local },
    { start: list.endIndex, end: each.startIndex, newText: `,${space}` },
    { start: each.endIndex, end: inner.endIndex, newText: `,${space}${options}` },
    ...edits,
  ]);
}

/** A limiter of p-limit around what runs for each entry. */
function withLimiter(fanOut: FanOut, source: ScriptSource): DraftFix | string {
  const library = limiterFor(source);
  if ('refusal' in library) return library.refusal;
  const limiter = declareLimiter(fanOut, library.local, source);
  if (typeof limiter === 'string') return limiter;
  const wrapped = fanOut.form === 'push' ? limitedExpression(fanOut.each, limiter.name, source) : limitedCallback(fanOut, limiter.name, source);
  if (typeof wrapped === 'string') return wrapped;
  const needs = library.missing === undefined ? '' : ` (needs ${library.missing})`;
  return fix(`${atMost(source)} with p-limit${needs}`, [...limiter.place(wrapped), ...library.edits]);
}
