import type { ScriptSource } from '../../source';
import { namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { indentationAt, sourceStyle, styleOf } from '../style';

/** Widths that formatters are usually set to; a file keeps the first that all its lines fit in. */
const widths = [80, 100, 120];

/** An object literal on one row, in the file's spacing. */
export function objectText(items: readonly string[], source: ScriptSource): string {
  return source.memo.once(isTight, source.text) ? `{${items.join(', ')}}` : `{ ${items.join(', ')} }`;
}

/** An object literal on one row where the line at an offset has room for it, else over several rows indented by that line. */
export function objectTextAt(offset: number, items: readonly string[], source: ScriptSource): string {
  const row = objectText(items, source);
  const { lines } = source;
  const room = widthOf(source) - lines.lineText(lines.positionAt(offset).line).length;
  return row.length + 2 <= room ? row : spreadText(items, indentationAt(source.text, offset), source);
}

/** `{a}` rather than `{ a }`. Braces in comments are JSDoc's types. */
function isTight(text: string): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return (code.match(/(?<!\$)\{\w/g) ?? []).length > (code.match(/\{ \w/g) ?? []).length;
}

const separated = /\b\d{1,3}(?:_\d{3})+\b/;

/** A whole number as the file writes them: with separators where it has some. */
export function numberText(value: number, source: ScriptSource): string {
  return source.memo.occurs(separated, source.text) ? String(value).replace(/\B(?=(?:\d{3})+$)/g, '_') : String(value);
}

/** A property's name as the object writes its own: quoted where they all are. */
export function keyText(object: Node, name: string): string {
  const keys = namedChildren(object).map((entry) => entry.childForFieldName('key'));
  const [first] = keys;
  if (first?.type !== 'string' || keys.some((key) => key?.type !== 'string')) return name;
  const quote = first.text[0] ?? "'";
  return quote + name + quote;
}

/** Adds items at the end of an object literal, an array or the arguments of a call, laid out as the others are. */
export function appendToList(list: Node, added: string | readonly string[], source: ScriptSource): TextEdit[] {
  const items = typeof added === 'string' ? [added] : added;
  const item = items.join(', ');
  const last = namedChildren(list).at(-1);
  if (last === undefined) return [fillEmpty(list, item, source)];
  const close = list.endIndex - 1;
  const comma = list.children.find((child) => child?.type === ',' && child.startIndex >= last.endIndex) ?? undefined;
  if (isOnOwnLine(close, source)) return appendLines(list, last, comma, items, source);
  if (comma !== undefined) return [insertion(comma.endIndex, ` ${item},`)];
  if (list.type === 'object' && isTooLong(list, item, source)) return [spreadOut(list, items, source)];
  return [insertion(last.endIndex, `, ${item}`)];
}

/** Puts an item before another of a list, on a line of its own where that one has one. */
export function insertBefore(next: Node, item: string, source: ScriptSource): TextEdit {
  if (!isOnOwnLine(next.startIndex, source)) return insertion(next.startIndex, `${item}, `);
  return insertion(next.startIndex, `${item},${styleOf(source.text).newline}${indentationAt(source.text, next.startIndex)}`);
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
  const { text } = source;
  let at = offset - 1;
  while (text[at] === ' ' || text[at] === '\t') at--;
  return text[at] === '\n' || text[at] === '\r';
}

function appendLines(list: Node, last: Node, comma: Node | undefined, items: readonly string[], source: ScriptSource): TextEdit[] {
  const { newline } = styleOf(source.text);
  const row = (comma ?? last).endPosition.row;
  // A comment on the last item's own line stays with it.
  const trailing = list.children.filter((child) => child?.type === 'comment' && child.startPosition.row === row && child.startIndex >= last.endIndex);
  const at = Math.max(comma?.endIndex ?? last.endIndex, ...trailing.map((comment) => comment?.endIndex ?? 0));
  const lines = items.map((item) => newline + indentationAt(source.text, last.startIndex) + item).join(',');
  if (comma !== undefined) return [insertion(at, `${lines},`)];
  if (at === last.endIndex) return [insertion(at, `,${lines}`)];
  return [insertion(last.endIndex, ','), insertion(at, lines)];
}

/** True where a formatter would now break the object up, and nothing around it needs breaking up too. */
function isTooLong(list: Node, item: string, source: ScriptSource): boolean {
  if (list.startPosition.row !== list.endPosition.row || list.namedChildren.some((child) => child?.type === 'comment')) return false;
  const { lines } = source;
  const line = lines.lineText(lines.positionAt(list.startIndex).line);
  const rest = line.slice(lines.positionAt(list.endIndex).character);
  if (!/^\)*[;,]?$/.test(rest.trimEnd())) return false;
  return line.length + item.length + 2 > widthOf(source);
}

const widthOf = (source: ScriptSource): number => source.memo.once(readWidth, source);

function readWidth({ lines }: ScriptSource): number {
  let longest = 0;
  for (let row = 0; row < lines.lineCount; row++) longest = Math.max(longest, lines.lineText(row).length);
  return widths.find((candidate) => candidate >= longest) ?? Math.max(...widths);
}

/** The whole object over several lines. */
function spreadOut(list: Node, added: readonly string[], source: ScriptSource): TextEdit {
  // What was laid out for the row the object stood on moves in with it.
  const inner = added.map((item) => item.replace(/\n(?=.)/g, `\n${sourceStyle(source).indent}`));
  const items = [...namedChildren(list).map((child) => child.text), ...inner];
  return { start: list.startIndex, end: list.endIndex, newText: spreadText(items, indentationAt(source.text, list.startIndex), source) };
}

function spreadText(items: readonly string[], outer: string, source: ScriptSource): string {
  const { newline, indent } = sourceStyle(source);
  const end = endsWithComma(source) ? ',' : '';
  return `{${newline}${outer}${indent}${items.join(`,${newline}${outer}${indent}`)}${end}${newline}${outer}}`;
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
