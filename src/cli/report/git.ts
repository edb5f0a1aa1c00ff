import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parentDir } from '../../engine/facts/project/project';
import { systemFile } from '../../engine/scan/files';
import { maxFileBytes } from '../../engine/scan/decode';
import { within } from '../../engine/scan/paths';
import { UsageError } from '../output';

export interface Commit {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

interface Blob {
  readonly id: string;
  /** Relative to the repository. */
  readonly name: string;
  readonly size: number;
}

/** Bytes of files read from Git at a time. */
const portion = 16_000_000;

/** A repository's history, read without touching its working tree or its index. */
export class History {
  /** @param top of the repository, absolute */
  constructor(private readonly top: string) {}

  /**
   * The main line of the current commit, oldest first, from a commit or a day on.
   * @param since a branch, tag or commit, or a date such as 2026-01-31
   * @throws UsageError when Git is missing, there is no commit, or `since` is neither
   */
  since(since: string): Commit[] {
    if (since.startsWith('-')) throw new UsageError(`--since needs a branch, tag, commit or date, not ${since}`);
    const all = this.text(['log', '--first-parent', '--reverse', '--format=%H %ct', 'HEAD'], '--since: there is no commit here yet')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Commit => ({ id: line.slice(0, line.indexOf(' ')), time: Number(line.slice(line.indexOf(' ') + 1)) * 1000 }));
    const time = /^\d{4}-\d\d-\d\d$/.test(since) ? Date.parse(since) : Number.NaN;
    if (!Number.isNaN(time)) return all.filter((commit) => commit.time >= time);
    const mend = `--since: ${since} is no commit, branch or tag that is known here, and no date such as 2026-01-31`;
    const base = this.text(['merge-base', `${since}^{commit}`, 'HEAD'], mend).trim();
    const after = new Set(this.text(['rev-list', '--first-parent', `${base}..HEAD`], mend).split('\n'));
    return all.filter(({ id }) => id === base || after.has(id));
  }

  /** Writes a commit's files into an empty folder. Links, submodules and files too large to scan are left out. */
  extract(commit: string, folder: string): void {
    let waiting: Blob[] = [];
    let size = 0;
    for (const blob of this.blobs(commit)) {
      waiting.push(blob);
      size += blob.size;
      if (size < portion) continue;
      this.writeBlobs(waiting, folder);
      [waiting, size] = [[], 0];
    }
    this.writeBlobs(waiting, folder);
  }

  private blobs(commit: string): Blob[] {
    return this.text(['ls-tree', '-r', '-l', '-z', '--full-tree', commit])
      .split('\0')
      .flatMap((line): Blob[] => {
        const [, mode, id, size, name] = /^(\d+) blob (\w+) +(\d+)\t(.+)$/s.exec(line) ?? [];
        if (id === undefined || name === undefined || !mode?.startsWith('100') || Number(size) > maxFileBytes || !isPlain(name)) return [];
        return [{ id, name, size: Number(size) }];
      });
  }

  private writeBlobs(blobs: readonly Blob[], folder: string): void {
    if (blobs.length === 0) return;
    const bytes = this.git(['cat-file', '--batch'], blobs.map(({ id }) => `${id}\n`).join(''));
    let at = 0;
    for (const { name, size } of blobs) {
      at = bytes.indexOf('\n', at) + 1;
      const file = within(folder, name);
      mkdirSync(systemFile(parentDir(file) ?? folder), { recursive: true });
      writeFileSync(file, bytes.subarray(at, at + size));
      at += size + 1;
    }
  }

  private text(args: readonly string[], mend?: string): string {
    return this.git(args, '', mend).toString();
  }

  private git(args: readonly string[], input: string, mend?: string): Buffer {
    try {
      return execFileSync('git', args, { cwd: this.top, input, maxBuffer: 1 << 29, stdio: ['pipe', 'pipe', 'pipe'] });
    } catch (error) {
      const { code, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: Buffer };
      if (code === 'ENOENT') throw new UsageError('--since needs git, which was not found');
      throw new UsageError(mend ?? `--since: ${(stderr?.toString() ?? String(error)).trim()}`);
    }
  }
}

/** A tree may hold any names: none may lead out of the folder. */
const isPlain = (name: string) => !/[\\:]/.test(name) && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');

/** At most `count` commits spread evenly over time, the first and the last among them. */
export function sampled(commits: readonly Commit[], count: number): readonly Commit[] {
  const [first, last] = [commits[0], commits.at(-1)];
  if (commits.length <= count || first === undefined || last === undefined) return commits;
  const step = (last.time - first.time) / (count - 1);
  const chosen = Array.from({ length: count }, (_, at) => (at === count - 1 ? last : (commits.findLast(({ time }) => time <= first.time + at * step) ?? first)));
  return [...new Set(chosen)];
}
