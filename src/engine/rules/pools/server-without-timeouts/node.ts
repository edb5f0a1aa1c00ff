import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { numberText } from '../../../fix/javascript/lists';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, field, type Node } from '../../../syntax/nodes';
import { durationText } from '../../../text/duration';
import type { Draft } from '../../rule';

/** Node's own limits, which a zero turns off. */
const defaults: ReadonlyMap<string, { readonly ms: number; readonly part: string }> = new Map([
  ['requestTimeout', { ms: 300_000, part: 'request' }],
  ['headersTimeout', { ms: 60_000, part: 'headers' }],
]);

/** Express's `listen` gives back the server of `http` that it makes. */
const servers = /^(?:https?:(?:createServer\.\(\)|Server\.new)|express:\(\)\.listen\.\(\))\./;

const pairs: ReadonlySet<string> = new Set(['pair']);
const callTypes: ReadonlySet<string> = new Set(['call_expression', 'new_expression']);

/** `server.requestTimeout = 0`, or the same in the options of `createServer`. */
export function* switchedOff(node: Node, literal: string, source: ScriptSource): Generator<Draft> {
  const limit = defaults.get(literal);
  const value = node.text === literal ? (assigned(node, source) ?? optionValue(node, source)) : undefined;
  if (limit === undefined || value?.text !== '0') return;
  const start = (value.parent ?? value).startIndex;
  yield {
    start,
    end: value.endIndex,
    message: `A ${literal} of 0 gives a client for ever to send its ${limit.part}: each connection that sends a byte now and then keeps a socket and its buffers. Node's own limit is ${durationText(limit.ms)}${literal === 'requestTimeout' ? ', which long uploads may need more of' : ''}.`,
    fixes: [
      {
        title: `Limit the wait for a client's ${limit.part} to ${durationText(limit.ms)}`,
        safety: 'review',
        edits: [{ start: value.startIndex, end: value.endIndex, newText: numberText(limit.ms, source) }],
      },
    ],
  };
}

function assigned(name: Node, source: ScriptSource): Node | undefined {
  const member = name.parent;
  const assignment = member?.parent;
  if (member?.type !== 'member_expression' || assignment?.type !== 'assignment_expression' || field(assignment, 'left')?.id !== member.id) return undefined;
  return servers.test(source.origins.key(member)) ? field(assignment, 'right') : undefined;
}

function optionValue(name: Node, source: ScriptSource): Node | undefined {
  const pair = closest(name, pairs);
  const object = pair?.parent;
  const call = object === null || object === undefined ? undefined : ancestorOf(object, callTypes);
  if (pair === undefined || object?.type !== 'object' || call === undefined || argumentsOf(call)[0]?.id !== object.id) return undefined;
  const callee = calleeOf(call);
  const key = callee === undefined ? '' : source.origins.key(callee);
  return /^https?:(?:createServer|Server)$/.test(key) ? field(pair, 'value') : undefined;
}
