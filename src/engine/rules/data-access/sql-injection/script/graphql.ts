import { parametersOf } from '../../../../facts/javascript/functions';
import { functionTypes, type Declaration } from '../../../../facts/javascript/scope';
import { closest, field, isInside, namedChildren, type Node } from '../../../../syntax/nodes';

/** Types of GraphQL whose values may hold any text. */
const anyText = /String|JSON|Object|ID\b|NonEmpty|Email|URL|Slug/;

/**
 * True for a member of what graphql-js hands a resolver, where the schema leaves no text to choose: of the parent, which
 * another resolver gave, or an argument whose declared type is an enum or a number.
 * @param member `args.role`, `account.id`
 */
export function isTypedBySchema(member: Node, parameter: Declaration): boolean {
  const fn = closest(parameter.scope, functionTypes);
  const config = fn === undefined ? undefined : fieldConfig(fn);
  if (fn === undefined || config === undefined) return false;
  const index = parametersOf(fn).findIndex((entry) => isInside(parameter.id, entry));
  if (index === 0) return true;
  const name = field(member, 'property')?.text;
  const declared = entryOf(entryOf(config, 'args'), name ?? '');
  const type = entryOf(declared, 'type');
  return index === 1 && type !== undefined && !anyText.test(type.text);
}

/** The object that declares a field of a schema: it has a type beside the function that resolves it. */
function fieldConfig(fn: Node): Node | undefined {
  const holder = fn.type === 'method_definition' ? fn : fn.parent?.type === 'pair' ? fn.parent : undefined;
  const name = holder === undefined ? undefined : (field(holder, 'name') ?? field(holder, 'key'));
  const config = name?.text === 'resolve' ? holder?.parent : undefined;
  return config?.type === 'object' && entryOf(config, 'type') !== undefined ? config : undefined;
}

function entryOf(object: Node | undefined, key: string): Node | undefined {
  const entry = object?.type === 'object' ? namedChildren(object).find((child) => child.type === 'pair' && field(child, 'key')?.text === key) : undefined;
  return entry === undefined ? undefined : field(entry, 'value');
}
