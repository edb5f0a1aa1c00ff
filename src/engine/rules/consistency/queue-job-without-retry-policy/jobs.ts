import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { returnedBy } from '../../../facts/javascript/forwards';
import { optionOf, optionsOf, unwrapped } from '../../../facts/javascript/options';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { QueueLibrary } from './policy';

/** One job being added. */
export interface Job {
  /** Where its options are, or `undefined` where it has none. */
  readonly options: Node | undefined;
  /** The call's arguments or the job's object, to which options can be added; undefined where they would land in the wrong place. */
  readonly list: Node | undefined;
}

/** The queue in `queue.add(…)` and `queue.addBulk(…)`. */
export function receiverOf(call: Node): Node | undefined {
  const callee = calleeOf(call);
  const method = callee?.type === 'member_expression' ? field(callee, 'property')?.text : undefined;
  return callee !== undefined && (method === 'add' || method === 'addBulk') ? field(callee, 'object') : undefined;
}

/** The jobs a call adds; undefined where they are put together elsewhere. */
export function jobsOf(call: Node, library: QueueLibrary, source: ScriptSource): readonly Job[] | undefined {
  const given = argumentsOf(call);
  if (given.some((argument) => argument.type === 'spread_element')) return undefined;
  if (field(calleeOf(call) ?? call, 'property')?.text === 'addBulk') return given[0] === undefined ? undefined : bulkJobs(given[0], source);
  const at = library === 'bullmq' ? 2 : bullPosition(given, source);
  const list = field(call, 'arguments');
  return at === undefined || list === undefined ? undefined : [{ options: given[at], list: given.length >= at ? list : undefined }];
}

/** Bull's `add` takes a name first or not; undefined where the code does not show which. */
function bullPosition(given: readonly Node[], source: ScriptSource): number | undefined {
  const [first, second] = given;
  if (given.length > 2) return 2;
  if (first === undefined) return undefined;
  const kind = heldValue(first, source).type;
  if (kind === 'string' || kind === 'template_string') return 2;
  if (kind === 'object' || second === undefined) return 1;
  const options = optionsOf(second, source);
  const isPolicy = options !== undefined && ['attempts', 'backoff', 'removeOnComplete', 'delay', 'priority', 'jobId', 'repeat'].some((name) => optionOf(options, name, source).state === 'set');
  return isPolicy ? 1 : undefined;
}

/** `addBulk([{ name, data, opts }])`, or the list a `map` makes of such objects. */
function bulkJobs(argument: Node, source: ScriptSource): Job[] | undefined {
  const list = heldValue(argument, source);
  const objects = list.type === 'array' ? namedChildren(list).map((each) => heldValue(each, source)) : [mappedTo(list, source)];
  if (objects.length === 0) return undefined;
  const jobs: Job[] = [];
  for (const object of objects) {
    const options = object?.type === 'object' ? optionsOf(object, source) : undefined;
    const opts = options === undefined ? undefined : optionOf(options, 'opts', source);
    if (object === undefined || opts === undefined || opts.state === 'unknown') return undefined;
    jobs.push({ options: opts.state === 'set' ? opts.value : undefined, list: object });
  }
  return jobs;
}

function mappedTo(list: Node, source: ScriptSource): Node | undefined {
  const callee = list.type === 'call_expression' ? calleeOf(list) : undefined;
  const mapper = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'map' ? argumentsOf(list)[0] : undefined;
  const value = mapper === undefined || !functionTypes.has(mapper.type) ? undefined : returnedBy(mapper);
  return value === undefined ? undefined : heldValue(unwrapped(value), source);
}
