import { unwrapped } from '../../../../facts/javascript/options';
import { freeName } from '../../../../fix/javascript/names';
import { indentationAt, sourceStyle } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { ancestorOf, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { selectedColumns } from '../columns';
import type { Position } from '../position';
import type { Statement } from '../statement';

const statements: ReadonlySet<string> = new Set(['lexical_declaration', 'variable_declaration', 'expression_statement', 'return_statement']);

/** Lets rows be sorted only by the columns the statement returns, and only up or down; the reason where that is not known. */
export function sortEdits(positions: readonly Position[], statement: Statement, literal: Node, source: ScriptSource): TextEdit[] | string {
  const columns = selectedColumns(statement, source);
  const holder = ancestorOf(literal, statements);
  const edits: TextEdit[] = [];
  const { quote, newline, semicolons } = sourceStyle(source);
  const [first] = columns;
  const name = freeName(source, 'sortColumns', 'query');
  for (const { kind, hole } of positions) {
    const inTemplate = hole.literal !== undefined;
    const value = unwrapped(hole.node).text;
    if (kind === 'order' && (first === undefined || holder === undefined)) return 'the columns it may sort by are not known here';
    const chosen =
      kind === 'order'
        ? `${name}.find((column) => column === ${value}) ?? ${quote}${first ?? ''}${quote}`
        : `String(${value}).toLowerCase() === ${quote}desc${quote} ? ${quote}DESC${quote} : ${quote}ASC${quote}`;
    edits.push({ start: hole.node.startIndex, end: hole.node.endIndex, newText: inTemplate ? chosen : `(${chosen})` });
  }
  if (!positions.some(({ kind }) => kind === 'order') || holder === undefined) return edits;
  const list = columns.map((column) => quote + column + quote).join(', ');
  const newText = `const ${name} = [${list}]${semicolons ? ';' : ''}${newline}${indentationAt(source.text, holder.startIndex)}`;
  return [...edits, { start: holder.startIndex, end: holder.startIndex, newText }];
}
