import { Session, type Profiler } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * The longest time, in milliseconds, that the extension host's one thread did nothing else while the work ran. Others
 * share that thread: what it says of us shows only beside the same without us.
 */
export async function longestPause(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  try {
    await work();
  } finally {
    delay.disable();
  }
  return delay.max / 1e6;
}

/** What part of its own a script had in keeping the thread busy, in milliseconds. */
export interface Share {
  /** Most that it ran between two moments at which the event loop could turn to somebody else. */
  readonly longest: number;
  readonly total: number;
  /** The functions that took most of the longest. */
  readonly where: string;
}

function most(stretch: ReadonlyMap<string, number>): string {
  const first = [...stretch].sort((a, b) => b[1] - a[1]).slice(0, 5);
  return first.map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`).join(', ');
}

/** Microseconds between two looks at what the thread does. */
const interval = 250;

/**
 * A sample that is followed later than this, in microseconds, shows that the thread was not let run: while it works it is
 * looked at in time, also within what is not JavaScript, such as reading a file or loading a language.
 */
const longestSample = 4 * interval;

/** A moment at which somebody else had a turn. */
interface Turn {
  /** Microseconds of the profiler's clock. */
  readonly at: number;
  /** Microseconds that a core has worked for this thread so far; undefined where Node does not tell. */
  readonly worked: number | undefined;
}

/** Runs the work and says how much of the thread's time went into the scripts of a folder, or was spent for them. */
export async function shareOf(folder: string, work: () => Promise<unknown>): Promise<Share> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval });
    await session.post('Profiler.start');
    const turns = await turnsDuring(work);
    return shareIn((await session.post('Profiler.stop')).profile, folder, turns);
  } finally {
    session.disconnect();
  }
}

/** Node has it from 23.9 on; the editor's own may be older, as the types are. */
interface KnowsThread {
  threadCpuUsage?(): NodeJS.CpuUsage;
}

/** What a core has worked for this thread so far, in microseconds: hardly more where the machine is busy with others. Undefined where Node does not tell. */
export function workedSoFar(): number | undefined {
  const usage = (process as KnowsThread).threadCpuUsage?.();
  return usage && usage.user + usage.system;
}

/** A timer is always waiting for its turn. */
async function turnsDuring(work: () => Promise<unknown>): Promise<readonly Turn[]> {
  const now = (): Turn => ({ at: Number(process.hrtime.bigint() / 1000n), worked: workedSoFar() });
  const turns = [now()];
  const turn = () => {
    turns.push(now());
    timer = setTimeout(turn);
  };
  let timer = setTimeout(turn);
  try {
    await work();
  } finally {
    clearTimeout(timer);
    turns.push(now());
  }
  return turns;
}

/** One stretch in which the scripts ran: what each of their functions took, in milliseconds, and the turn it lies in. */
interface Stretch {
  readonly turn: number;
  readonly byFunction: Map<string, number>;
}

function shareIn({ nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile, folder: string, turns: readonly Turn[]): Share {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  /** The innermost function of the scripts on the stack. */
  const ownFrame = (id: number): string | undefined => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const frame = byId.get(at)?.callFrame;
      if (frame !== undefined && frame.url.includes(folder)) return `${frame.functionName || '(anonymous)'} ${frame.url.slice(frame.url.lastIndexOf('/') + 1)}:${frame.lineNumber + 1}:${frame.columnNumber + 1}`;
    }
    return undefined;
  };
  const own = new Map(nodes.map(({ id }) => [id, ownFrame(id)]));
  const stretches: Stretch[] = [];
  /** By turn, in milliseconds: what the thread seemed to be busy, us and others. */
  const seemed = new Map<number, number>();
  let stretch: Stretch | undefined;
  let now = startTime;
  let turn = 0;
  samples.forEach((id, index) => {
    now += timeDeltas[index] ?? 0;
    while ((turns[turn]?.at ?? Infinity) <= now) turn++;
    // Before the first turn and after the last the profiler is at work.
    if (turn === 0 || turn === turns.length) return;
    // Nothing to do, or between two callbacks of the event loop.
    if (/^\((?:idle|program)\)$/.test(byId.get(id)?.callFrame.functionName ?? '')) {
      stretch = undefined;
      return;
    }
    // A sample stands for the time until the next one.
    const ms = Math.min(timeDeltas[index + 1] ?? 0, longestSample) / 1000;
    if (ms === 0) return;
    seemed.set(turn, (seemed.get(turn) ?? 0) + ms);
    const where = own.get(id);
    if (where === undefined) return;
    if (stretch?.turn !== turn) stretches.push((stretch = { turn, byFunction: new Map() }));
    stretch.byFunction.set(where, (stretch.byFunction.get(where) ?? 0) + ms);
  });
  const measured = stretches.map((each) => measure(each, workedIn(each.turn, turns) / (seemed.get(each.turn) ?? 0)));
  const [longest] = measured.toSorted((a, b) => b.ms - a.ms);
  return { longest: longest?.ms ?? 0, where: longest?.where ?? '', total: measured.reduce((sum, { ms }) => sum + ms, 0) };
}

/** @returns milliseconds that a core worked for the thread in a turn; Infinity where that is not known */
function workedIn(turn: number, turns: readonly Turn[]): number {
  const [before, after] = [turns[turn - 1]?.worked, turns[turn]?.worked];
  return before === undefined || after === undefined ? Infinity : (after - before) / 1000;
}

/** @param worked what a core worked in the turn, of the time that it seemed busy: less where it had to wait for a core */
function measure({ byFunction }: Stretch, worked: number): { readonly ms: number; readonly where: string } {
  const scaled = new Map([...byFunction].map(([name, ms]) => [name, ms * Math.min(1, worked)]));
  return { ms: [...scaled.values()].reduce((a, b) => a + b, 0), where: most(scaled) };
}
