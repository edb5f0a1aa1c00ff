import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction, ownNodes } from '../../../facts/javascript/functions';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { Job } from './jobs';
import type { Queue } from './policy';

const parking = /dead[-_ ]?letter|dlq/i;

/** A queue where failed jobs are put aside has no worker that could fail; one whose jobs the file retries itself has its policy there. */
export function isParked(receiver: Node, queue: Queue, source: ScriptSource): boolean {
  return parking.test(receiver.text) || parking.test(queue.name) || /\.(?:retryJobs|retry)\(/.test(source.text);
}

/** `add('sweep', {})`: a job that carries nothing only asks a worker to look again, and the next one asks the same. */
export function carriesNothing(call: Node): boolean {
  const data = argumentsOf(call)[1];
  return data?.type === 'object' && namedChildren(data).every((child) => child.type === 'comment');
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

/** An id of its own that a failed job gives free: whoever adds the work again, as a schedule does, is let in again. */
export function comesAgain(jobs: readonly Job[], source: ScriptSource): boolean {
  return jobs.length > 0 && jobs.every((job) => {
    const options = job.options === undefined ? undefined : optionsOf(job.options, source);
    const [id, freed] = ['jobId', 'removeOnFail'].map((name) => (options === undefined ? undefined : optionOf(options, name, source)));
    return id?.state === 'set' && freed?.state === 'set' && freed.value.text === 'true' && !/random|uuid|nanoid|Date\.now/i.test(id.value.text);
  });
}

const answering = /\.(?:json|send)$/;
