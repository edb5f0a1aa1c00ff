import { isRequested, knowsCallers } from '../../facts/javascript/callers';
import { enclosingFunction } from '../../facts/javascript/functions';
import { isOnSchedule } from '../../facts/javascript/schedules';
import { isTooling } from '../../scan/quiet';
import type { ScriptSource } from '../../source';
import { callAbove, closestCall, field, type Node } from '../../syntax/nodes';
import type { Draft, Rule } from '../rule';
import { docs } from './queue-job-without-retry-policy/docs';
import { missingIn, policyFix, type Missing } from './queue-job-without-retry-policy/fix';
import { jobsOf, receiverOf } from './queue-job-without-retry-policy/jobs';
import { merged, policyIn, type Queue } from './queue-job-without-retry-policy/policy';
import { queueOf } from './queue-job-without-retry-policy/queues';
import { carriesNothing, comesAgain, isAnswered, isAskedByNobody, isParked, isWaitedFor } from './queue-job-without-retry-policy/quiet';
import { isSwallowedHere, mayFail, neverFails, rarelyFails } from './queue-job-without-retry-policy/workers';

const libraries = ['bullmq', '@nestjs/bull', "'bull'", '"bull"'];
const modules = /^(?:bullmq|bull|@nestjs\/bull|@nestjs\/bullmq)$/;

/** Every place of the file where something is added to something; a file has few. */
function addCalls(source: ScriptSource): Node[] {
  const { text, tree } = source;
  return [...text.matchAll(/\.\s*(?:add|addBulk)(?=\s*[(<])/g)].flatMap((match) => {
    const at = match.index + match[0].length;
    const property = tree.rootNode.descendantForIndex(at - 1, at);
    const call = property?.type === 'property_identifier' ? callAbove(property) : undefined;
    return call === undefined || receiverOf(call) === undefined || closestCall(property ?? call)?.id !== call.id ? [] : [call];
  });
}

function drafts(source: ScriptSource): Draft[] {
  if (isTooling(source.project.relative(source.file)) || source.tree.rootNode.firstNamedChild?.type === 'hash_bang_line') return [];
  return addCalls(source).flatMap((call) => draftFor(call, source) ?? []);
}

function draftFor(call: Node, source: ScriptSource): Draft | undefined {
  const receiver = receiverOf(call);
  if (receiver === undefined || enclosingFunction(call) === undefined) return undefined;
  const queue = queueOf(receiver, source);
  if (queue === undefined || isParked(receiver, queue, source) || isOnSchedule(call)) return undefined;
  const jobs = jobsOf(call, queue.library, source);
  const missing = jobs?.map((job) => missingIn(merged(policyIn(job.options, source), queue.defaults)));
  const first = missing?.[0];
  if (jobs === undefined || first === undefined || missing?.some((each) => each !== first) === true) return undefined;
  if (neverFails(receiver, queue, source) || isSwallowedHere(receiver, source)) return undefined;
  const fix = policyFix(jobs, queue, first, source);
  const isUnseen = !isProven(call, receiver, queue, source);
  const told = `${messageOf(first, queue)}${isUnseen ? unseen : ''}`;
  const isQuiet = rarelyFails(receiver, queue, source) || carriesNothing(call, queue.library, source) || isAskedByNobody(call) || comesAgain(jobs, source) || isAnswered(call, jobs, source) || isWaitedFor(call, source);
  return {
    start: call.startIndex,
    end: endOfName(call),
    ...(isUnseen || isQuiet ? { severity: 'hint' } : {}),
    message: fix === undefined ? `${told} No automatic fix: its options are put together elsewhere.` : told,
    fixes: fix === undefined ? [] : [fix],
  };
}

/** Whether a request, or a message, is seen to leave the job, or its worker to hand errors on. Where nobody can know who calls, the place is enough. */
const isProven = (call: Node, receiver: Node, queue: Queue, source: ScriptSource): boolean => !knowsCallers(source) || mayFail(receiver, queue, source) || isRequested(call, source);

const unseen = " The project's own calls show neither a request that leaves the job nor a worker that can fail; one that comes again, or only works in memory, needs no second run.";

/** The squiggle stands under `queue.add`, not under the job's data. */
const endOfName = (call: Node) => field(call, 'function')?.endIndex ?? call.endIndex;

function messageOf(missing: Missing, queue: Queue): string {
  const library = queue.library === 'bullmq' ? 'BullMQ' : 'Bull';
  switch (missing) {
    case 'both':
      return `${library} runs a job once where attempts is not set: one error in its worker, such as a timeout under load, and the job is never done.`;
    case 'attempts':
      return `The backoff never applies: attempts is not set, so ${library} runs the job once and the first error is its last.`;
    case 'backoff':
      return 'Without a backoff every attempt follows the failed one at once: all of them are used up before what made the first fail is over.';
  }
}

/** Jobs of BullMQ and Bull that get no second run, or all their runs at once. */
export const queueJobWithoutRetryPolicy: Rule = {
  id: 'queue-job-without-retry-policy',
  title: 'A job that one error loses',
  area: 'consistency',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'slow-signup#one-attempt',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: {
    triggers: ['ueue.add(', 'ueue.addBulk(', 'ueue().add(', ".add('", '.add("', '.add(`', ...libraries],
    mayHold: ({ names }) => names(modules),
    check: (_hit, source) => source.memo.once(drafts, source),
  },
};
