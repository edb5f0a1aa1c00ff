import { heldValue } from '../../../../facts/javascript/flow';
import { parametersOf } from '../../../../facts/javascript/functions';
import { argumentsFor } from '../../../../facts/javascript/requestData';
import { functionTypes, type Declaration } from '../../../../facts/javascript/scope';
import type { ScriptSource } from '../../../../source';
import { closest, field, isInside, namedChildren, type Node } from '../../../../syntax/nodes';

/** Types of GraphQL whose values may hold any text. */
const anyText = /String|JSON|Object|ID\b|NonEmpty|Email|URL|Slug/;

/**
 * True for a member of what graphql-js hands a resolver, where the schema leaves no text to choose: of the parent, which
 * another resolver gave, or an argument whose declared type is an enum or a number.
 * @param member `args.role`, `account.id`
 */
export function isTypedBySchema(member: Node, parameter: Declaration, source: ScriptSource): boolean {
  const fn = closest(parameter.scope, functionTypes);
  if (fn === undefined) return false;
  const index = parametersOf(fn).findIndex((entry) => isInside(parameter.id, entry));
  const config = fieldConfig(fn);
  if (config === undefined) return isHandedOn(member, fn, index, source);
  if (index === 0) return true;
  const args = entryOf(config, 'args');
  const declared = args === undefined ? undefined : declaredIn(heldValue(args, source), field(member, 'property')?.text ?? '', source);
  const type = entryOf(declared, 'type');
  return index === 1 && type !== undefined && !anyText.test(type.text);
}

/** `resolve(_, args) { return list(args); }`: the function is given just what its resolvers are. */
function isHandedOn(member: Node, fn: Node, index: number, source: ScriptSource): boolean {
  const given = argumentsFor(fn, index, source);
  return (
    given.length > 0 &&
    given.every((argument) => {
      const declaration = argument.type === 'identifier' ? source.scopes.resolve(argument) : undefined;
      const resolver = declaration?.kind === 'parameter' ? closest(declaration.scope, functionTypes) : undefined;
      return declaration !== undefined && resolver !== undefined && fieldConfig(resolver) !== undefined && isTypedBySchema(member, declaration, source);
    })
  );
}

/** The object that declares a field of a schema: it has a type beside the function that resolves it. */
function fieldConfig(fn: Node): Node | undefined {
  const holder = fn.type === 'method_definition' ? fn : fn.parent?.type === 'pair' ? fn.parent : undefined;
  const name = holder === undefined ? undefined : (field(holder, 'name') ?? field(holder, 'key'));
  const config = name?.text === 'resolve' ? holder?.parent : undefined;
  return config?.type === 'object' && entryOf(config, 'type') !== undefined ? config : undefined;
}

/** An argument's declaration, also where the object that holds it is spread into another. */
function declaredIn(args: Node, name: string, source: ScriptSource): Node | undefined {
  const spread = args.type === 'object' ? namedChildren(args).flatMap((child) => (child.type === 'spread_element' ? namedChildren(child) : [])) : [];
  return entryOf(args, name) ?? spread.map((each) => entryOf(heldValue(each, source), name)).find((each) => each !== undefined);
}

function entryOf(object: Node | undefined, key: string): Node | undefined {
  const entry = object?.type === 'object' ? namedChildren(object).find((child) => child.type === 'pair' && field(child, 'key')?.text === key) : undefined;
  return entry === undefined ? undefined : field(entry, 'value');
}
