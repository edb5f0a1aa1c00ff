import type { GoSource } from '../../source';
import { namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { indentationAt, sourceStyle } from '../style';

/** Adds a last argument to a call, on a line of its own where the closing parenthesis has one. */
export function appendGoArgument(list: Node, argument: string, source: GoSource): TextEdit[] {
  const last = namedChildren(list).at(-1);
  const close = list.endIndex - 1;
  if (last === undefined) return [{ start: list.startIndex, end: list.endIndex, newText: `(${argument})` }];
  const isOnOwnLine = /[\r\n][ \t]*$/.test(source.text.slice(last.endIndex, close).replace(/\/\/[^\r\n]*/g, ''));
  const comma = list.children.find((child) => child?.type === ',' && child.startIndex >= last.endIndex);
  if (!isOnOwnLine || comma === null || comma === undefined) return [{ start: last.endIndex, end: last.endIndex, newText: `, ${argument}` }];
  const { newline } = sourceStyle(source);
  const before = source.text.slice(0, close).trimEnd().length;
  return [{ start: before, end: before, newText: `${newline}${indentationAt(source.text, last.startIndex)}${argument},` }];
}
