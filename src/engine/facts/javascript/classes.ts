import { ancestorOf, field, namedChildren, type Node } from '../../syntax/nodes';

export const classTypes: ReadonlySet<string> = new Set(['class_declaration', 'class', 'abstract_class_declaration']);

/** The expression a class extends; a mixin's own call is not followed. */
export function superclassOf(owner: Node): Node | undefined {
  const heritage = namedChildren(owner).find((child) => child.type === 'class_heritage');
  const first = heritage === undefined ? undefined : namedChildren(heritage)[0];
  return first?.type === 'extends_clause' ? field(first, 'value') : first?.type === 'implements_clause' ? undefined : first;
}

/** `this.query`: a method of the class it is called in. */
export function ownMethod(callee: Node): Node | undefined {
  const name = callee.type === 'member_expression' && field(callee, 'object')?.type === 'this' ? field(callee, 'property')?.text : undefined;
  const owner = name === undefined ? undefined : ancestorOf(callee, classTypes);
  const body = owner === undefined ? undefined : field(owner, 'body');
  return (body === undefined ? [] : namedChildren(body)).find((member) => member.type === 'method_definition' && field(member, 'name')?.text === name);
}

export function hasConstructor(owner: Node): boolean {
  const body = field(owner, 'body');
  return (body === undefined ? [] : namedChildren(body)).some((member) => member.type === 'method_definition' && field(member, 'name')?.text === 'constructor');
}

/** What a constructor keeps as `this.name`: a parameter property, or the value it assigns. */
export function givenTo(constructor: Node, name: string): { readonly parameter?: Node; readonly value?: Node | undefined } | undefined {
  const parameters = field(constructor, 'parameters');
  for (const parameter of parameters === undefined ? [] : namedChildren(parameters)) {
    const isProperty = parameter.children.some((child) => child?.type === 'accessibility_modifier' || child?.type === 'readonly');
    if (isProperty && field(parameter, 'pattern')?.text === name) return { parameter, value: field(parameter, 'value') };
  }
  const body = field(constructor, 'body');
  for (const statement of body === undefined ? [] : namedChildren(body)) {
    const assignment = statement.type === 'expression_statement' ? namedChildren(statement)[0] : undefined;
    const isTarget = assignment?.type === 'assignment_expression' && field(assignment, 'left')?.text === `this.${name}`;
    const value = isTarget ? field(assignment, 'right') : undefined;
    if (value !== undefined) return { value };
  }
  return undefined;
}
