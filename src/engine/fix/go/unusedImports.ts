import type { GoImport } from '../../facts/go/scope';
import type { GoSource } from '../../source';
import { namedChildren } from '../../syntax/nodes';
import { applyEdits, type TextEdit } from '../../text/edits';
import { removeLines } from '../lines';

/** Edits that remove the imports which other edits leave without a use: Go does not compile with one. */
export function dropUnusedImports(source: GoSource, edits: readonly TextEdit[]): TextEdit[] {
  const before = source.text;
  const after = applyEdits(before, edits);
  const dropped = source.scopes.imports.filter((entry) => !/^[_.]$/.test(entry.name) && isUsed(entry, before) && !isUsed(entry, after));
  return dropped.flatMap(({ spec }): TextEdit[] => {
    const list = spec.parent;
    const declaration = list?.type === 'import_spec_list' ? list.parent : list;
    const isOnly = list?.type !== 'import_spec_list' || namedChildren(list).every((other) => dropped.some((entry) => entry.spec.id === other.id));
    const node = isOnly ? (declaration ?? spec) : spec;
    return [removeLines(before, node.startIndex, node.endIndex)];
  });
}

/** A package is used as `name.Something`; its own import line has quotes before it. */
function isUsed({ name }: GoImport, text: string): boolean {
  return new RegExp(`(?<![\\w"/.])${name.replaceAll(/\W/g, '\\$&')}\\.[A-Z]`).test(text);
}
