import type { Glimpse } from '../../rule';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { lookAtFunction } from '../../../facts/javascript/elsewhere';
import { isAsync, ownNodes } from '../../../facts/javascript/functions';
import { heldValue } from '../../../facts/javascript/flow';
import { numberValue } from '../../../facts/javascript/numbers';
import { originKey } from '../../../facts/javascript/origin';
import type { ScriptSource } from '../../../source';
import { field, walk, type Node } from '../../../syntax/nodes';
import { loopTypes } from '../../../facts/javascript/scope';
import { roundTriggers } from './rounds';

/** Work that JavaScript itself does, on the thread that serves requests. */
export interface CpuWork {
  readonly kind: 'bcryptjs' | 'xlsx' | 'file' | 'own';
  /** How a message calls it. */
  readonly name: string;
}

const bcrypt = /^bcryptjs$/;
const xlsx = /^xlsx$/;
const files = /^fs(?:\/promises)?$/;

/** False where the library that a trigger means cannot be meant. */
export function mayCompute({ literal, names }: Glimpse): boolean {
  if (roundTriggers.includes(literal)) return true;
  if (/^JSON/.test(literal)) return names(files);
  if (/^xlsx/i.test(literal)) return names(xlsx);
  return literal === 'Sync(' || names(bcrypt);
}

/** Below this many rounds bcryptjs takes a few milliseconds. */
const fewRounds = 8;

/** What a call computes; undefined where it is brief, leaves the thread, or is not known. */
export function cpuWorkAt(call: Node, source: ScriptSource): CpuWork | undefined {
  const callee = calleeOf(call);
  const origin = callee === undefined ? undefined : source.origins.of(callee);
  const key = origin === undefined ? '' : originKey(origin);
  if (/^bcryptjs:(?:hash|compare)(?:Sync)?$/.test(key)) return isBrief(call, source) ? undefined : { kind: 'bcryptjs', name: key.slice('bcryptjs:'.length) };
  if (/^xlsx:(?:read|readFile|write)$/.test(key)) return { kind: 'xlsx', name: key.replace(':', '.') };
  if (key === ':JSON.parse') return readsFile(call, source) ? { kind: 'file', name: 'JSON.parse' } : undefined;
  return callee === undefined ? undefined : ownWork(callee, source);
}

function isBrief(call: Node, source: ScriptSource): boolean {
  const rounds = argumentsOf(call)[1];
  const value = rounds === undefined ? undefined : numberValue(rounds, source.scopes);
  return value !== undefined && value < fewRounds;
}

/** Files of a few lines, by their names; names only make the rule quieter. */
const small = /config|package|manifest|settings|version|locale|i18n|credential|secret|key|token|\bcert|schema|swagger|openapi|\.?rc\b/i;

/** `JSON.parse(await readFile(path))`: the whole of a file that the code does not name as a small one. */
function readsFile(call: Node, source: ScriptSource): boolean {
  const [first] = argumentsOf(call);
  const value = first === undefined ? undefined : heldValue(first, source);
  const key = value === undefined ? '' : source.origins.key(value);
  if (value === undefined || !/^fs(?:\/promises)?:(?:promises\.)?readFile(?:Sync\.\(\)|\.\(\)\.await)(?:\.toString\.\(\))?$/.test(key)) return false;
  return !small.test(value.text);
}

/** A function of the project that says by its name that it blocks, and loops. */
function ownWork(callee: Node, source: ScriptSource): CpuWork | undefined {
  const name = (callee.type === 'member_expression' ? field(callee, 'property') : callee)?.text ?? '';
  if (!/[a-z]Sync$/.test(name) || (callee.type !== 'identifier' && callee.type !== 'member_expression')) return undefined;
  return lookAtFunction(callee, source, (fn, other) => (!isAsync(fn) && loops(fn, other) ? { kind: 'own' as const, name } : undefined));
}

/** A loop in the function's own body that waits for nothing, and is not over a few listed values. */
function loops(fn: Node, source: ScriptSource): boolean {
  if (ownNodes(fn, 'await_expression').length > 0) return false;
  let found = false;
  walk(field(fn, 'body') ?? fn, (node) => {
    if (loopTypes.has(node.type)) {
      const list = node.type === 'for_in_statement' ? field(node, 'right') : undefined;
      const isListed = list !== undefined && heldValue(list, source).type === 'array';
      const isLibrary = /Sync\s*\(/.test(field(node, 'body')?.text ?? '') && /\b(?:fs|zlib|crypto|child_process)\b/.test(source.text);
      found ||= !isListed && !isLibrary;
    }
    return !found;
  });
  return found;
}
