import { numberValue } from '../../../facts/javascript/numbers';
import { optionOf, optionsOf, unwrapped, type Options } from '../../../facts/javascript/options';
import { numberText } from '../../../fix/javascript/lists';
import type { ScriptSource } from '../../../source';
import { closest, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import { durationText } from '../../../text/duration';
import { knexDefault } from './libraries';

const factories: ReadonlySet<string> = new Set(['knex:', 'knex:knex', 'knex:Knex']);

const wrappers: ReadonlySet<string> = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression']);

/**
 * A knex configuration that raises the wait above knex's own 60 s. Leaving it out is no finding: 60 s is a bound,
 * and knex refuses 0.
 */
export function patientKnex(node: Node, source: ScriptSource): Draft[] {
  const entry = closest(node, new Set(['pair']));
  const value = entry === undefined ? undefined : field(entry, 'value');
  if (entry === undefined || value === undefined || field(entry, 'key')?.endIndex !== node.endIndex) return [];
  const wait = numberValue(value, source.scopes);
  const config = wait === undefined ? undefined : configOf(entry, source);
  if (wait === undefined || config === undefined || wait <= knexDefault) return [];
  const shortest = shortestWait(config, source);
  if (shortest !== wait) return [];
  const { timeoutMs } = source.settings;
  const edits = value.type === 'identifier' ? [] : [{ start: value.startIndex, end: value.endIndex, newText: numberText(timeoutMs, source) }];
  return [
    {
      start: entry.startIndex,
      end: entry.endIndex,
      message: `A caller waits up to ${Number.isFinite(wait) ? durationText(wait) : 'for ever'} for a connection: knex's own limit is 60 s, and most clients give up far earlier.`,
      fixes: edits.length === 0 ? [] : [{ title: `Give up waiting for a connection after ${durationText(timeoutMs)}`, safety: 'review', edits }],
    },
  ];
}

/** The whole configuration around an entry of it or of its `pool`, proven by the call that receives it. */
function configOf(entry: Node, source: ScriptSource): Options | undefined {
  let object = entry.parent;
  const outer = object?.parent;
  if (outer?.type === 'pair' && field(outer, 'key')?.text === 'pool') object = outer.parent;
  if (object?.type !== 'object') return undefined;
  let at: Node = object;
  while (at.parent !== null && wrappers.has(at.parent.type)) at = at.parent;
  const argument = at.parent?.type === 'variable_declarator' ? passedOn(at.parent, source) : at;
  if (argument === undefined || !isKnexArgument(argument, source)) return undefined;
  const options = optionsOf(argument, source);
  return options?.object.id === object.id ? options : undefined;
}

/** Where a variable is passed to knex. */
function passedOn(declarator: Node, source: ScriptSource): Node | undefined {
  const id = field(declarator, 'name');
  const declaration = id?.type === 'identifier' ? source.scopes.resolve(id) : undefined;
  return declaration === undefined ? undefined : source.scopes.references(declaration).find((reference) => isKnexArgument(reference, source));
}

function isKnexArgument(value: Node, source: ScriptSource): boolean {
  const call = value.parent?.type === 'arguments' ? value.parent.parent : null;
  const callee = call?.type === 'call_expression' ? field(call, 'function') : undefined;
  return callee !== undefined && factories.has(source.origins.key(callee)) && namedChildren(value.parent ?? value)[0]?.id === value.id;
}

/** knex takes the smaller of its two settings; undefined when one of them cannot be read. */
function shortestWait(config: Options, source: ScriptSource): number | undefined {
  const pool = optionOf(config, 'pool', source);
  const inner = pool.state === 'set' ? optionsOf(unwrapped(pool.value), source) : undefined;
  if (pool.state === 'unknown' || (pool.state === 'set' && inner === undefined)) return undefined;
  const settings = [optionOf(config, 'acquireConnectionTimeout', source), ...(inner === undefined ? [] : [optionOf(inner, 'acquireTimeoutMillis', source)])];
  const waits: number[] = [];
  for (const setting of settings) {
    if (setting.state === 'absent') continue;
    const wait = setting.state === 'set' ? numberValue(setting.value, source.scopes) : undefined;
    if (wait === undefined) return undefined;
    waits.push(wait);
  }
  return waits.length === 0 ? undefined : Math.min(...waits);
}
