import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { onlyFiles } from '../support/again.mts';
import { readSummary, type Summary } from '../support/mocha.mts';
import { withScratch } from '../support/scratch.mts';
import { findEditor } from './editor.mts';
import { linkExtension } from './server/link.mts';
import type { Release } from './server/releases.mts';

/** `roots`: one repository that teaches nothing and two that teach, as roots of one workspace; a third of those lies beside them. `files`: the sample with thousands of files in it. `lessons`: a repository where as much as a large team has written lies beside the folder that it is read from. */
export type Opened = 'folder' | 'files' | 'lessons' | 'roots' | 'nothing';

/** As many as a large team has written. */
const teamLessons = 94;
const teamRules = 40;

export interface HostRun {
  readonly release: Release;
  /** The folder under test/host that holds the suite. */
  readonly suite: string;
  /** What is loaded as the extension under development: the checkout unless another folder is named. */
  readonly extension?: string;
  /** The folder of an extension that is installed beside it. */
  readonly beside?: string;
  /** Only these bundled test files (absolute): all unless given. */
  readonly only?: readonly string[] | undefined;
  /** What the window has open: a copy of the sample workspace unless said otherwise. */
  readonly opened?: Opened;
  /** Where installed extensions are: none unless a folder is named. */
  readonly extensionsDir?: string;
}

/** @returns what the editor is asked to open */
async function open(opened: Opened, scratch: string): Promise<string[]> {
  const copy = async (sample: string, name = sample) => {
    await cp(path.join('test/workspace', sample), path.join(scratch, name), { recursive: true });
    return path.join(scratch, name);
  };
  if (opened === 'nothing') return [];
  if (opened === 'folder') return [await copy('ticket-desk')];
  if (opened === 'lessons') return [await withLessons(await copy('payments-api'))];
  if (opened === 'files') return [await withFiles(await copy('ticket-desk'))];
  const teaching = ['payments-api', 'ledger-api'];
  for (const name of [...teaching, 'fraud-api']) await copy('payments-api', name);
  const roots = [path.basename(await copy('ticket-desk')), ...teaching];
  const file = path.join(scratch, 'both.code-workspace');
  await writeFile(file, JSON.stringify({ folders: roots.map((name) => ({ path: name })) }));
  return [file];
}

/** Puts ordinary modules into a folder, a hundred to each folder in it. @returns the folder */
async function withFiles(folder: string): Promise<string> {
  for (let at = 0; at < 20; at++) {
    const area = path.join(folder, 'areas', `area${at}`);
    await mkdir(area, { recursive: true });
    const modules = Array.from({ length: 100 }, (_, index) => `exports.step${index} = async (order) => ({ ...order, area: ${at} });\n`);
    await Promise.all(modules.map(async (text, index) => writeFile(path.join(area, `module${index}.js`), text.repeat(20))));
  }
  return folder;
}

/** Many lessons and rules, each after the one the sample has, under a name that nobody looks for. @returns the folder */
async function withLessons(folder: string): Promise<string> {
  const [lessons, rules] = ['lessons', 'rules'].map((name) => path.join(folder, '.altitude', name)) as [string, string];
  const [lesson, rule] = [await readFile(path.join(lessons, 'charging/lesson.md'), 'utf8'), await readFile(path.join(rules, 'cents-not-floats.yml'), 'utf8')];
  for (let at = 1; at < teamLessons; at++) {
    const id = `charging-${at}`;
    await cp(path.join(lessons, 'charging'), path.join(lessons, id), { recursive: true });
    await writeFile(path.join(lessons, id, 'lesson.md'), lesson.replace('id: charging', `id: ${id}`));
  }
  for (let at = 1; at < teamRules; at++) await writeFile(path.join(rules, `cents-${at}.yml`), rule.replace('cents-not-floats', `cents-${at}`));
  await rename(path.join(folder, '.altitude'), path.join(folder, 'altitude-later'));
  return folder;
}

/** Runs one suite in one editor, on fresh data and a fresh copy of the sample workspace. */
export async function runHostSuite(run: HostRun): Promise<Summary> {
  const editor = await findEditor(run.release);
  return withScratch(async (scratch) => {
    const workspace = await open(run.opened ?? 'folder', scratch);
    const summaryFile = path.join(scratch, 'summary.json');
    const extensionsDir = run.extensionsDir ?? path.join(scratch, 'extensions');
    if (run.beside) await linkExtension(run.beside, extensionsDir);
    console.log(`VS Code ${editor.version} (${editor.kind})`);
    const ended = runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: path.resolve(run.extension ?? '.'),
      extensionTestsPath: path.resolve('out/test/host', run.suite, 'index.js'),
      launchArgs: [
        ...workspace,
        `--user-data-dir=${path.join(scratch, 'user')}`,
        `--extensions-dir=${extensionsDir}`,
      ],
      extensionTestsEnv: { ...onlyFiles(run.only), ALTITUDE_HOST_VERSION: editor.version, ALTITUDE_SUMMARY: summaryFile },
    });
    const crash = await ended.then(
      () => undefined,
      (error: unknown) => error,
    );
    const summary = readSummary(summaryFile);
    // An editor that ended badly after a suite without failures is a failure of its own.
    return crash !== undefined && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
  });
}
