import type { ScriptSource } from '../../source';
import { namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { indentationAt, styleOf } from '../style';

/** Widths that formatters are usually set to; a file keeps the first that all its lines fit in. */
const widths = [80, 100, 120];

/** An object literal on one row, in the file's spacing. */
export function objectText(items: readonly string[], source: ScriptSource): string {
  const { text } = source;
  const tight = (text.match(/(?<!\$)\{\w/g) ?? []).length > (text.match(/\{ \w/g) ?? []).length;
  return tight ? `{${items.join(', ')}}` : `{ ${items.join(', ')} }`;
}

/** A whole number as the file writes them: with separators where it has some. */
export function numberText(value: number, source: ScriptSource): string {
  return /\b\d{1,3}(?:_\d{3})+\b/.test(source.text) ? String(value).replace(/\B(?=(?:\d{3})+$)/g, '_') : String(value);
}

/** A property's name as the object writes its own: quoted where they all are. */
export function keyText(object: Node, name: string): string {
  const keys = namedChildren(object).map((entry) => entry.childForFieldName('key'));
  const [first] = keys;
  if (first?.type !== 'string' || keys.some((key) => key?.type !== 'string')) return name;
  const quote = first.text[0] ?? "'";
  return quote + name + quote;
}

/** Adds a last item to an object literal, an array or the arguments of a call, laid out as the others are. */
export function appendToList(list: Node, item: string, source: ScriptSource): TextEdit[] {
  const last = namedChildren(list).at(-1);
  if (last === undefined) return [fillEmpty(list, item, source)];
  const close = list.endIndex - 1;
  const comma = list.children.find((child) => child?.type === ',' && child.startIndex >= last.endIndex) ?? undefined;
  if (isOnOwnLine(close, source)) return appendLine(list, last, comma, item, source);
  if (comma !== undefined) return [insertion(comma.endIndex, ` ${item},`)];
  if (list.type === 'object' && isTooLong(list, item, source)) return [spreadOut(list, item, source)];
  return [insertion(last.endIndex, `, ${item}`)];
}

const insertion = (at: number, newText: string): TextEdit => ({ start: at, end: at, newText });

function fillEmpty(list: Node, item: string, source: ScriptSource): TextEdit {
  const comment = list.namedChildren.at(-1);
  if (comment !== null && comment !== undefined) {
    const { newline, indent } = styleOf(source.text);
    const outer = indentationAt(source.text, list.startIndex);
    const end = isOnOwnLine(list.endIndex - 1, source) ? '' : newline + outer;
    return insertion(comment.endIndex, newline + outer + indent + item + end);
  }
  const newText = list.type === 'object' ? objectText([item], source) : `${list.text[0] ?? ''}${item}${list.text.at(-1) ?? ''}`;
  return { start: list.startIndex, end: list.endIndex, newText };
}

function isOnOwnLine(offset: number, source: ScriptSource): boolean {
  return /[\r\n][ \t]*$/.test(source.text.slice(0, offset));
}

function appendLine(list: Node, last: Node, comma: Node | undefined, item: string, source: ScriptSource): TextEdit[] {
  const { newline } = styleOf(source.text);
  const row = (comma ?? last).endPosition.row;
  // A comment on the last item's own line stays with it.
  const trailing = list.children.filter((child) => child?.type === 'comment' && child.startPosition.row === row && child.startIndex >= last.endIndex);
  const at = Math.max(comma?.endIndex ?? last.endIndex, ...trailing.map((comment) => comment?.endIndex ?? 0));
  const line = newline + indentationAt(source.text, last.startIndex) + item;
  if (comma !== undefined) return [insertion(at, `${line},`)];
  if (at === last.endIndex) return [insertion(at, `,${line}`)];
  return [insertion(last.endIndex, ','), insertion(at, line)];
}

/** True where a formatter would now break the object up, and nothing around it needs breaking up too. */
function isTooLong(list: Node, item: string, source: ScriptSource): boolean {
  if (list.startPosition.row !== list.endPosition.row || list.namedChildren.some((child) => child?.type === 'comment')) return false;
  const { lines } = source;
  const line = lines.lineText(lines.positionAt(list.startIndex).line);
  const rest = line.slice(lines.positionAt(list.endIndex).character);
  if (!/^\)*[;,]?$/.test(rest.trimEnd())) return false;
  let longest = 0;
  for (let row = 0; row < lines.lineCount; row++) longest = Math.max(longest, lines.lineText(row).length);
  const width = widths.find((candidate) => candidate >= longest) ?? Math.max(...widths);
  return line.length + item.length + 2 > width;
}

/** The whole object over several lines. */
function spreadOut(list: Node, item: string, source: ScriptSource): TextEdit {
  const { newline, indent } = styleOf(source.text);
  const outer = indentationAt(source.text, list.startIndex);
  const items = [...namedChildren(list).map((child) => child.text), item].join(`,${newline}${outer}${indent}`);
  const end = endsWithComma(source) ? ',' : '';
  return { start: list.startIndex, end: list.endIndex, newText: `{${newline}${outer}${indent}${items}${end}${newline}${outer}}` };
}

/** Whether the file ends the last line of its object literals with a comma; a file that has none is taken to. */
function endsWithComma(source: ScriptSource): boolean {
  let yes = 0;
  let no = 0;
  for (const object of source.tree.rootNode.descendantsOfType('object')) {
    const last = object === null ? undefined : namedChildren(object).at(-1);
    if (object === null || last === undefined || !isOnOwnLine(object.endIndex - 1, source)) continue;
    if (object.children.some((child) => child?.type === ',' && child.startIndex >= last.endIndex)) yes++;
    else no++;
  }
  return yes >= no;
}
