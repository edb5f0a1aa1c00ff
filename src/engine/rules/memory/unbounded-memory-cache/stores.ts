import { classTypes } from '../../../facts/javascript/classes';
import { fieldUses } from '../../../facts/javascript/flow';
import { assignedToExports } from '../../../facts/javascript/functions';
import { unwrapped } from '../../../facts/javascript/options';
import { calledBy } from '../../../facts/javascript/namedCalls';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, field, namedChildren, type Node } from '../../../syntax/nodes';

export type StoreKind = 'Map' | 'Set' | 'object' | 'array';

/** What holds no copy of data but something that lives, or is emptied by whoever it belongs to. Names only make the rule quieter. */
export const livingThings = /session|socket|client|connection|conn|lock|mutex|semaphore|registr|subscri|listener|handler|plugin|provider|pending|in_?flight|running|active|room|peer|queue|job|timer|interval|worker|pool|instance|driver|adapter|loader|singleton|strateg|module|route|middleware|template|schema|model|table|mock|fake|demo|breaker|limiter|hook/i;

/** A container that lives as long as the process, and everything the file does with it. */
export interface Store {
  readonly kind: StoreKind;
  readonly name: string;
  /** What makes it: `new Map()`, `{}`, `[]`. */
  readonly value: Node;
  /** The declarator or class field. */
  readonly site: Node;
  readonly uses: readonly Node[];
}

/** The container that a trigger's place makes; undefined where it does not outlive a request, or other files may reach it. */
export function storeAt(hit: Node, source: ScriptSource): Store | undefined {
  const site = closest(hit, new Set(['variable_declarator', 'public_field_definition', 'field_definition']));
  const value = site === undefined ? undefined : field(site, 'value');
  const kind = value === undefined ? undefined : kindOf(unwrapped(value), source);
  if (site === undefined || value === undefined || kind === undefined || hit.startIndex > unwrapped(value).startIndex + 'Object.create'.length) return undefined;
  const made = { kind, value: unwrapped(value), site };
  if (site.type === 'variable_declarator') {
    const statement = site.parent;
    const name = field(site, 'name');
    const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
    if (statement?.parent?.type !== 'program' || name === undefined || declaration === undefined) return undefined;
    return source.scopes.writes(declaration).length > 0 ? undefined : { ...made, name: name.text, uses: source.scopes.references(declaration) };
  }
  const name = field(site, 'name') ?? field(site, 'property');
  const isHidden = site.children.some((child) => child?.text === 'private') || name?.type === 'private_property_identifier';
  if (name === undefined || !isHidden || !isSingleton(site, source)) return undefined;
  return { ...made, name: name.text, uses: [...fieldUses(name.text, site, source), ...usesByClass(name.text, site, source)] };
}

/** `Permissions.cache`: a static field by the name of its class. */
function usesByClass(name: string, fieldNode: Node, source: ScriptSource): Node[] {
  const owner = ancestorOf(fieldNode, classTypes);
  const own = owner === undefined ? undefined : field(owner, 'name');
  const declaration = owner === undefined || own === undefined ? undefined : source.scopes.lookup(own.text, owner.parent ?? owner);
  return (declaration === undefined ? [] : source.scopes.references(declaration)).flatMap((reference): Node[] => {
    const member = reference.parent;
    return member?.type === 'member_expression' && field(member, 'property')?.text === name ? [member] : [];
  });
}

function kindOf(value: Node, source: ScriptSource): StoreKind | undefined {
  if (value.type === 'object') return namedChildren(value).length === 0 ? 'object' : undefined;
  if (value.type === 'array') return namedChildren(value).length === 0 ? 'array' : undefined;
  if (value.type === 'call_expression') return source.origins.key(value) === ':Object.create.()' ? 'object' : undefined;
  if (value.type !== 'new_expression' || namedChildren(field(value, 'arguments') ?? value).some((child) => child.type !== 'identifier' && field(value, 'arguments') !== undefined)) return undefined;
  const key = source.origins.key(value);
  const isEmpty = namedChildren(field(value, 'arguments') ?? value).length === 0;
  return !isEmpty ? undefined : key === ':Map.new' ? 'Map' : key === ':Set.new' ? 'Set' : undefined;
}

/** A class of which there is one: Nest makes it so, the field is static, or the only instance is made at the top of the file. */
function isSingleton(fieldNode: Node, source: ScriptSource): boolean {
  if (fieldNode.children.some((child) => child?.type === 'static')) return true;
  const owner = ancestorOf(fieldNode, classTypes);
  const outer = owner?.parent?.type === 'export_statement' ? owner.parent : owner;
  if (owner === undefined || outer === undefined) return false;
  const decorators = [...namedChildren(owner), ...namedChildren(outer)].filter((child) => child.type === 'decorator').map((child) => child.text);
  if (decorators.some((text) => /^@(?:Injectable|Controller)\b/.test(text))) return !decorators.some((text) => /\bScope\.(?:REQUEST|TRANSIENT)\b/.test(text));
  const name = field(owner, 'name');
  const declaration = name === undefined ? undefined : source.scopes.lookup(name.text, outer);
  const made = declaration === undefined ? [] : source.scopes.references(declaration).flatMap(calledBy);
  return made.length === 1 && made.every((call) => call.type === 'new_expression' && ancestorOf(call, new Set(['function_declaration', 'arrow_function', 'method_definition', 'function_expression'])) === undefined);
}

/** True for a use by which other code may get hold of the container. */
export const isExportedUse = (use: Node): boolean => use.parent?.type === 'export_specifier' || use.parent?.type === 'export_statement' || assignedToExports(use);
