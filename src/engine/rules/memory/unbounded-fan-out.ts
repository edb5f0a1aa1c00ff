import { isInterfaceCode, mayRunInRequests, mayRunInRequestsAt } from '../../facts/javascript/glance';
import { requestPlace } from '../../facts/javascript/requestPath';
import type { GoSource, ScriptSource } from '../../source';
import type { Node } from '../../syntax/nodes';
import type { Draft, DraftFix, Glimpse, Rule, TreeHit } from '../rule';
import { docs } from './unbounded-fan-out/docs';
import { goLengthOf } from './unbounded-fan-out/goLists';
import { limitedGo } from './unbounded-fan-out/goLimited';
import { goFanOutAt, isLimitedGo } from './unbounded-fan-out/goroutines';
import { goWorkOf } from './unbounded-fan-out/goWork';
import { limited } from './unbounded-fan-out/limited';
import { lengthOf, type Length } from './unbounded-fan-out/lists';
import { bodyOf, fanOutsAt, isPromiseAll, mayFanOut } from './unbounded-fan-out/sites';
import { mayWork, workOf, type Work } from './unbounded-fan-out/work';

/** What an import binds is called elsewhere. */
const mayHold = (glimpse: Glimpse): boolean => mayFanOut(glimpse) && mayWork(glimpse) && mayRunInRequests(glimpse) && !isInterfaceCode(glimpse) && (!isPromiseAll(glimpse) || mayRunInRequestsAt(glimpse));

function* check({ node }: TreeHit, source: ScriptSource): Generator<Draft> {
  for (const fanOut of fanOutsAt(node, source)) {
    if (requestPlace(fanOut.call, source) === undefined) continue;
    const length = lengthOf(fanOut.list, source);
    const body = length === 'bounded' || length === 'unknown' ? undefined : bodyOf(fanOut, source);
    const work = body === undefined ? undefined : workOf(body, source);
    if (work === undefined || length === 'bounded' || length === 'unknown') continue;
    // A function that is handed some files opens those: a list without end comes from elsewhere.
    if (length === 'parameter' && work.kind === 'file') continue;
    yield draft(fanOut.callee, work, length, limited(fanOut, source));
  }
}

function* checkGo({ node }: TreeHit, source: GoSource): Generator<Draft> {
  const fanOut = goFanOutAt(node, source);
  if (fanOut === undefined || isLimitedGo(fanOut, source)) return;
  const length = goLengthOf(fanOut.list, source);
  if (length === 'bounded' || length === 'unknown') return;
  // A program that runs once starts what it was told to.
  if (length !== 'request' && /^package main\b/m.test(source.text)) return;
  const work = goWorkOf(fanOut.body, source);
  if (work === undefined || (length === 'parameter' && work.kind !== 'request')) return;
  yield draft({ startIndex: fanOut.start, endIndex: fanOut.end }, work, length, limitedGo(fanOut, source));
}

const effects: Readonly<Record<Work['kind'], (name: string) => string>> = {
  request: (name) => `Every call of ${name} starts at once: the provider throttles, and sockets and answers pile up in memory.`,
  file: (name) => `Every ${name} opens its file at once: past the process's limit of descriptors they fail with EMFILE.`,
  process: (name) => `Every ${name} starts its process at once: a long list takes the machine's memory.`,
  write: (name) => `Every ${name} queues for a connection at once: each other request waits behind the whole list.`,
};

const owners: Readonly<Record<Decider, string>> = {
  request: 'The request decides how many there are.',
  table: 'The table decides how many there are, and every row of it is taken.',
  rows: 'The table decides how many there are.',
  answer: 'Another service decides how many there are.',
  folder: 'The folder decides how many there are.',
  parameter: 'The caller decides how many there are.',
};

type Decider = Exclude<Length, 'bounded' | 'unknown'>;

function draft(place: Pick<Node, 'startIndex' | 'endIndex'>, work: Work, length: Decider, fix: DraftFix | string): Draft {
  const refused = typeof fix === 'string';
  const told = `${owners[length]} ${effects[work.kind](work.callee)}`;
  return {
    start: place.startIndex,
    end: place.endIndex,
    // A client may send a long list on purpose, a whole table only grows, and each entry reaches another service.
    ...((length === 'request' || length === 'table') && work.kind === 'request' ? { severity: 'information' as const } : {}),
    message: refused ? `${told} No automatic fix: ${fix}.` : told,
    fixes: refused ? [] : [fix],
  };
}

/** Work that starts for every entry of a list at once, where something outside the code decides how long the list is. */
export const unboundedFanOut: Rule = {
  id: 'unbounded-fan-out',
  title: 'As much work at once as a list has entries',
  area: 'memory',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'review',
  severity: 'hint',
  lesson: 'dead-dependency#all-at-once',
  defaultOn: true,
  docs,
  script: { triggers: ['Promise.all', "'p-map'", '"p-map"', "'bluebird'", '"bluebird"', "'async'", '"async"'], mayHold, check },
  go: { triggers: ['go func', '.Go(func'], check: checkGo },
};
