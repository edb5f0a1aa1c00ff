import { isBuiltin } from '../../facts/javascript/builtins';
import { originKey, type Origin } from '../../facts/javascript/origin';
import type { Declaration } from '../../facts/javascript/scope';
import type { ScriptSource } from '../../source';
import { field } from '../../syntax/nodes';
import type { ImportWish } from './imports';
import { isSameModule, moduleLinks } from './moduleSyntax';

/** The module itself is wanted, not one of its exports. */
export const isWhole = (want: ImportWish) => want.name === 'default' || want.name === '*';

/** The expression by which the file can already reach the export. */
export function boundName(source: ScriptSource, want: ImportWish): string | undefined {
  const usable = source.scopes
    .declarations(source.tree.rootNode)
    .filter((declaration) => isLasting(declaration, want) && (want.at === undefined || seesDeclaration(source, declaration, want)));
  const wanted = isWhole(want) ? '' : want.name;
  const by = (test: (origin: Origin, declaration: Declaration) => boolean) =>
    usable.find((declaration) => {
      const origin = source.origins.of(declaration.id);
      return origin !== undefined && test(origin, declaration);
    })?.name;
  const exact = by((origin, declaration) => originKey(origin) === `${want.module}:${wanted}` && (wanted !== '' || holds(declaration, want)));
  if (exact !== undefined || isWhole(want)) return exact;
  const holder = by((origin, declaration) => originKey(origin) === `${want.module}:` && holds(declaration, want));
  if (holder !== undefined) return `${holder}.${want.name}`;
  // Extending an import of fs/promises reads better than going through fs, so it comes first.
  if (want.module !== 'fs/promises' || moduleLinks(source).some((link) => isSameModule(link, want.module) && !link.typeOnly)) return undefined;
  const fs = by((origin) => originKey(origin) === 'fs:');
  return fs === undefined ? undefined : `${fs}.promises.${want.name}`;
}

/** A value that is there from the start: an import, or a variable with its value. */
function isLasting({ kind, site, id }: Declaration, want: ImportWish): boolean {
  if (kind === 'const' || kind === 'var' || kind === 'let') return field(site, 'value') !== undefined && want.type !== true;
  if (kind !== 'import') return false;
  const specifier = id.parent?.type === 'import_specifier' ? id.parent : undefined;
  return want.type === true || ![site, specifier].some((node) => node?.children.some((child) => child?.type === 'type'));
}

function seesDeclaration(source: ScriptSource, declaration: Declaration, { at }: ImportWish): boolean {
  return at === undefined || source.scopes.lookup(declaration.name, at)?.id.startIndex === declaration.id.startIndex;
}

/**
 * Whether a binding of the module itself gives what is wanted. In ESM a package's default export need not be its
 * namespace; in Node's own modules and through `require` the two are the same.
 */
function holds(declaration: Declaration, want: ImportWish): boolean {
  if (declaration.kind !== 'import' || isBuiltin(want.module) || declaration.id.parent?.type === 'import_require_clause') return true;
  const isNamespace = declaration.id.parent?.type === 'namespace_import';
  return isNamespace !== (want.name === 'default');
}
