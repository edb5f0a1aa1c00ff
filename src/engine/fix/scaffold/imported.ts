import { parentDir, resolveFrom } from '../../facts/project/project';
import { relativeImport } from '../../facts/project/relativeImport';
import type { ScriptSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import type { NewImport } from './moduleText';

/** The import by which a file of the project holds a value, as another file could write it. */
export function importedValue(root: Node, source: ScriptSource): NewImport | undefined {
  const declaration = source.scopes.resolve(root);
  if (declaration === undefined) return undefined;
  const module = source.origins.ownImport(root)?.module;
  if (module === undefined) return undefined;
  const specifier = declaration.id.parent;
  if (declaration.kind === 'import') {
    if (specifier?.type === 'import_specifier') {
      const name = field(specifier, 'name')?.text ?? root.text;
      return { module, names: [name === root.text ? name : `${name} as ${root.text}`] };
    }
    return specifier?.type === 'import_clause' ? { module, main: root.text } : specifier?.type === 'namespace_import' ? { module, main: `* as ${root.text}` } : undefined;
  }
  if (specifier?.type === 'shorthand_property_identifier_pattern' || declaration.id.type === 'shorthand_property_identifier_pattern') return { module, names: [root.text] };
  return specifier?.id === declaration.site.id ? { module, main: root.text } : undefined;
}

/** The same import, written in another file. */
export function movedImport(imported: NewImport, file: string, source: ScriptSource): NewImport {
  if (!imported.module.startsWith('.')) return imported;
  const dir = parentDir(source.file);
  const target = dir === undefined ? undefined : resolveFrom(dir, imported.module);
  return target === undefined ? imported : { ...imported, module: relativeImport(file, target) };
}
