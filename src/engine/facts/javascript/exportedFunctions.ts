import { field, namedChildren, type Node } from '../../syntax/nodes';
import { functionNamed } from './forwards';
import { functionTypes, type Scopes } from './scope';

/** A function and the path it is reached by from the module: `query`, `db.query`, `Database.new.query`. */
type Exported = readonly [path: string, fn: Node];

/** Functions the file exports, and the methods of objects, classes and instances it exports; names of other modules are left out. */
export function exportedFunctions(program: Node, scopes: Scopes): Exported[] {
  return namedChildren(program).flatMap((statement): Exported[] => {
    if (statement.type === 'export_statement') return fromEsm(statement, scopes);
    const assignment = statement.type === 'expression_statement' ? namedChildren(statement)[0] : undefined;
    const target = assignment?.type === 'assignment_expression' ? exportTarget.exec(field(assignment, 'left')?.text ?? '') : null;
    const value = assignment === undefined ? undefined : field(assignment, 'right');
    if (target === null || value === undefined) return [];
    return target[1] === undefined && value.type === 'object' ? membersOf('', value, scopes) : functionsIn(target[1] ?? 'default', value, scopes);
  });
}

const exportTarget = /^(?:module\.)?exports(?:\.(\w+))?$/;

function fromEsm(statement: Node, scopes: Scopes): Exported[] {
  const declaration = field(statement, 'declaration');
  if (statement.children.some((child) => child?.type === 'default')) return functionsIn('default', field(statement, 'value') ?? declaration, scopes);
  const own = declaration === undefined ? undefined : field(declaration, 'name');
  if (declaration !== undefined && own !== undefined) return functionsIn(own.text, declaration, scopes);
  const declarators = declaration === undefined ? [] : namedChildren(declaration).filter((child) => child.type === 'variable_declarator');
  const clause = field(statement, 'source') === undefined ? namedChildren(statement).find((child) => child.type === 'export_clause') : undefined;
  return [
    ...declarators.flatMap((declarator) => functionsIn(field(declarator, 'name')?.text, field(declarator, 'value'), scopes)),
    ...(clause === undefined ? [] : namedChildren(clause)).flatMap((each) => functionsIn((field(each, 'alias') ?? field(each, 'name'))?.text, field(each, 'name'), scopes)),
  ];
}

/** The value itself where it is a function; the functions in it where it is an object, a class or an instance of one. */
function functionsIn(name: string | undefined, value: Node | undefined, scopes: Scopes): Exported[] {
  if (name === undefined || value === undefined) return [];
  if (functionTypes.has(value.type)) return [[name, value]];
  switch (value.type) {
    case 'identifier':
    case 'shorthand_property_identifier':
      return named(name, value, scopes);
    case 'object':
      return membersOf(`${name}.`, value, scopes);
    case 'class':
    case 'class_declaration':
    case 'abstract_class_declaration':
      return methodsOf(`${name}.new.`, value);
    case 'new_expression': {
      const made = field(value, 'constructor');
      const declaration = made?.type === 'identifier' ? scopes.resolve(made) : undefined;
      return declaration?.kind === 'class' ? methodsOf(`${name}.`, declaration.site) : [];
    }
    default:
      return [];
  }
}

function named(name: string, identifier: Node, scopes: Scopes): Exported[] {
  const fn = functionNamed(identifier, scopes);
  if (fn !== undefined) return [[name, fn]];
  const declaration = scopes.lookup(identifier.text, identifier);
  if (declaration?.kind === 'class') return methodsOf(`${name}.new.`, declaration.site);
  const isPlain = declaration?.kind === 'const' && declaration.id.parent?.id === declaration.site.id;
  const value = isPlain ? field(declaration.site, 'value') : undefined;
  return value === undefined || value.type === 'identifier' ? [] : functionsIn(name, value, scopes);
}

function membersOf(prefix: string, object: Node, scopes: Scopes): Exported[] {
  return namedChildren(object).flatMap((entry) => {
    const name = (field(entry, 'key') ?? field(entry, 'name') ?? entry).text;
    return functionsIn(prefix + name, field(entry, 'value') ?? entry, scopes);
  });
}

function methodsOf(prefix: string, owner: Node): Exported[] {
  const body = field(owner, 'body');
  return (body === undefined ? [] : namedChildren(body)).flatMap((member): Exported[] => {
    const name = (field(member, 'name') ?? field(member, 'property'))?.text;
    const fn = member.type === 'method_definition' ? member : field(member, 'value');
    return name === undefined || fn === undefined || !functionTypes.has(fn.type) ? [] : [[prefix + name, fn]];
  });
}
