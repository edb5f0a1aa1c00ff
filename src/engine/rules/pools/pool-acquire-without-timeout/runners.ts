import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import type { ScriptSource } from '../../../source';
import { callAbove, field, type Node } from '../../../syntax/nodes';
import { variableOf } from './variable';

const runners: ReadonlySet<string> = new Set(['graphile-worker:run', 'graphile-worker:runOnce', 'graphile-worker:runMigrations']);

/** What listens and notifies between the instances of a server, a connection or two at a time. */
const adapters: ReadonlySet<string> = new Set(['@socket.io/postgres-adapter:createAdapter', '@socket.io/postgres-emitter:Emitter']);

/** What is done with a pool that serves nobody but who it was given to. */
const upkeep = /^(?:end|on|once)$/;

/** A pool of a job runner, or of messages between servers, alone: no more wait for it than the jobs that run at a time. */
export function isOfJobRunner(call: Node, source: ScriptSource): boolean {
  const declaration = variableOf(call, source);
  if (declaration === undefined) return false;
  const uses = source.scopes.references(declaration).map((use) => useOf(use, source));
  return uses.includes('runs') && !uses.includes('other');
}

/** Given to what passes messages between the instances of a server: requests do not wait for it. */
export function isForMessages(use: Node, source: ScriptSource): boolean {
  const call = use.parent?.type === 'arguments' ? use.parent.parent : null;
  const callee = call === null ? undefined : calleeOf(call);
  return callee !== undefined && adapters.has(source.origins.key(callee));
}

function useOf(use: Node, source: ScriptSource): 'runs' | 'upkeep' | 'other' {
  const { parent } = use;
  if (parent === null) return 'other';
  if (parent.type === 'variable_declarator' && field(parent, 'name')?.id === use.id) return 'upkeep';
  if (parent.type === 'assignment_expression' && field(parent, 'left')?.id === use.id) return 'upkeep';
  if (parent.type === 'parenthesized_expression' && parent.parent?.type === 'if_statement') return 'upkeep';
  if (parent.type === 'member_expression') return upkeep.test(field(parent, 'property')?.text ?? '') ? 'upkeep' : 'other';
  if (isForMessages(use, source)) return 'runs';
  const isNamed = (parent.type === 'pair' && field(parent, 'key')?.text === 'pgPool') || (use.type === 'shorthand_property_identifier' && use.text === 'pgPool');
  const given = isNamed ? callAbove(use) : undefined;
  const options = parent.type === 'pair' ? parent.parent : parent;
  const callee = given === undefined ? undefined : calleeOf(given);
  return callee !== undefined && given !== undefined && argumentsOf(given)[0]?.id === options?.id && runners.has(source.origins.key(callee)) ? 'runs' : 'other';
}
