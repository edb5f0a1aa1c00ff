import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { Origin } from './origin';
import { functionTypes, type Declaration } from './scope';
import { stringValue } from './strings';

/** True for an import of one of the project's own files: `./db`, `src/db`, `@/db`. */
export const isOwnFile = (module: string): boolean => /^(?:\.|src\/|[@~]\/)/.test(module);

/** One step further along an access path. */
export function step(origin: Origin | undefined, name: string): Origin | undefined {
  if (origin === undefined) return undefined;
  // `default` is the module itself, as `require` gives it; so is the awaited result of `import()`.
  if (name === 'default' && origin.path.length === 0) return origin;
  if (name === 'await' && origin.path.length === 1 && origin.path[0] === 'import') return { module: origin.module, path: [] };
  if (name === 'promises' && origin.module === 'fs' && origin.path.length === 0) return { module: 'fs/promises', path: [] };
  return { module: origin.module, path: [...origin.path, name] };
}

/** The origin of a module, or of something in it. */
export function moduleOrigin(name: string, path: readonly string[]): Origin {
  return { module: name.replace(/^node:/, ''), path };
}

/** What an import statement binds. */
export function importOrigin(declaration: Declaration): Origin | undefined {
  const source = field(declaration.site, 'source') ?? requireClauseSource(declaration.site);
  const name = source === undefined ? undefined : stringValue(source);
  if (name === undefined) return undefined;
  const specifier = declaration.id.parent;
  const root = moduleOrigin(name, []);
  if (specifier?.type !== 'import_specifier') return root;
  return step(root, field(specifier, 'name')?.text ?? declaration.name);
}

function requireClauseSource(statement: Node): Node | undefined {
  const clause = namedChildren(statement).find((child) => child.type === 'import_require_clause');
  return clause === undefined ? undefined : field(clause, 'source');
}

/** The steps from a declarator's value to one identifier of its pattern; undefined for rest and computed keys. */
export function patternPath(id: Node, declarator: Node): string[] | undefined {
  const steps: string[] = [];
  for (let at: Node = id; at.parent !== null && at.parent.id !== declarator.id; at = at.parent) {
    const parent = at.parent;
    if (functionTypes.has(parent.type)) return undefined;
    if (parent.type === 'pair_pattern') {
      const key = field(parent, 'key');
      const name = key === undefined ? undefined : key.type === 'property_identifier' ? key.text : stringValue(key);
      if (name === undefined) return undefined;
      steps.unshift(name);
    } else if (parent.type === 'array_pattern') {
      // A hole has its comma and no node: `[, second]`.
      const before = parent.children.filter((child) => child !== null && child.type === ',' && child.endIndex <= at.startIndex);
      steps.unshift(String(before.length));
    } else if (parent.type === 'rest_pattern') return undefined;
    else if (at.type === 'shorthand_property_identifier_pattern') steps.unshift(at.text);
  }
  return steps;
}
