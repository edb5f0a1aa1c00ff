import { ancestorOf, field, namedChildren, walk, type Node } from '../../syntax/nodes';
import { functionTypes, type Declaration, type Scopes } from './scope';

/** The function whose body (or parameters) holds the node; undefined at module top level. */
export function enclosingFunction(node: Node): Node | undefined {
  return ancestorOf(node, functionTypes);
}

export function isAsync(fn: Node): boolean {
  return fn.children.some((child) => child?.type === 'async');
}

export function isGenerator(fn: Node): boolean {
  return fn.type.startsWith('generator_') || fn.children.some((child) => child?.type === '*');
}

/** The function's parameters, in order, as pattern nodes (TypeScript's wrappers removed). */
export function parametersOf(fn: Node): Node[] {
  const single = field(fn, 'parameter');
  if (single !== undefined) return [single];
  const list = field(fn, 'parameters');
  return list === undefined ? [] : namedChildren(list).map((entry) => field(entry, 'pattern') ?? entry);
}

/** The name a function can be called or referred to by: its own, or the constant it is assigned to. */
export function declarationOf(fn: Node, scopes: Scopes): Declaration | undefined {
  const name = field(fn, 'name');
  if (name !== undefined && fn.type !== 'method_definition') {
    const outer = fn.parent;
    return scopes.lookup(name.text, fn.type.endsWith('_declaration') && outer !== null ? outer : name);
  }
  const declarator = fn.parent;
  if (declarator?.type !== 'variable_declarator') return undefined;
  const id = field(declarator, 'name');
  return id?.type === 'identifier' ? scopes.resolve(id) : undefined;
}

/** The name a function is written with: its own, or that of the variable, field or property it is the value of; empty for none. */
export function writtenName(fn: Node): string {
  const outer = fn.parent;
  const named = field(fn, 'name') ?? (outer === null ? undefined : (field(outer, 'name') ?? field(outer, 'key')));
  return named?.text ?? '';
}

/** Calls of the function inside this file, where it is called by name. */
export function callsOf(fn: Node, scopes: Scopes): Node[] {
  const declaration = declarationOf(fn, scopes);
  if (declaration === undefined) return [];
  return scopes.references(declaration).flatMap((reference) => {
    const call = reference.parent;
    return call?.type === 'call_expression' && field(call, 'function')?.id === reference.id ? [call] : [];
  });
}

/** True when the function is exported by name or as default, ESM or CommonJS, so that callers may be elsewhere. */
export function isExported(fn: Node, scopes: Scopes): boolean {
  if (ancestorOf(fn, new Set(['export_statement']))?.type === 'export_statement' && exportHolds(fn)) return true;
  if (assignedToExports(fn)) return true;
  const declaration = declarationOf(fn, scopes);
  return declaration !== undefined && scopes.references(declaration).some(isExportReference);
}

function exportHolds(fn: Node): boolean {
  for (let at = fn.parent; at !== null && !functionTypes.has(at.type); at = at.parent) if (at.type === 'export_statement') return true;
  return false;
}

const exportsTarget = /^(module\.)?exports\b/;

/** True for the value of `module.exports = …` or `exports.x = …`, also inside an object literal. */
export function assignedToExports(value: Node): boolean {
  for (let at: Node | null = value.parent; at !== null; at = at.parent) {
    if (at.type === 'assignment_expression') return exportsTarget.test(field(at, 'left')?.text ?? '');
    if (at.type !== 'object' && at.type !== 'pair' && at.type !== 'parenthesized_expression') return false;
  }
  return false;
}

function isExportReference(reference: Node): boolean {
  if (reference.parent?.type === 'export_specifier') return true;
  if (reference.parent?.type === 'export_statement') return true;
  return assignedToExports(reference);
}

/** Nodes of one type in the function's own body, nested functions left out. */
export function ownNodes(fn: Node, type: string): Node[] {
  const found: Node[] = [];
  const body = field(fn, 'body') ?? fn;
  walk(body, (node) => {
    if (node.id !== body.id && functionTypes.has(node.type)) return false;
    if (node.type === type) found.push(node);
    return true;
  });
  return found;
}
