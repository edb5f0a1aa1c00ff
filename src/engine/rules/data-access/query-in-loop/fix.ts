import { awaitOf } from '../../../facts/javascript/calls';
import { enclosingFunction, isAsync } from '../../../facts/javascript/functions';
import { functionTypes, patternIdentifiers } from '../../../facts/javascript/scope';
import { ensureImports } from '../../../fix/javascript/imports';
import { leadStart } from '../../../fix/javascript/leadStart';
import { reindented } from '../../../fix/lines';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Body } from './body';
import { elementValue, isProvenList, isSimplePath, isStoredList, keyParameter } from './keys';
import { gatheringCall, type Loop } from './loop';
import { namesFor, shownTable, type BatchNames } from './names';
import type { Batch, KeyRead } from './read';
import { changesRows, isSingle, mapLookups, readsWholeRow, resultEdits } from './result';

interface Rewrite {
  readonly read: KeyRead;
  readonly batch: Batch;
  readonly loop: Loop;
  readonly body: Body;
  readonly source: ScriptSource;
}

/** One query before the loop, a Map by key, and a look-up in the query's place; or why that is not possible. */
export function batchFix(rewrite: Rewrite): DraftFix | string {
  const { read, batch, loop, body, source } = rewrite;
  const anchor = anchorOf(loop, source);
  const element = elementValue(read.value, loop, source);
  if (read.isTransaction) return 'it runs in a transaction';
  if (body.refused !== undefined) return body.refused;
  if (typeof anchor === 'string') return anchor;
  if (!isSimplePath(loop.list)) return 'the list is computed where the loop begins';
  if (element === undefined) return 'the key is computed in the loop';
  if (usesLoop(read, loop, source)) return 'the query uses other values of the loop';
  if (changesRows(read, loop, source)) return 'the loop changes the rows it reads, and equal keys would share them';
  if (batch.addsKey && readsWholeRow(read, source)) return `the query does not read ${batch.property}, and its rows go elsewhere whole`;
  const names = namesFor(read, source);
  const results = resultEdits(read, mapLookups(read, batch, names.map, source), source);
  if (results === undefined) return 'its result is used in a way that cannot be replaced';
  const isArray = loop.kind === 'map' || isProvenList(loop.list, source);
  if (batch.needsKeys && !isArray) return 'MySQL refuses an empty IN (), and the list is not known to be an array';
  const imports = ensureImports(source, batch.imports);
  const keys = keysText(read, loop, element, isArray, source);
  const text = statements(rewrite, names, keys, element, isArray);
  const start = leadStart(anchor, source);
  const edits: TextEdit[] = [{ start, end: start, newText: text }, ...results, ...(loop.kind === 'map' && !body.awaitsOthers ? synchronous(loop, read, source) : []), ...imports.edits];
  const isSafe = body.isProven && isArray && batch.isExact && isStoredList(loop.list, source);
  return { title: `Read ${shownTable(read)} for all ${namedList(loop)} in one query`, safety: isSafe ? 'safe' : 'review', edits };
}

const namedList = ({ list }: Loop): string => (/^\w+$/.test(list.text) ? list.text : 'elements');

/** The statement the query goes before, in a block of an async function. */
export function anchorOf(loop: Loop, source: ScriptSource): Node | string {
  if (loop.kind === 'forEach') return 'nothing waits for what forEach starts';
  if (loop.kind === 'indexed') return 'the loop counts through an index';
  let anchor = loop.node;
  if (loop.kind === 'map') {
    const gathered = gatheringCall(loop.node, source);
    const isDirect = gathered !== undefined && loop.node.parent?.parent?.id === gathered.id;
    if (!isDirect) return 'its promises are kept in a variable';
    if (!field(gathered, 'function')?.text.endsWith('.all')) return 'a failed query is kept for each element';
    if (awaitOf(gathered) === undefined && gathered.parent?.type !== 'return_statement') return 'the promise is not awaited where it is made';
    if (field(loop.node, 'function')?.text.endsWith('flatMap') === true) return 'it flattens the results';
    anchor = awaitOf(gathered) ?? gathered;
  }
  const fn = enclosingFunction(anchor);
  while (anchor.parent !== null && anchor.parent.type !== 'statement_block' && anchor.parent.type !== 'program') {
    if (functionTypes.has(anchor.parent.type) || /^(?:if_statement|else_clause|labeled_statement|for_statement|for_in_statement|while_statement)$/.test(anchor.parent.type)) return 'there is no place for a statement before the loop';
    if (/^(?:ternary_expression|binary_expression)$/.test(anchor.parent.type)) return 'the list is read in one case only';
    anchor = anchor.parent;
  }
  if (fn === undefined || !isAsync(fn) || anchor.parent?.type !== 'statement_block') return 'the function is not async';
  return anchor;
}

/** Something of the query beside its key is decided in the loop. */
export function usesLoop({ call, value }: KeyRead, loop: Loop, source: ScriptSource): boolean {
  const own = new Set(patternIdentifiers(loop.item).map((id) => id.startIndex));
  let found = false;
  walk(call, (node) => {
    if (node.id === value.id) return false;
    const declaration = node.type === 'identifier' || node.type === 'shorthand_property_identifier' ? source.scopes.resolve(node) : undefined;
    if (declaration !== undefined && (own.has(declaration.id.startIndex) || isInside(declaration.site, loop.body))) found ||= !isInside(declaration.site, call);
    return !found;
  });
  return found;
}

/** `(x)` or `x`, as the file's other arrow functions have it. */
function parameterText(name: string, source: ScriptSource): string {
  if (name.startsWith('(')) return name;
  const isBare = source.language === 'javascript' && /^\w+$/.test(name) && source.memo.once(mostlyBare, source.text);
  return isBare ? name : `(${name})`;
}

/** Whether a file writes `x =>` more often than `(x) =>`. */
const mostlyBare = (text: string): boolean => (text.match(/[\s(,=]\w+ =>/g) ?? []).length > (text.match(/\(\w+\) =>/g) ?? []).length;

function keysText({ value }: KeyRead, loop: Loop, element: string, isArray: boolean, source: ScriptSource): string {
  const { list, item } = loop;
  if (element === item.text) return isArray ? list.text : `[...${list.text}]`;
  const arrow = `${parameterText(keyParameter(value, loop), source)} => ${element}`;
  return isArray ? `${list.text}.map(${arrow})` : `Array.from(${list.text}, ${arrow})`;
}

function statements({ read, batch, loop, source }: Rewrite, names: BatchNames, keys: string, element: string, isArray: boolean): string {
  const style = sourceStyle(source);
  const indent = indentationAt(source.text, leadStart(statementOf(loop), source));
  const end = style.semicolons ? ';' : '';
  const inner = indentationAt(source.text, read.call.startIndex);
  const query = reindented(batch.query(keys), inner, indent);
  const none = batch.bind(names.rows) === names.rows ? '[]' : '[[]]';
  const awaited = batch.needsKeys ? `${loop.list.text}.length === 0 ? ${none} : await ${query}` : `await ${query}`;
  const text = (value: string) => (batch.asText ? `String(${value})` : value);
  const ofRow = text(/^[A-Za-z_$][\w$]*$/.test(batch.property) ? `${names.row}.${batch.property}` : `${names.row}[${style.quote}${batch.property}${style.quote}]`);
  const isTyped = source.language !== 'javascript';
  const lines = [`const ${batch.bind(names.rows)} = ${awaited}${end}`];
  if (isSingle(read, batch, source)) lines.push(`const ${names.map} = new Map(${names.rows}.map(${parameterText(names.row, source)} => [${ofRow}, ${names.row}]))${end}`);
  else {
    const types = isTyped ? `<${batch.asText ? 'string' : 'unknown'}, typeof ${names.rows}>` : '';
    const arrow = `${parameterText(keyParameter(read.value, loop), source)} => [${text(element)}, []]`;
    lines.push(`const ${names.map} = new Map${types}(${isArray ? `${loop.list.text}.map(${arrow})` : `Array.from(${loop.list.text}, ${arrow})`})${end}`);
    lines.push(`for (const ${names.row} of ${names.rows}) ${names.map}.get(${ofRow})?.push(${names.row})${end}`);
  }
  return lines.map((line) => line + style.newline + indent).join('');
}

const blocks: ReadonlySet<string> = new Set(['statement_block']);

function statementOf({ node }: Loop): Node {
  const block = ancestorOf(node, blocks);
  return (block === undefined ? [] : namedChildren(block)).find((statement) => isInside(node, statement)) ?? node;
}

/** `await Promise.all(list.map(async (x) => …))` as `list.map((x) => …)`: nothing in it is awaited any more. */
function synchronous(loop: Loop, read: KeyRead, source: ScriptSource): TextEdit[] {
  const gathered = gatheringCall(loop.node, source);
  const { callback } = loop;
  if (gathered === undefined || callback === undefined || field(callback, 'return_type') !== undefined || field(gathered, 'type_arguments') !== undefined) return [];
  const awaited = awaitOf(gathered) ?? gathered;
  const keyword = callback.children.find((child) => child?.type === 'async');
  const first = keyword?.nextSibling;
  return [
    { start: awaited.startIndex, end: loop.node.startIndex, newText: '' },
    { start: loop.node.endIndex, end: awaited.endIndex, newText: '' },
    ...(keyword == null || first == null ? [] : [{ start: keyword.startIndex, end: first.startIndex, newText: '' }]),
    ...outdented(loop.node, awaited, read, source.text),
  ];
}

/** The lines of a call that stood on a line of its own, moved to where the call around it began; the query's own lines go. */
function outdented(inner: Node, outer: Node, { call }: KeyRead, text: string): TextEdit[] {
  const surplus = indentationAt(text, inner.startIndex).length - indentationAt(text, outer.startIndex).length;
  const edits: TextEdit[] = [];
  for (let at = text.indexOf('\n', inner.startIndex); surplus > 0 && at >= 0 && at < inner.endIndex; at = text.indexOf('\n', at + 1)) {
    const indent = indentationAt(text, at + 1).length;
    if (indent >= surplus && (at < call.startIndex || at > call.endIndex)) edits.push({ start: at + 1, end: at + 1 + surplus, newText: '' });
  }
  return edits;
}
