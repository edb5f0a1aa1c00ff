import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import type { ScriptSource } from '../../../source';
import { callAbove, field, type Node } from '../../../syntax/nodes';
import { variableOf } from './variable';

const runners: ReadonlySet<string> = new Set(['graphile-worker:run', 'graphile-worker:runOnce', 'graphile-worker:runMigrations']);

/** What is done with a pool that serves nobody but who it was given to. */
const upkeep = /^(?:end|on|once)$/;

/** A pool of a job runner alone: no more wait for it than the jobs it runs at a time. */
export function isOfJobRunner(call: Node, source: ScriptSource): boolean {
  const declaration = variableOf(call, source);
  if (declaration === undefined) return false;
  const uses = source.scopes.references(declaration).map((use) => useOf(use, source));
  return uses.includes('runs') && !uses.includes('other');
}

function useOf(use: Node, source: ScriptSource): 'runs' | 'upkeep' | 'other' {
  const { parent } = use;
  if (parent === null) return 'other';
  if (parent.type === 'variable_declarator' && field(parent, 'name')?.id === use.id) return 'upkeep';
  if (parent.type === 'assignment_expression' && field(parent, 'left')?.id === use.id) return 'upkeep';
  if (parent.type === 'parenthesized_expression' && parent.parent?.type === 'if_statement') return 'upkeep';
  if (parent.type === 'member_expression') return upkeep.test(field(parent, 'property')?.text ?? '') ? 'upkeep' : 'other';
  const isNamed = (parent.type === 'pair' && field(parent, 'key')?.text === 'pgPool') || (use.type === 'shorthand_property_identifier' && use.text === 'pgPool');
  const given = isNamed ? callAbove(use) : undefined;
  const options = parent.type === 'pair' ? parent.parent : parent;
  const callee = given === undefined ? undefined : calleeOf(given);
  return callee !== undefined && given !== undefined && argumentsOf(given)[0]?.id === options?.id && runners.has(source.origins.key(callee)) ? 'runs' : 'other';
}
