import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import { argumentsOf } from '../calls';
import { classTypes } from '../classes';
import { heldValue } from '../flow';
import { unwrapped } from '../options';
import { stringValue } from '../strings';

/** The name an argument that stands for a model gives: `'users'`, `User`, `schema.users`, `User.name`. */
export function namedModel(argument: Node | undefined, source: ScriptSource): string | undefined {
  if (argument === undefined) return undefined;
  const value = unwrapped(argument);
  const text = stringValue(heldValue(value, source));
  if (text !== undefined) return text;
  if (value.type === 'identifier') return importedName(value, source);
  const property = value.type === 'member_expression' ? field(value, 'property')?.text : undefined;
  return property === 'name' || property === 'modelName' ? namedModel(field(value, 'object'), source) : property;
}

/** The model an object stands for, by how it was made or declared: `model('User', …)`, `Repository<User>`, an import. */
export function modelOf(receiver: Node, source: ScriptSource): string | undefined {
  const node = unwrapped(receiver);
  const declared = typeArgument(node, source);
  if (declared !== undefined) return declared;
  const value = heldValue(node, source);
  const made = madeFrom(value, source);
  if (made !== undefined) return made;
  if (node.type === 'identifier') return importedName(node, source);
  return node.type === 'member_expression' ? field(node, 'property')?.text : undefined;
}

function madeFrom(value: Node, source: ScriptSource): string | undefined {
  const inner = value.type === 'binary_expression' ? field(value, 'right') : value.type === 'await_expression' ? namedChildren(value)[0] : value;
  return inner?.type === 'call_expression' && field(inner, 'function')?.text !== 'require' ? namedModel(argumentsOf(inner)[0], source) : undefined;
}

/** The name a module exports a value under; a default import and a local keep their own. */
function importedName(identifier: Node, source: ScriptSource): string {
  const declaration = source.scopes.resolve(identifier);
  const specifier = declaration?.kind === 'import' ? declaration.id.parent : undefined;
  return (specifier?.type === 'import_specifier' ? field(specifier, 'name')?.text : undefined) ?? identifier.text;
}

/** `Repository<User>`: the type argument of a parameter, a variable or a class field. */
function typeArgument(node: Node, source: ScriptSource): string | undefined {
  const site = node.type === 'identifier' ? source.scopes.resolve(node)?.site : node.type === 'member_expression' && field(node, 'object')?.type === 'this' ? fieldSite(node) : undefined;
  const annotation = site === undefined ? undefined : field(site, 'type');
  const generic = annotation === undefined ? undefined : namedChildren(annotation)[0];
  const list = generic?.type === 'generic_type' ? field(generic, 'type_arguments') : undefined;
  const first = list === undefined ? undefined : namedChildren(list)[0];
  return first?.type === 'type_identifier' ? first.text.replace(/(?<=.)(?:Document|HydratedDocument)$/, '') : undefined;
}

function fieldSite(member: Node): Node | undefined {
  const name = field(member, 'property')?.text;
  const owner = ancestorOf(member, classTypes);
  const body = owner === undefined ? undefined : field(owner, 'body');
  for (const entry of body === undefined ? [] : namedChildren(body)) {
    const label = field(entry, 'name')?.text ?? field(entry, 'property')?.text;
    if (entry.type === 'public_field_definition' && label === name) return entry;
    const parameters = label === 'constructor' ? field(entry, 'parameters') : undefined;
    const found = (parameters === undefined ? [] : namedChildren(parameters)).find((parameter) => field(parameter, 'pattern')?.text === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
