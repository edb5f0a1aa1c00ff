import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { enclosingFunction, ownNodes, parametersOf } from '../../../facts/javascript/functions';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { callAbove, field, isInside, walk, type Node } from '../../../syntax/nodes';
import type { Job } from './jobs';
import type { Queue, QueueLibrary } from './policy';

const parking = /dead[-_ ]?letter|dlq/i;

/** A queue where failed jobs are put aside has no worker that could fail; one whose jobs the file retries itself has its policy there. */
export function isParked(receiver: Node, queue: Queue, source: ScriptSource): boolean {
  return parking.test(receiver.text) || parking.test(queue.name) || /\.(?:retryJobs|retry)\(/.test(source.text);
}

/**
 * `add('sweep', {})`, `add('sweep', { tables: TABLES })`: a job that carries nothing, or nothing that this call decides,
 * only asks a worker to look again, and the next one asks the same.
 */
export function carriesNothing(call: Node, library: QueueLibrary, source: ScriptSource): boolean {
  if (!/\.add$/.test(calleeOf(call)?.text ?? '')) return false;
  const given = argumentsOf(call);
  const data = given[1];
  // Bull's only argument is the data.
  if (data === undefined) return library === 'bullmq' && given.length === 1;
  const value = heldValue(data, source);
  return (value.type === 'object' || value.type === 'array') && isFixed(value, source);
}

/** `const renew = async () => { … add('renew', ids) }`: whoever calls that again, as a clock or a command does, leaves the same job again. */
export function isAskedByNobody(call: Node): boolean {
  for (let fn = enclosingFunction(call); fn !== undefined; fn = enclosingFunction(fn)) if (fn.type === 'method_definition' || parametersOf(fn).length > 0) return false;
  return true;
}

/** Made of literals and of constants of the module. */
function isFixed(value: Node, source: ScriptSource): boolean {
  let found = true;
  walk(value, (node) => {
    const declaration = node.type === 'identifier' || node.type === 'shorthand_property_identifier' ? source.scopes.lookup(node.text, node) : undefined;
    if (node.type.endsWith('call_expression') || node.type === 'new_expression' || node.type === 'this' || functionTypes.has(node.type)) found = false;
    else if (node.type === 'identifier' || node.type === 'shorthand_property_identifier') found &&= declaration !== undefined && (declaration.kind === 'import' || enclosingFunction(declaration.id) === undefined);
    return found;
  });
  return found;
}

/** The job's own id is handed to whoever asked for the work: a failure is seen there, and asked for again. */
export function isAnswered(call: Node, jobs: readonly Job[], source: ScriptSource): boolean {
  const fn = enclosingFunction(call);
  const [job] = jobs;
  const options = job?.options === undefined ? undefined : optionsOf(job.options, source);
  const id = options === undefined ? undefined : optionOf(options, 'jobId', source);
  const declaration = id?.state === 'set' && id.value.type.endsWith('identifier') ? source.scopes.resolve(id.value) : undefined;
  if (fn === undefined || declaration === undefined) return false;
  const answers = [...ownNodes(fn, 'return_statement'), ...ownNodes(fn, 'call_expression').filter((each) => answering.test(calleeOf(each)?.text ?? ''))];
  return source.scopes.references(declaration).some((reference) => answers.some((answer) => isInside(reference, answer) && !isInside(call, answer)));
}

/** `await job.waitUntilFinished(events)`, Bull's `job.finished()`: whoever added the job gets its error, as of a call. */
export function isWaitedFor(call: Node, source: ScriptSource): boolean {
  const awaited = call.parent?.type === 'await_expression' ? call.parent : call;
  const declarator = awaited.parent?.type === 'variable_declarator' ? awaited.parent : undefined;
  const name = declarator === undefined ? undefined : field(declarator, 'name');
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  return (declaration === undefined ? [] : source.scopes.references(declaration)).some((use) => {
    const wait = callAbove(use);
    return wait?.parent?.type === 'await_expression' && waits.test(calleeOf(wait)?.text ?? '');
  });
}

const waits = /^[\w$]+\.(?:waitUntilFinished|finished)$/;

/** An id of its own that a failed job gives free: whoever adds the work again, as a schedule does, is let in again. */
export function comesAgain(jobs: readonly Job[], source: ScriptSource): boolean {
  return jobs.length > 0 && jobs.every((job) => {
    const options = job.options === undefined ? undefined : optionsOf(job.options, source);
    const [id, freed] = ['jobId', 'removeOnFail'].map((name) => (options === undefined ? undefined : optionOf(options, name, source)));
    return id?.state === 'set' && freed?.state === 'set' && freed.value.text === 'true' && !/random|uuid|nanoid|Date\.now/i.test(id.value.text);
  });
}

const answering = /\.(?:json|send)$/;
