import type { ScriptSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import { calleeOf } from './calls';
import { placesOf } from './scope';

/** A name in the text: the deepest node that spans it. */
export interface NamePlace {
  readonly node: Node;
  readonly literal: string;
}

/** The calls a name's place leads to: the one it names, or those of the variable or alias it is bound to. */
export function callsFrom({ node, literal }: NamePlace, source: ScriptSource): Node[] {
  if (node.text !== literal) return [];
  const outer = node.parent;
  if (outer === null) return [];
  const bound = boundAs(node, outer);
  if (bound !== undefined) {
    const declaration = source.scopes.resolve(bound);
    return declaration === undefined ? [] : source.scopes.references(declaration).flatMap(calledBy);
  }
  // `fs['readFileSync']`: the trigger lies inside the string.
  const name = node.type === 'string_fragment' ? outer : node;
  const member = name.parent;
  const isMember = (member?.type === 'member_expression' || member?.type === 'subscript_expression') && field(member, 'object')?.id !== name.id;
  const expression = isMember ? member : name;
  return [...calledBy(expression), ...aliasesOf(expression, source).flatMap(calledBy)];
}

/** Every call in the file of something that goes by this name where it is imported, taken or called; each once. */
export function callsOfName(literal: string, source: ScriptSource): Node[] {
  const found = new Map<number, Node>();
  for (const at of placesOf(literal, source.text)) {
    const node = source.tree.rootNode.descendantForIndex(at, at + literal.length);
    if (node === null || node.type === 'comment') continue;
    for (const call of callsFrom({ node, literal }, source)) found.set(call.id, call);
  }
  return [...found.values()].sort((a, b) => a.startIndex - b.startIndex);
}

/** `const hash = crypto.pbkdf2Sync` */
function aliasesOf(expression: Node, source: ScriptSource): readonly Node[] {
  const declarator = expression.parent;
  const isValue = declarator?.type === 'variable_declarator' && field(declarator, 'value')?.id === expression.id;
  const alias = isValue ? field(declarator, 'name') : undefined;
  const declaration = alias?.type === 'identifier' ? source.scopes.resolve(alias) : undefined;
  return declaration === undefined ? [] : source.scopes.references(declaration);
}

/** The local name of `import { x as y }` and `const { x: y }`; without an alias the calls hold the trigger themselves. */
function boundAs(node: Node, outer: Node): Node | undefined {
  if (outer.type === 'import_specifier') return field(outer, 'alias');
  return outer.type === 'pair_pattern' && field(outer, 'key')?.id === node.id ? field(outer, 'value') : undefined;
}

/** The call or construction whose callee an expression is. */
export function calledBy(expression: Node): Node[] {
  // In `await f<T>(x)` the grammar puts an await between them.
  const call = expression.parent?.type === 'await_expression' ? expression.parent.parent : expression.parent;
  const isCall = call?.type === 'call_expression' || call?.type === 'new_expression';
  return isCall && calleeOf(call)?.id === expression.id ? [call] : [];
}
