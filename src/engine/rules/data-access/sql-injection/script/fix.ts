import { argumentsOf, calleeOf, objectOfCall } from '../../../../facts/javascript/calls';
import { functionBehind, heldValue } from '../../../../facts/javascript/flow';
import { returnedBy } from '../../../../facts/javascript/forwards';
import { enclosingFunction, parametersOf } from '../../../../facts/javascript/functions';
import { unwrapped } from '../../../../facts/javascript/options';
import { isSenderText } from '../../../../facts/javascript/requestData';
import { ensureImport } from '../../../../fix/javascript/imports';
import { appendToList, insertBefore, objectText } from '../../../../fix/javascript/lists';
import { sourceStyle } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { field, namedChildren, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import type { DraftFix } from '../../../rule';
import { planSlots, quotedMark, quotesMark, replaceAll, slotText, type Slot, type SlotText } from '../placeholders';
import type { Position } from '../position';
import { holesIn, type Statement } from '../statement';
import { sortEdits } from './sorting';
import type { Sink } from './sinks';
import { isHarmlessType, typeOfMember, typeOfParameter } from './types';

/** What is to be fixed: the call, its one statement, and the holes that are to become parameters or choices. */
export interface FixRequest {
  readonly sink: Sink;
  readonly statement: Statement;
  /** Where the statement is written. */
  readonly literal: Node;
  readonly positions: readonly Position[];
}

const bindable: ReadonlySet<Position['kind']> = new Set(['text', 'value', 'expression', 'limit', 'list']);

/** @returns the reason in words where there is no fix */
export function fixFor(request: FixRequest, source: ScriptSource): DraftFix | string {
  const { sink, statement, positions } = request;
  const values = positions.filter(({ kind }) => bindable.has(kind));
  const sorted = positions.filter(({ kind }) => kind === 'order' || kind === 'direction');
  if (values.length + sorted.length < positions.length) return 'names and clauses of a statement cannot be parameters';
  if (statement.holes.some((hole) => hole.start < 0)) return 'the statement is put together in several places';
  const choice = sorted.length === 0 ? [] : sortEdits(sorted, statement, request.literal, source);
  if (typeof choice === 'string') return choice;
  const bound = values.length === 0 ? [] : bind(values, request, source);
  if (typeof bound === 'string') return bound;
  const isReview = sorted.length > 0 || values.some(({ isTyped }) => !isTyped) || sink.binding?.kind === 'tag' || sink.dialect === 'unknown';
  const names = values.length === 1 ? 'Pass the value as a parameter' : 'Pass the values as parameters';
  const title = values.length === 0 ? 'Sort only by what the query names' : sorted.length === 0 ? names : `${names}, and sort only by what the query names`;
  // Conditions of one builder share the names of their parameters.
  const tag = sink.binding?.kind === 'names' ? { oneAtATime: 'builder-parameters' } : {};
  return { title, safety: isReview ? 'review' : 'safe', edits: [...bound, ...choice], ...tag };
}

function bind(values: readonly Position[], request: FixRequest, source: ScriptSource): TextEdit[] | string {
  const { sink, statement, literal } = request;
  const { binding } = sink;
  if (binding === undefined) return unbound(sink);
  // MySQL's prepared LIMIT takes no text, and its client quotes it.
  const numbers = sink.dialect === 'mysql' ? values.filter(({ kind }) => kind === 'limit') : [];
  const bound = values.filter((position) => !numbers.includes(position));
  const plan = planSlots(bound, statement, sink.placeholder);
  const asNumbers = numbers.map(({ hole }): TextEdit => ({ start: hole.node.startIndex, end: hole.node.endIndex, newText: `Number(${unwrapped(hole.node).text})` }));
  if (plan.slots.length === 0) return asNumbers;
  if (sink.placeholder === '?' && binding.kind !== 'names' && sink.dialect !== 'sqlite' && quotesMark(statement, plan.slots)) return quotedMark;
  const texts: string[] = [];
  const names: string[] = [];
  const isPostgres = sink.dialect === 'postgres';
  const replaced = plan.slots.map((slot) => {
    const list = listOf(slot, source);
    const text = valueText(slot, list, sink, source);
    if (text === undefined) return undefined;
    texts.push(text);
    if (binding.kind === 'names') names.push(freeParameter(text, names, sink.call));
    const isList = list !== undefined;
    if (binding.kind === 'tag') return slotText({ ...slot, mark: `\${${text}}` }, isPostgres, isList, false);
    if (binding.kind === 'names') return slotText({ ...slot, mark: isList ? `:...${names[names.length - 1] ?? ''}` : `:${names[names.length - 1] ?? ''}` }, false, isList, true);
    return slotText(slot, isPostgres, isList, sink.expandsLists);
  });
  const edits = replaceAll(statement, replaced, source.text);
  if (edits === undefined) return 'no placeholder has the form this place needs';
  if (binding.kind === 'tag') {
    const tagged = tagEdits(binding, sink.call, source);
    return tagged === undefined ? 'the Prisma namespace this needs is not known' : [...edits, ...tagged];
  }
  const given = insertValues(sink, plan.slots, texts, names, plan.existing, source);
  if (given === undefined) return 'the values of the other placeholders are put together elsewhere';
  return [...edits, ...asNumbers, ...given, ...plainQuotes(literal, statement, replaced, source)];
}

/** `ids.join(',')`, `ids.map((id) => `'${id}'`).join(',')`: the list itself. */
function listOf({ position, pieces }: Slot, source: ScriptSource): Node | undefined {
  const hole = pieces.length === 1 && typeof pieces[0] !== 'string' ? pieces[0] : undefined;
  if (hole === undefined || position.operator === undefined) return undefined;
  const joined = objectOfCall(unwrapped(hole.node), 'join');
  if (joined === undefined) return undefined;
  const separator = argumentsOf(unwrapped(hole.node))[0]?.text ?? ',';
  if (position.kind === 'text' && !separator.includes("','")) return undefined;
  const mapped = objectOfCall(joined, 'map');
  if (mapped === undefined) return joined;
  const callback = argumentsOf(joined)[0];
  const fn = callback === undefined ? undefined : functionBehind(callback, source);
  const [parameter] = fn === undefined ? [] : parametersOf(fn);
  const returned = fn === undefined ? undefined : returnedBy(fn);
  const isQuoting = parameter !== undefined && returned !== undefined && returned.text.replace(/[`'"${}+\s]/g, '') === parameter.text;
  return isQuoting ? mapped : undefined;
}

/** What the placeholder stands for, as an expression. */
function valueText({ position, pieces }: Slot, list: Node | undefined, sink: Sink, source: ScriptSource): string | undefined {
  if (list !== undefined) return list.text;
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && typeof only !== 'string') {
    const value = unwrapped(only.node);
    const node = value.id === only.node.id || only.node.type === 'parenthesized_expression' ? value : only.node;
    // A list that is no `join` would become one value.
    if (position.kind === 'list' && objectOfCall(heldValue(node, source), 'join') !== undefined) return undefined;
    return needsString(node, position, sink, source) ? `String(${node.text})` : node.text;
  }
  const parts = pieces.map((piece) => (typeof piece === 'string' ? piece.replaceAll("''", "'") : `\${${unwrapped(piece.node).text}}`));
  return pieces.some((piece) => typeof piece === 'string' && /[`\\]|\$\{/.test(piece)) ? undefined : `\`${parts.join('')}\``;
}

/** Where the same value as something else than a string would mean something else to the driver. */
function needsString(node: Node, position: Position, sink: Sink, source: ScriptSource): boolean {
  if (node.type === 'template_string' || objectOfCall(node, 'toString') !== undefined || /^String\(/.test(node.text)) return false;
  // `{ password: 1 }` in the place of a password would become SQL.
  if (sink.expandsObjects === true && isSenderText(node, source)) return !/\bparams\b/.test(node.text);
  // A number bound to a column of text is another value: 5.0.
  return sink.dialect === 'sqlite' && position.kind === 'text' && !isSenderText(node, source) && !isString(node, source);
}

function isString(node: Node, source: ScriptSource): boolean {
  const declaration = node.type === 'identifier' ? source.scopes.resolve(node) : undefined;
  const type = declaration?.kind === 'parameter' ? typeOfParameter(declaration, source) : node.type === 'member_expression' ? typeOfMember(node, source) : undefined;
  return type?.text === 'string' && !isHarmlessType(type, source);
}

/** A name for a named parameter, after what it holds, that the builder's other conditions do not use. */
function freeParameter(text: string, taken: readonly string[], call: Node): string {
  const base = /([a-z]\w*)\W*$/i.exec(text)?.[1] ?? 'value';
  const around = (enclosingFunction(call) ?? call).text;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}${n}`;
    if (!taken.includes(name) && !new RegExp(`:(?:\\.{3})?${name}\\b`).test(around)) return name;
  }
}

/** `$queryRaw` as a tag; with type arguments, which a tag has no place for in some tools, `Prisma.sql` is the tag. */
function tagEdits({ method, tag, module }: Extract<Sink['binding'], { kind: 'tag' }>, call: Node, source: ScriptSource): TextEdit[] | undefined {
  const list = field(call, 'arguments');
  const text = list === undefined ? undefined : namedChildren(list)[0];
  if (list === undefined || text === undefined) return undefined;
  const renamed = { start: method.startIndex, end: method.endIndex, newText: tag };
  if (field(call, 'type_arguments') === undefined) {
    return [renamed, { start: list.startIndex, end: text.startIndex, newText: '' }, { start: text.endIndex, end: list.endIndex, newText: '' }];
  }
  if (module !== '@prisma/client') return undefined;
  const imported = ensureImport(source, { module, name: 'Prisma' });
  return [renamed, insertion(text.startIndex, `${imported.local}.sql`), ...imported.edits];
}

function unbound({ isLikely, call }: Sink): string {
  if (isLikely === true) return 'the client behind this call is not known';
  return /RawUnsafe/.test(calleeOf(call)?.text ?? '') ? 'the statement is not one template without parameters' : 'this call takes no parameters';
}

/** Hands the values over: a new list, or entries of the one that is there, in the order of the placeholders. */
function insertValues(sink: Sink, slots: readonly Slot[], texts: readonly string[], names: readonly string[], existing: number, source: ScriptSource): TextEdit[] | undefined {
  const { binding } = sink;
  switch (binding?.kind) {
    case 'list':
      if (binding.values === undefined) return existing === 0 ? asArgument(`[${texts.join(', ')}]`, binding.after, source) : undefined;
      return intoList(heldValue(binding.values, source), slots, texts, existing, sink, source);
    case 'entry': {
      const entry = `${binding.name}: [${texts.join(', ')}]`;
      if (binding.options === undefined) return existing === 0 ? asArgument(objectText([entry], source), binding.after, source) : undefined;
      const known = namedChildren(binding.options).find((child) => child.type === 'pair' && field(child, 'key')?.text === binding.name);
      const values = known === undefined ? undefined : field(known, 'value');
      const isPlain = namedChildren(binding.options).every((child) => child.type !== 'spread_element' && !/^bind\b/.test(child.text) && child.text !== binding.name);
      if (values !== undefined) return intoList(heldValue(values, source), slots, texts, existing, sink, source);
      return existing === 0 && isPlain ? asEntry(binding.options, entry, source) : undefined;
    }
    case 'arguments': {
      const list = field(binding.call, 'arguments');
      return list === undefined ? undefined : intoList(list, slots, texts, existing, sink, source);
    }
    case 'names': {
      const entries = texts.map((text, i) => (names[i] === text ? text : `${names[i] ?? ''}: ${text}`));
      if (existing > 0) return undefined;
      if (binding.values === undefined) return asArgument(objectText(entries, source), binding.after, source);
      const object = unwrapped(binding.values);
      return object.type === 'object' ? appendToList(object, entries, source) : undefined;
    }
    default:
      return undefined;
  }
}

function intoList(list: Node, slots: readonly Slot[], texts: readonly string[], existing: number, sink: Sink, source: ScriptSource): TextEdit[] | undefined {
  if (list.type !== 'array' && list.type !== 'arguments') return undefined;
  const elements = namedChildren(list);
  if (elements.length !== existing || elements.some((element) => element.type === 'spread_element')) return undefined;
  if (sink.placeholder === '$' || elements.length === 0) return appendToList(list, texts, source);
  const edits: TextEdit[] = [];
  const last: string[] = [];
  const byPlace = new Map<number, string[]>();
  slots.forEach((slot, i) => {
    const place = slot.index - i;
    const text = texts[i] ?? '';
    if (place >= elements.length) last.push(text);
    else byPlace.set(place, [...(byPlace.get(place) ?? []), text]);
  });
  for (const [place, added] of byPlace) {
    const next = elements[place];
    if (next !== undefined) edits.push(insertBefore(next, added.join(', '), source));
  }
  return last.length === 0 ? edits : [...edits, ...appendToList(list, last, source)];
}

/** The argument after the text, before a callback. */
function asArgument(item: string, text: Node, source: ScriptSource): TextEdit[] {
  const list = text.parent;
  if (list === null) return [];
  const next = namedChildren(list).find((argument) => argument.type !== 'comment' && argument.startIndex >= text.endIndex);
  return next === undefined ? appendToList(list, item, source) : [insertBefore(next, item, source)];
}

/** The entry at the end of the options; those on one row stay on it, since the statement in them changes too. */
function asEntry(options: Node, entry: string, source: ScriptSource): TextEdit[] {
  const last = namedChildren(options).at(-1);
  return last === undefined || options.startPosition.row !== options.endPosition.row ? appendToList(options, entry, source) : [insertion(last.endIndex, `, ${entry}`)];
}

const insertion = (at: number, newText: string): TextEdit => ({ start: at, end: at, newText });

/** A template into which nothing is pasted any more is written as the file writes its strings. */
function plainQuotes(literal: Node, statement: Statement, replaced: readonly (SlotText | undefined)[], source: ScriptSource): TextEdit[] {
  const { quote } = sourceStyle(source);
  const left = replaced.reduceRight((text, slot) => (slot === undefined ? text : text.slice(0, slot.start) + slot.text + text.slice(slot.end)), statement.text);
  if (literal.type !== 'template_string' || holesIn(left).length > 0 || /[\n\r\\]/.test(left) || literal.text.includes('\\') || left.includes(quote)) return [];
  const { startIndex: start, endIndex: end } = literal;
  return [
    { start, end: start + 1, newText: quote },
    { start: end - 1, end, newText: quote },
  ];
}
