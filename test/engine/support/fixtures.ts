import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A case is one file, or a folder whose file with markers (or named `main.*`, `0002_main.*`) is the one under test and whose other
 * files are its project. `«` and `»` mark the ranges of the findings and are removed before the scan.
 * What the fixes make of it stands beside it as `name.fixed.ext`; without such a file no fix may be offered.
 * In a folder, `fixed/` holds the main file and any new file as they are after the fixes.
 * `package.json` in the rule's fixtures folder is the project of single-file cases.
 */
export interface FixtureCase {
  readonly name: string;
  /** Name of the file under test inside `files`. */
  readonly main: string;
  /** Project files by name, markers removed. */
  readonly files: ReadonlyMap<string, string>;
  /** Marked ranges as offsets into the main file. */
  readonly marks: readonly { readonly start: number; readonly end: number }[];
  /** Files after the fixes, by name; undefined when no fix is expected. */
  readonly fixed: ReadonlyMap<string, string> | undefined;
}

export function readCases(rule: string, kind: 'hits' | 'misses'): FixtureCase[] {
  const root = path.join(process.cwd(), 'test/engine/rules', rule, 'fixtures');
  const dir = path.join(root, kind);
  if (!existsSync(dir)) return [];
  const packageFile = path.join(root, 'package.json');
  const shared = new Map(existsSync(packageFile) ? [['package.json', readFileSync(packageFile, 'utf8')]] : []);
  return readdirSync(dir)
    .filter((entry) => !/\.fixed\.\w+$/.test(entry))
    .sort()
    .map((entry) => (statSync(path.join(dir, entry)).isDirectory() ? folderCase(path.join(dir, entry)) : fileCase(dir, entry, shared)));
}

function fileCase(dir: string, entry: string, shared: ReadonlyMap<string, string>): FixtureCase {
  const ending = path.extname(entry);
  const main = `main${ending}`;
  const { text, marks } = unmark(readFileSync(path.join(dir, entry), 'utf8'));
  const fixedFile = path.join(dir, `${path.basename(entry, ending)}.fixed${ending}`);
  const fixed = existsSync(fixedFile) ? new Map([[main, readFileSync(fixedFile, 'utf8')]]) : undefined;
  return { name: entry, main, files: new Map([...shared, [main, text]]), marks, fixed };
}

function folderCase(dir: string): FixtureCase {
  const raw = readTree(dir);
  const fixed = new Map<string, string>();
  const files = new Map<string, string>();
  for (const [name, text] of raw) {
    if (name.startsWith('fixed/')) fixed.set(name.slice('fixed/'.length), text);
    else files.set(name, text);
  }
  const main = [...files].find(([, text]) => text.includes('«'))?.[0] ?? [...files.keys()].find((name) => /^(?:.*_)?main$/.test(path.parse(name).name));
  if (main === undefined) throw new Error(`${dir}: no file has markers and none is named main.*`);
  const { text, marks } = unmark(files.get(main) ?? '');
  files.set(main, text);
  return { name: path.basename(dir), main, files, marks, fixed: fixed.size > 0 ? fixed : undefined };
}

function readTree(dir: string, prefix = ''): Map<string, string> {
  return new Map(
    readdirSync(path.join(dir, prefix), { withFileTypes: true }).flatMap((entry): [string, string][] => {
      const name = path.posix.join(prefix, entry.name);
      return entry.isDirectory() ? [...readTree(dir, name)] : [[name, readFileSync(path.join(dir, name), 'utf8')]];
    }),
  );
}

function unmark(marked: string): { text: string; marks: { start: number; end: number }[] } {
  const marks: { start: number; end: number }[] = [];
  const open: number[] = [];
  let text = '';
  for (const char of marked) {
    if (char === '«') open.push(text.length);
    else if (char === '»') {
      const start = open.pop();
      if (start === undefined) throw new Error('» without «');
      marks.push({ start, end: text.length });
    } else text += char;
  }
  if (open.length > 0) throw new Error('« without »');
  return { text, marks: marks.sort((a, b) => a.start - b.start || a.end - b.end) };
}
