import { argumentsOf } from '../../../facts/javascript/calls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import type { PackageFacts } from '../../../facts/project/project';
import { appendToList, keyText, numberText, objectText, objectTextAt } from '../../../fix/javascript/lists';
import { sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Job } from './jobs';
import type { Policy, Queue } from './policy';

/** Wait before the second run; it doubles with each further one. */
const firstDelayMs = 1000;

/** The share of a wait that is left to chance, so that jobs which failed together do not come back together. */
const jitter = 0.5;

/** The first minor version of BullMQ 5 whose backoff knows `jitter` (5.53 does not read it). */
const jitterSince = 54;

/** What is missing from a job's policy. */
export type Missing = 'attempts' | 'backoff' | 'both';

export const missingIn = (policy: Policy): Missing | undefined => {
  if (policy.repeats || policy.attempts === 'unknown' || policy.attempts === 'once') return undefined;
  if (policy.attempts === 'several') return policy.backoff === 'absent' ? 'backoff' : undefined;
  return policy.backoff === 'absent' ? 'both' : policy.backoff === 'set' ? 'attempts' : undefined;
};

/** Where this file makes the queue the policy goes to all its jobs; else to the jobs of the call. */
export function policyFix(jobs: readonly Job[], queue: Queue, missing: Missing, source: ScriptSource): DraftFix | undefined {
  const items = itemsFor(missing, queue, source);
  const runs = `${source.settings.attempts} ${source.settings.attempts === 1 ? 'run' : 'runs'}`;
  const forAll = queue.construction !== undefined && !schedules.test(source.text) && !jobs.some((job) => saysSomething(job, source));
  const onQueue = forAll ? onConstruction(queue.construction, queue, items, source) : undefined;
  const edits = onQueue ?? onJobs(jobs, items, source);
  if (edits === undefined) return undefined;
  const whose = onQueue === undefined ? (jobs.length > 1 ? 'the jobs' : 'the job') : "the queue's jobs";
  const title = missing === 'backoff' ? `Wait exponentially longer before each further run of ${whose}` : `Give ${whose} ${runs}${missing === 'both' ? ' with exponential backoff' : ''}`;
  return { title, safety: 'review', edits };
}

/** Jobs that run again by a schedule need no policy, and would get the queue's. */
const schedules = /\brepeat\s*:|\bupsertJobScheduler\(/;

/** A job that carries a part of the policy gets the rest in the same place. */
function saysSomething(job: Job, source: ScriptSource): boolean {
  const options = job.options === undefined ? undefined : optionsOf(job.options, source);
  return options !== undefined && ['attempts', 'backoff'].some((name) => optionOf(options, name, source).state === 'set');
}

interface Item {
  readonly name: string;
  readonly value: string;
}

function itemsFor(missing: Missing, queue: Queue, source: ScriptSource): Item[] {
  const { quote } = sourceStyle(source);
  const wait = [`type: ${quote}exponential${quote}`, `delay: ${numberText(firstDelayMs, source)}`];
  if (queue.library === 'bullmq' && knowsJitter(source.project.packageFor(source.file))) wait.push(`jitter: ${jitter}`);
  const attempts = { name: 'attempts', value: String(source.settings.attempts) };
  const backoff = { name: 'backoff', value: objectText(wait, source) };
  return missing === 'both' ? [attempts, backoff] : missing === 'attempts' ? [attempts] : [backoff];
}

/** Where package.json says nothing of the version, the current one is taken. */
function knowsJitter(facts: PackageFacts | undefined): boolean {
  const range = facts?.dependencies.get('bullmq');
  const version = range === undefined ? null : /(\d+)(?:\.(\d+))?/.exec(range);
  if (version === null) return true;
  const [major, minor] = [Number(version[1]), version[2] === undefined ? 0 : Number(version[2])];
  return major > 5 || (major === 5 && minor >= jitterSince);
}

const written = (items: readonly Item[], object?: Node) => items.map(({ name, value }) => `${object === undefined ? name : keyText(object, name)}: ${value}`);

function onConstruction(call: Node, queue: Queue, items: readonly Item[], source: ScriptSource): TextEdit[] | undefined {
  const list = field(call, 'arguments');
  const given = argumentsOf(call);
  if (list?.type !== 'arguments' || given.length === 0) return undefined;
  const last = given.at(-1);
  const options = given.length > 1 && last !== undefined ? optionsOf(last, source) : undefined;
  if (options === undefined) {
    // A value of another file stands where the options belong.
    if (queue.library === 'bullmq' ? given.length > 1 : given.length > 2) return undefined;
    const text = objectTextAt(list.startIndex, [`defaultJobOptions: ${objectText(written(items), source)}`], source);
    return appendToList(list, text, source);
  }
  if (options.shared || options.assigned.size > 0) return undefined;
  const defaults = optionOf(options, 'defaultJobOptions', source);
  if (defaults.state === 'set') return appended(defaults.value, items, source);
  if (defaults.state === 'unknown') return undefined;
  const at = namedChildren(options.object).at(-1)?.startIndex ?? options.object.startIndex;
  return appendToList(options.object, `${keyText(options.object, 'defaultJobOptions')}: ${objectTextAt(at, written(items), source)}`, source);
}

function onJobs(jobs: readonly Job[], items: readonly Item[], source: ScriptSource): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const job of jobs) {
    const own = job.options === undefined || job.options.text === 'undefined' ? optionsAdded(job, items, source) : appended(job.options, items, source);
    if (own === undefined) return undefined;
    edits.push(...own);
  }
  return edits;
}

function optionsAdded({ list, options }: Job, items: readonly Item[], source: ScriptSource): TextEdit[] | undefined {
  if (list === undefined) return undefined;
  const at = namedChildren(list).at(-1)?.startIndex ?? list.startIndex;
  const text = objectTextAt(at, written(items), source);
  if (options !== undefined) return [{ start: options.startIndex, end: options.endIndex, newText: text }];
  return appendToList(list, list.type === 'object' ? `${keyText(list, 'opts')}: ${text}` : text, source);
}

/** An object that other calls use too is copied at this one. */
function appended(value: Node, items: readonly Item[], source: ScriptSource): TextEdit[] | undefined {
  const options = optionsOf(value, source);
  if (options === undefined) return undefined;
  const isOwn = options.object.id === value.id || (!options.shared && options.assigned.size === 0);
  if (isOwn) return appendToList(options.object, written(items, options.object), source);
  return [{ start: value.startIndex, end: value.endIndex, newText: objectTextAt(value.startIndex, [`...${value.text}`, ...written(items)], source) }];
}
