import { field, namedChildren, type Node } from '../../syntax/nodes';
import { exportedFunctions } from './exportedFunctions';
import { forwardOf, returnedBy, type Forward } from './forwards';
import { isAsync } from './functions';
import type { Origin, Origins } from './origin';
import { patternIdentifiers, type Scopes } from './scope';
import { stringValue } from './strings';

/** What one file exports, as far as its origin is known. */
export interface Exports {
  readonly named: ReadonlyMap<string, Origin>;
  /**
   * Exported functions that hand their arguments on; the default export is called `default`. Methods are called as their
   * origin reads: `Database.new.query` of a class, `db.query` of an object or an instance.
   */
  readonly forwards: ReadonlyMap<string, Forward>;
  /** What exported functions return, where that is one thing from another module: `getPool`. */
  readonly returns: ReadonlyMap<string, Origin>;
  /** The default export, or `module.exports`. */
  readonly main: Origin | undefined;
  /** Files whose exports are passed on: `export * from './x'`. */
  readonly stars: readonly string[];
}

export const nothing: Exports = { named: new Map(), forwards: new Map(), returns: new Map(), main: undefined, stars: [] };

interface Collected {
  readonly named: Map<string, Origin>;
  readonly forwards: Map<string, Forward>;
  readonly returns: Map<string, Origin>;
  readonly stars: string[];
  main: Origin | undefined;
}

/** Reads the exports of a file: ESM and CommonJS. */
export function collectExports(program: Node, scopes: Scopes, origins: Origins): Exports {
  const found: Collected = { named: new Map(), forwards: new Map(), returns: new Map(), stars: [], main: undefined };
  for (const statement of namedChildren(program)) {
    if (statement.type === 'export_statement') collectEsm(statement, origins, found);
    else if (statement.type === 'expression_statement') collectCommonJs(statement, origins, found);
  }
  for (const [name, fn] of exportedFunctions(program, scopes)) {
    const forward = forwardOf(fn, { scopes, originOf: (node) => origins.of(node) });
    if (forward !== undefined) found.forwards.set(name, forward);
    const returned = isAsync(fn) ? undefined : returnedBy(fn);
    const origin = returned === undefined ? undefined : origins.of(returned);
    if (origin !== undefined && origin.module !== '') found.returns.set(name, origin);
  }
  return found;
}

function add(found: Collected, name: string, origin: Origin | undefined): void {
  if (origin === undefined) return;
  if (name === 'default') found.main = origin;
  else found.named.set(name, origin);
}

function collectEsm(statement: Node, origins: Origins, found: Collected): void {
  const value = field(statement, 'value');
  if (value !== undefined) {
    add(found, 'default', origins.of(value));
    return;
  }
  const source = field(statement, 'source');
  const from = source === undefined ? undefined : stringValue(source);
  const clause = namedChildren(statement).find((child) => child.type === 'export_clause');
  for (const specifier of clause === undefined ? [] : namedChildren(clause)) {
    const name = field(specifier, 'name');
    const exported = field(specifier, 'alias')?.text ?? name?.text;
    if (name === undefined || exported === undefined) continue;
    add(found, exported, from === undefined ? origins.of(name) : origins.imported(from, name.text));
  }
  if (from !== undefined && clause === undefined) found.stars.push(from);
  const declaration = field(statement, 'declaration');
  if (declaration?.type === 'class_declaration' || declaration?.type === 'abstract_class_declaration') {
    const name = field(declaration, 'name');
    if (name !== undefined) add(found, statement.children.some((child) => child?.type === 'default') ? 'default' : name.text, origins.of(name));
    return;
  }
  if (declaration?.type !== 'lexical_declaration' && declaration?.type !== 'variable_declaration') return;
  for (const declarator of namedChildren(declaration)) {
    const name = field(declarator, 'name');
    for (const id of name === undefined ? [] : patternIdentifiers(name)) add(found, id.text, origins.of(id));
  }
}

function collectCommonJs(statement: Node, origins: Origins, found: Collected): void {
  const assignment = namedChildren(statement)[0];
  if (assignment?.type !== 'assignment_expression') return;
  const left = field(assignment, 'left')?.text;
  const right = field(assignment, 'right');
  if (left === undefined || right === undefined) return;
  const member = /^(?:module\.)?exports\.(\w+)$/.exec(left)?.[1];
  if (member !== undefined) add(found, member, origins.of(right));
  if (left !== 'module.exports') return;
  if (right.type !== 'object') {
    add(found, 'default', origins.of(right));
    return;
  }
  for (const property of namedChildren(right)) {
    if (property.type === 'shorthand_property_identifier') add(found, property.text, origins.of(property));
    const value = property.type === 'pair' ? field(property, 'value') : undefined;
    const key = field(property, 'key')?.text;
    if (value !== undefined && key !== undefined) add(found, key, origins.of(value));
  }
}
