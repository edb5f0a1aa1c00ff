import { lstat, mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { engineFile, kindOf } from '../engine/scan/files';
import { nodeLessonFiles } from '../lessons/nodeFiles';
import { onboardingFile } from '../team/naming';
import type { ChangedFile, NewFile, Scaffold } from '../team/scaffold/model';
import { planScaffold } from '../team/scaffold/plan';
import { exit, UsageError, type Output } from './output';
import { relativeTo } from './paths';
import { plural } from './plural';
import { plain } from './pretty';
import { replaceFile } from './writeFile';

export interface InitRequest {
  /** The folder to set up; the working directory when absent. */
  readonly dir: string | undefined;
  /** Say what would be written, write nothing. */
  readonly dryRun: boolean;
  /** Also a configuration. */
  readonly config: boolean;
  /** The extension to recommend, `publisher.name`. */
  readonly extension: string;
}

const byteOrderMark = '\uFEFF';

/**
 * Sets a folder up for onboarding. Nothing that is there is overwritten.
 * @throws UsageError when there is no such folder
 */
export async function initCommand({ dir = '.', dryRun, config, extension }: InitRequest, output: Output): Promise<number> {
  const root = engineFile(dir, output.cwd);
  if (kindOf(root) !== 'folder') throw new UsageError(`no such folder: ${dir}`);
  const scaffold = await planScaffold(nodeLessonFiles, root, { extension, config });
  const failure = dryRun ? undefined : await write(root, scaffold);
  const shown = relativeTo(output.cwd, root);
  output.stdout(listing(scaffold, shown, dryRun, failure?.done));
  if (failure === undefined) return exit.clean;
  output.stderr(`${plain(failure.path)}: ${plain(failure.cause)}; what is above was written before\n`);
  return exit.error;
}

interface Failure {
  readonly path: string;
  readonly cause: string;
  /** How many were written before. */
  readonly done: number;
}

async function write(root: string, { create, change }: Scaffold): Promise<Failure | undefined> {
  let done = 0;
  for (const file of [...create, ...change]) {
    try {
      await ('after' in file ? replace(root, file) : make(root, file));
      done++;
    } catch (error) {
      return { path: file.path, cause: error instanceof Error ? error.message : String(error), done };
    }
  }
  return undefined;
}

async function make(root: string, file: NewFile): Promise<void> {
  const target = path.join(root, file.path);
  await mkdir(path.dirname(target), { recursive: true });
  await staysInside(root, path.dirname(target));
  await writeFile(target, file.text, { flag: 'wx' });
}

async function replace(root: string, { path: name, bytes, after }: ChangedFile): Promise<void> {
  const target = path.join(root, name);
  await staysInside(root, path.dirname(target));
  if (!(await lstat(target)).isFile()) throw new Error('it became something else meanwhile');
  const mark = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, 3)) === byteOrderMark ? byteOrderMark : '';
  await replaceFile(target, bytes, `${mark}${after}`);
}

/** The plan follows no link; one may have come since. */
async function staysInside(root: string, dir: string): Promise<void> {
  const [home, place] = await Promise.all([realpath(root), realpath(dir)]);
  if (place !== home && !place.startsWith(`${home}${path.sep}`)) throw new Error('it lies outside the folder');
}

/** @param done how many files were written; all when absent */
function listing({ create, change, left }: Scaffold, root: string, dryRun: boolean, done?: number): string {
  const written = [...create.map((file) => ({ ...file, verb: 'create' })), ...change.map((file) => ({ ...file, verb: 'change' }))].slice(0, done);
  const rows = [...written.map(({ verb, path: name, purpose }) => [verb, name, purpose]), ...left.map(({ path: name, reason }) => ['leave', name, reason])];
  const width = Math.max(0, ...rows.map(([, name = '']) => name.length));
  const lines = rows.map(([verb = '', name = '', note = '']) => plain(`  ${verb}  ${name.padEnd(width)}  ${note}`));
  const where = root === '.' ? '' : ` in ${plain(root)}`;
  const verb = dryRun ? 'would be written' : 'written';
  const next = dryRun || !written.some(({ path: name }) => name.endsWith(onboardingFile)) ? [] : ['', 'Next: change .altitude/onboarding.yml to what your team needs, then run', '  altitude lint-lessons', '  altitude test-rules'];
  return `${[...lines, '', `${plural(written.length, 'file')} ${verb}${where}, ${left.length} left as they are`, ...next].join('\n')}\n`;
}
