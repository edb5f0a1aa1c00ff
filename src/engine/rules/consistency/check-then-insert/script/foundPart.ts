import { hasCompilerOption } from '../../../../facts/javascript/typescriptConfig';
import { reindented, slicedWith } from '../../../../fix/lines';
import { indentationAt, styleOf } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { declaredNames, declaredValue, type Shape } from './shape';

/** The check moves to where a row is known to exist: it reads what the winner wrote. */
export function readInFoundPart(shape: Shape, source: ScriptSource): TextEdit[] {
  const { select, derived, foundPart } = shape;
  if (select === undefined || foundPart === undefined) return [];
  const { newline, indent } = styleOf(source.text);
  const outer = indentationAt(source.text, select.startIndex);
  const inner = outer + indent;
  const sure = assertions(shape, source);
  const moved = [select, ...derived].map((statement) => reindented(slicedWith(source.text, statement.startIndex, statement.endIndex, sure), outer, inner)).join(newline + inner);
  const inFound = sure.filter((edit) => edit.start >= foundPart.startIndex && edit.end <= foundPart.endIndex);
  if (foundPart.type === 'statement_block') {
    const at = foundPart.startIndex + 1;
    return [{ start: at, end: at, newText: newline + inner + moved }, ...inFound];
  }
  const statement = reindented(slicedWith(source.text, foundPart.startIndex, foundPart.endIndex, inFound), indentationAt(source.text, foundPart.startIndex), inner);
  return [{ start: foundPart.startIndex, end: foundPart.endIndex, newText: `{${newline}${inner}${moved}${newline}${inner}${statement}${newline}${outer}}` }];
}

/**
 * The condition no longer tells TypeScript that the row is there: with `noUncheckedIndexedAccess` a `!` has to, where the
 * row is taken, or where it is read if a pattern takes it.
 */
function assertions({ check, guard, select, derived, foundPart }: Shape, source: ScriptSource): TextEdit[] {
  const condition = field(guard, 'condition');
  if (source.language === 'javascript' || condition === undefined || foundPart === undefined || !hasCompilerOption(source.file, 'noUncheckedIndexedAccess', source.project)) return [];
  if (!holdsRow(condition, check.reader)) return [];
  const statements = [...(select === undefined ? [] : [select]), ...derived];
  const edits = statements.flatMap((statement) => {
    const value = declaredValue(statement);
    const isPlain = namedChildren(namedChildren(statement)[0] ?? statement)[0]?.type === 'identifier';
    if (isPlain) return value?.type === 'subscript_expression' && check.reader.partOf(value)?.kind === 'row' ? [after(value)] : [];
    return declaredNames(statement).flatMap((name) => {
      const declaration = source.scopes.resolve(name);
      const uses = declaration === undefined ? [] : source.scopes.references(declaration).filter((use) => isInside(use, foundPart));
      return uses.filter((use) => check.reader.partOf(use)?.kind === 'row' && !isAsserted(use)).map(after);
    });
  });
  walk(foundPart, (node) => {
    if (node.type === 'subscript_expression' && check.reader.partOf(node)?.kind === 'row' && !isAsserted(node)) edits.push(after(node));
    return true;
  });
  return edits;
}

function holdsRow(condition: Node, reader: Shape['check']['reader']): boolean {
  let holds = false;
  walk(condition, (node) => {
    if (/^(?:identifier|subscript_expression)$/.test(node.type) && reader.partOf(node)?.kind === 'row') holds = true;
    return !holds;
  });
  return holds;
}

const after = (node: Node): TextEdit => ({ start: node.endIndex, end: node.endIndex, newText: '!' });

/** `rows[0]!`, `rows[0]?.id` */
const isAsserted = (node: Node): boolean => node.parent?.type === 'non_null_expression' || node.parent?.children.some((child) => child?.type === 'optional_chain') === true;
