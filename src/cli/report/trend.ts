import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { engineFile } from '../../engine/scan/files';
import { isUnder, relativeWithin, within } from '../../engine/scan/paths';
import { groupBy } from '../../shared/groupBy';
import { UsageError, type Output } from '../output';
import { findingsOf, type Prepared, type StartEngine } from '../prepare';
import type { TrendPoint } from './document';
import { History, sampled } from './git';

export interface TrendRequest {
  /** A branch, tag, commit or date. */
  readonly since: string;
  /** How many commits at most. */
  readonly samples: number;
  readonly includeTests: boolean;
  /** The repository that holds all that is scanned, absolute. */
  readonly top: string;
}

/**
 * What today's rules and configuration find in commits of the past, oldest first. Each commit is read from Git into a
 * temporary folder, which is removed also when the user interrupts.
 * @throws UsageError for a bad `since`, and when interrupted
 */
export async function trendOf({ since, samples, includeTests, top }: TrendRequest, start: Prepared['start'], startEngine: StartEngine, { stderr }: Output): Promise<TrendPoint[]> {
  const history = new History(top);
  const commits = sampled(history.since(since), samples);
  const stopped = new AbortController();
  const stop = () => {
    stopped.abort();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'altitude-report-')));
  try {
    const points: TrendPoint[] = [];
    for (const [at, { id, time }] of commits.entries()) {
      stderr(`${at + 1} of ${commits.length}: ${id.slice(0, 10)}\n`);
      const folder = within(engineFile(scratch), String(at));
      // Ignore files and rules of what lies above the folder do not count.
      mkdirSync(path.join(folder, '.git'), { recursive: true });
      history.extract(id, folder);
      const engine = startEngine(moved(start, top, folder));
      try {
        const roots = start.roots.map((root) => movedPath(root, top, folder));
        const { findings } = await findingsOf(engine, { roots, includeTests }, { signal: stopped.signal });
        const rules = Object.fromEntries([...groupBy(findings, ({ rule }) => rule)].map(([rule, own]) => [rule, own.length]));
        points.push({ commit: id, date: new Date(time).toISOString(), total: findings.length, rules });
      } finally {
        await engine.dispose();
      }
      rmSync(folder, { recursive: true, force: true });
      if (stopped.signal.aborted) throw new UsageError('stopped: no report was written');
    }
    return points;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    rmSync(scratch, { recursive: true, force: true });
  }
}

function moved(start: Prepared['start'], top: string, folder: string): Prepared['start'] {
  const { configs = [], team = [] } = start;
  return {
    ...start,
    roots: start.roots.map((root) => movedPath(root, top, folder)),
    configs: configs.map((each) => ({ ...each, folder: movedPath(each.folder, top, folder) })),
    team: team.map((rule) => ({ ...rule, folder: movedPath(rule.folder, top, folder) })),
  };
}

function movedPath(file: string, top: string, folder: string): string {
  if (file === top) return folder;
  return isUnder(top, file) ? within(folder, relativeWithin(top, file)) : file;
}
