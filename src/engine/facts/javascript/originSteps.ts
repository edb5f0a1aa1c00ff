import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { Origin } from './origin';
import { functionTypes, type Declaration } from './scope';
import { stringValue } from './strings';

/** True for an import of one of the project's own files: `./db`, `src/db`, `@/db`. */
export const isOwnFile = (module: string): boolean => /^(?:\.|src\/|[@~]\/)/.test(module);

/** Marks a class of the project whose own constructor decides what its base class is given; its instances are the base's. */
const ownConstructor = '(own constructor)';

/** The function that `util.promisify` was given; any other is itself. */
export const callbackForm = (origin: Origin): Origin => origin.promised ?? origin;

/** A class of the project, by what it extends. */
export function extended(base: Origin | undefined, hasConstructor: boolean): Origin | undefined {
  return base === undefined || !hasConstructor || base.path.at(-1) === ownConstructor ? base : { module: base.module, path: [...base.path, ownConstructor] };
}

/** One step further along an access path. */
export function step(from: Origin | undefined, name: string): Origin | undefined {
  const origin = from?.path.at(-1) === ownConstructor ? { module: from.module, path: from.path.slice(0, -1) } : from;
  if (origin === undefined) return undefined;
  // `default` is the module itself, as `require` gives it; so is the awaited result of `import()`.
  if (name === 'default' && origin.path.length === 0) return origin;
  if (name === 'await' && origin.path.length === 1 && origin.path[0] === 'import') return { module: origin.module, path: [] };
  if (name === 'promises' && origin.module === 'fs' && origin.path.length === 0) return { module: 'fs/promises', path: [] };
  return { module: origin.module, path: [...origin.path, name] };
}

/** What `kept ?? made` gives, where the left side is a place that only the right side's value is kept in. */
export function madeOnce(kept: Origin | undefined, made: Origin | undefined): Origin | undefined {
  if (kept === undefined || made === undefined) return undefined;
  const isGlobal = kept.module === '' && kept.path.length > 1 && /^(?:global|globalThis)$/.test(kept.path[0] ?? '');
  const isRegistry = kept.module === made.module && kept.path[0] === 'models';
  return isGlobal || isRegistry ? made : undefined;
}

/** What a union of types stands for: the one that is known, or where a transaction may be passed, the transaction. */
export function narrowestOf(known: readonly Origin[]): Origin | undefined {
  return known.length === 1 ? known[0] : known.find(({ path }) => /Transaction|PoolClient|PoolConnection/.test(path.at(-1) ?? ''));
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
