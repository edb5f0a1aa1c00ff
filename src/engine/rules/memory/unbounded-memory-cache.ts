import { servesAdministrators } from '../../facts/javascript/administrators';
import { isInterfaceCode, lineAround, mayRunInRequests } from '../../facts/javascript/glance';
import { parametersOf } from '../../facts/javascript/functions';
import { argumentsFor, isRequestData } from '../../facts/javascript/requestData';
import { requestPlace, type RequestPlace } from '../../facts/javascript/requestPath';
import { functionTypes, patternIdentifiers } from '../../facts/javascript/scope';
import type { ScriptSource } from '../../source';
import { closest, field, walk, type Node } from '../../syntax/nodes';
import type { Draft, Glimpse, Rule, TreeHit } from '../rule';
import { docs } from './unbounded-memory-cache/docs';
import { asLru } from './unbounded-memory-cache/lru';
import { mayBeStore } from './unbounded-memory-cache/glance';
import { closedKeys } from './unbounded-memory-cache/keys';
import { isFewBytesOfAccounts } from './unbounded-memory-cache/signedIn';
import { livingThings, storeAt, type Store } from './unbounded-memory-cache/stores';
import { isWatched, usesOf, type Growth, type Uses } from './unbounded-memory-cache/uses';

/** What there is one of for each visitor, or what one may write as he likes; rows of an own table, by an `id` alone, may be few. */
const visitorKeys = /^(?:ip|ipAddress|email|phone|token|url|uri|query|search|username)$|(?:^|[a-z_])(?:[uU]ser|[vV]isitor|[cC]ustomer|[cC]lient|[mM]ember|[aA]ccount|[sS]ession|[rR]equest|[dD]evice)(?:Id|ID|_id|Uuid)$|[a-z](?:Email|Token|Url|Ip)$/;

/** At the top of the file, or in a field that is hidden: elsewhere a container ends with its function. */
function mayHold(glimpse: Glimpse): boolean {
  const { line, at } = lineAround(glimpse);
  const before = line.slice(0, at);
  const isOutside = !/^\s/.test(line) || /\b(?:private|static)\b|#/.test(before) || before.trim() === '';
  return isOutside && mayBeStore(before, glimpse) && mayRunInRequests(glimpse) && !isInterfaceCode(glimpse);
}

function* check({ node }: TreeHit, source: ScriptSource): Generator<Draft> {
  const store = storeAt(node, source);
  if (store === undefined || livingThings.test(store.name)) return;
  const uses = usesOf(store, source);
  const growth = uses?.growths.find((each) => growsWithRequests(store, each, uses, source));
  if (uses === undefined || growth === undefined || (growth.key !== undefined && !isRead(uses)) || uses.growths.some((each) => isWatched(store, each, source))) return;
  yield draft(store, uses, growth, source);
}

const writing: ReadonlySet<string> = new Set(['set', 'add', 'push', 'unshift', '[]']);

/** What nothing asks is no cache; a file that only fills a container is a sample, or hands it on in a way not seen here. */
const isRead = ({ lookups, methods }: Uses): boolean => lookups.length > 0 || [...methods].some((method) => !writing.has(method));

function growsWithRequests(store: Store, { place, key }: Growth, { methods, lookups }: Uses, source: ScriptSource): boolean {
  const found = requestPlace(place, source);
  if (found === undefined) return false;
  if (key === undefined) return found.handler !== undefined && found.handler.evidence !== 'shaped' && methods.size <= 2 && !['find', 'findIndex', 'some', 'map', 'filter'].some((method) => methods.has(method));
  const name = keyName(key);
  if (closedKeys.test(name) || isConstant(key, source)) return false;
  if (isRequestData(key, source)) return found.handler !== undefined || found.isProven || lookups.includes(key.text);
  return store.kind !== 'Set' && lookups.includes(key.text) && isOpenParameter(key, found, source);
}

/** The last name of a key: `id` of `user.id`, `key` of `key`. */
const keyName = (key: Node): string => (field(key, 'property') ?? key).text;

const isConstant = (key: Node, source: ScriptSource): boolean => key.type === 'string' || key.type === 'number' || (key.type === 'identifier' && source.scopes.resolve(key)?.scope.type === 'program');

/** A key made of a parameter that may be any text or number, of a function that a request waits for. */
function isOpenParameter(key: Node, { unit }: RequestPlace, source: ScriptSource): boolean {
  let found = false;
  walk(key, (node) => {
    const declaration = node.type === 'identifier' ? source.scopes.resolve(node) : undefined;
    const value = declaration?.kind === 'const' ? field(declaration.site, 'value') : undefined;
    if (value !== undefined && node.id === key.id && value.type === 'template_string') found ||= isOpenParameter(value, { unit } as RequestPlace, source);
    const fn = declaration?.kind === 'parameter' ? closest(declaration.scope, functionTypes) : undefined;
    if (declaration !== undefined && fn?.id === unit.id && !closedKeys.test(node.text)) found ||= isOpen(declaration.site, node, fn, source);
    return !found;
  });
  return found;
}

function isOpen(parameter: Node, use: Node, fn: Node, source: ScriptSource): boolean {
  const type = field(parameter, 'type')?.text ?? ': string';
  if (!/^:\s*(?:string|number|bigint)$/.test(type)) return false;
  const index = parametersOf(fn).findIndex((pattern) => patternIdentifiers(pattern).some((id) => id.text === use.text));
  const given = argumentsFor(fn, index, source);
  return given.length === 0 || given.some((argument) => !isConstant(argument, source));
}

function draft(store: Store, uses: Uses, growth: Growth, source: ScriptSource): Draft {
  const fix = asLru(store, uses, source);
  const refused = typeof fix === 'string';
  const what = growth.key === undefined ? 'every request' : `each new ${growth.key.text.length > 40 ? 'key' : `\`${growth.key.text}\``}`;
  const told = `${store.name} gets an entry for ${what} and never gives one back: the heap grows until the process ends.`;
  return {
    start: growth.place.startIndex,
    end: growth.place.endIndex,
    // How many keys a caller has is not known: feeds, rooms and the rows of an own table are few, visitors are not.
    ...(growth.key === undefined || (!isFewBytesOfAccounts(growth, source) && (isRequestData(growth.key, source) || visitorKeys.test(keyName(growth.key))) && !servesAdministrators(growth.place, source)) ? {} : { severity: 'hint' as const }),
    message: refused ? `${told} No automatic fix: ${fix}.` : told,
    fixes: refused ? [] : [fix],
  };
}

/** Containers as old as the process that grow with the requests and never shrink. */
export const unboundedMemoryCache: Rule = {
  id: 'unbounded-memory-cache',
  title: 'A cache in memory that only grows',
  area: 'memory',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'heap-death#growing-map',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: { triggers: ['new Map', 'new Set', '= {}', '= []', 'Object.create(null)'], mayHold, check },
};
