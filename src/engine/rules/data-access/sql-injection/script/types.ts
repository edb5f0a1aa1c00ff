import { patternPath } from '../../../../facts/javascript/originSteps';
import type { Declaration } from '../../../../facts/javascript/scope';
import type { ScriptSource } from '../../../../source';
import { field, namedChildren, type Node } from '../../../../syntax/nodes';

const harmless: ReadonlySet<string> = new Set(['number', 'boolean', 'bigint', 'Date', 'undefined', 'null', 'never']);

/**
 * True for a type whose values are no text that somebody outside could write: numbers, literals, enumerations, and names
 * that are declared elsewhere (for a single value these are enumerations and branded types).
 */
export function isHarmlessType(type: Node | undefined, source: ScriptSource, depth = 0): boolean {
  if (type === undefined || depth > 4) return false;
  const all = (nodes: readonly Node[]) => nodes.length > 0 && nodes.every((node) => isHarmlessType(node, source, depth + 1));
  switch (type.type) {
    case 'predefined_type':
    case 'literal_type':
      return type.type === 'literal_type' || harmless.has(type.text);
    case 'union_type':
    case 'array_type':
    case 'parenthesized_type':
    case 'readonly_type':
    case 'tuple_type':
      return all(namedChildren(type));
    case 'index_type_query':
    case 'template_literal_type':
    case 'lookup_type':
      return type.type === 'index_type_query';
    case 'type_identifier': {
      if (harmless.has(type.text)) return true;
      const declaration = source.scopes.lookup(type.text, type);
      if (declaration?.kind === 'enum') return true;
      const alias = aliasOf(type.text, source);
      if (alias !== undefined) return isHarmlessType(alias, source, depth + 1);
      return declaration?.kind === 'import' && interfaceOf(type.text, source) === undefined;
    }
    case 'generic_type': {
      const name = field(type, 'name')?.text ?? '';
      const given = field(type, 'type_arguments');
      return /^(?:Array|ReadonlyArray|Set|ReadonlySet|Readonly|NonNullable|Extract|Exclude)$/.test(name) && given !== undefined && all(namedChildren(given).slice(0, 1));
    }
    default:
      return false;
  }
}

/** The type written for a parameter, or for the member a pattern takes from it. */
export function typeOfParameter(declaration: Declaration, source: ScriptSource): Node | undefined {
  const annotation = field(declaration.site, 'type');
  const type = annotation === undefined ? undefined : namedChildren(annotation)[0];
  const steps = patternPath(declaration.id, declaration.site.parent ?? declaration.site);
  // What an imported type has under a name is not known here.
  return (steps ?? ['*']).reduce<Node | undefined>((outer, step) => (outer === undefined ? undefined : memberType(outer, step, source)), type);
}

/** The type of `input.name`, where the file says what `input` is. */
export function typeOfMember(member: Node, source: ScriptSource): Node | undefined {
  const object = field(member, 'object');
  const name = field(member, 'property')?.text;
  if (object === undefined || name === undefined) return undefined;
  const declaration = object.type === 'identifier' ? source.scopes.resolve(object) : undefined;
  const outer = declaration?.kind === 'parameter' ? typeOfParameter(declaration, source) : object.type === 'member_expression' ? typeOfMember(object, source) : undefined;
  return outer === undefined ? undefined : memberType(outer, name, source);
}

function memberType(type: Node, name: string, source: ScriptSource): Node | undefined {
  const body = type.type === 'type_identifier' ? (interfaceOf(type.text, source) ?? aliasOf(type.text, source)) : type;
  const member = (body === undefined ? [] : namedChildren(body)).find((entry) => entry.type === 'property_signature' && field(entry, 'name')?.text === name);
  const annotation = member === undefined ? undefined : field(member, 'type');
  return annotation === undefined ? undefined : namedChildren(annotation)[0];
}

interface Types {
  readonly aliases: ReadonlyMap<string, Node>;
  readonly interfaces: ReadonlyMap<string, Node>;
}

const aliasOf = (name: string, source: ScriptSource) => source.memo.once(typesIn, source).aliases.get(name);

const interfaceOf = (name: string, source: ScriptSource) => source.memo.once(typesIn, source).interfaces.get(name);

/** The types the file itself declares at its top. */
function typesIn(source: ScriptSource): Types {
  const aliases = new Map<string, Node>();
  const interfaces = new Map<string, Node>();
  for (const statement of namedChildren(source.tree.rootNode)) {
    const declaration = statement.type === 'export_statement' ? (field(statement, 'declaration') ?? statement) : statement;
    const name = field(declaration, 'name')?.text ?? '';
    const value = field(declaration, 'value');
    const body = field(declaration, 'body');
    if (declaration.type === 'type_alias_declaration' && value !== undefined) aliases.set(name, value);
    if (declaration.type === 'interface_declaration' && body !== undefined) interfaces.set(name, body);
  }
  return { aliases, interfaces };
}
