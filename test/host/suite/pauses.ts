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

/** Moments at which somebody else had a turn, in microseconds of the profiler's clock: a timer is always waiting for one. */
async function turnsDuring(work: () => Promise<unknown>): Promise<readonly number[]> {
  const turns: number[] = [];
  const turn = () => {
    turns.push(Number(process.hrtime.bigint() / 1000n));
    timer = setTimeout(turn);
  };
  let timer = setTimeout(turn);
  try {
    await work();
  } finally {
    clearTimeout(timer);
  }
  return turns;
}

function shareIn({ nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile, folder: string, turns: readonly number[]): Share {
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
  let longest: Share = { longest: 0, total: 0, where: '' };
  let total = 0;
  let stretch = new Map<string, number>();
  let now = startTime;
  let next = 0;
  samples.forEach((id, index) => {
    now += timeDeltas[index] ?? 0;
    const before = next;
    while ((turns[next] ?? Infinity) <= now) next++;
    if (next > before) stretch = new Map();
    // Nothing to do, or between two callbacks of the event loop.
    if (/^\((?:idle|program)\)$/.test(byId.get(id)?.callFrame.functionName ?? '')) stretch = new Map();
    const where = own.get(id);
    if (where === undefined) return;
    // A sample stands for the time until the next one. Where that comes much too late, the machine gave the process no
    // time at all: native code and the collector are looked at as often as any other.
    const ms = Math.min(timeDeltas[index + 1] ?? 0, 4 * interval) / 1000;
    total += ms;
    stretch.set(where, (stretch.get(where) ?? 0) + ms);
    const sum = [...stretch.values()].reduce((a, b) => a + b, 0);
    if (sum > longest.longest) longest = { longest: sum, total, where: most(stretch) };
  });
  return { ...longest, total };
}
