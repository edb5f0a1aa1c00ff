import { field, namedChildren, type Node } from '../../engine/syntax/nodes';
import { symbolOf, type CodeSymbol } from './symbol';

const declarations = new Set(['const_declaration', 'var_declaration', 'type_declaration']);
const specs = new Set(['const_spec', 'var_spec', 'type_spec', 'type_alias']);

/** Functions, methods, types, constants and variables of a Go file. A method answers to `T.Method`, with a pointer also to `(*T).Method`. */
export function goSymbols(root: Node): CodeSymbol[] {
  return namedChildren(root).flatMap((node): CodeSymbol[] => {
    const name = field(node, 'name')?.text;
    if (node.type === 'function_declaration') return name === undefined ? [] : [symbolOf([name], node)];
    if (node.type === 'method_declaration') return name === undefined ? [] : [symbolOf(methodNames(node, name), node)];
    return declarations.has(node.type) ? declared(node) : [];
  });
}

function methodNames(method: Node, name: string): string[] {
  const parameter = namedChildren(field(method, 'receiver') ?? method).find(({ type }) => type === 'parameter_declaration');
  const written = parameter && field(parameter, 'type');
  const isPointer = written?.type === 'pointer_type';
  const pointed = isPointer ? namedChildren(written)[0] : written;
  const type = (pointed?.type === 'generic_type' ? field(pointed, 'type') : pointed)?.text;
  if (type === undefined) return [];
  return [`${type}.${name}`, ...(isPointer ? [`(*${type}).${name}`] : [])];
}

/** In a group each stands for itself; alone it takes its keyword along. */
function declared(declaration: Node): CodeSymbol[] {
  const listed = namedChildren(declaration).flatMap((child) => (child.type === 'var_spec_list' ? namedChildren(child) : [child]));
  const own = listed.filter(({ type }) => specs.has(type));
  const isGroup = /^\w+\s*\(/.test(declaration.text);
  return own.map((spec) => {
    const names = spec.childrenForFieldName('name').flatMap((each) => (each === null || each.type === ',' ? [] : [each.text]));
    return symbolOf(names, isGroup ? spec : declaration);
  });
}
