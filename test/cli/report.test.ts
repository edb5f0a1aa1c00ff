import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReportDocument } from '../../src/cli/report/document';
import { withTree } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';
import { clean, rule, slow } from './support/samples';

const json = ['--format', 'json'];
const read = (stdout: string) => JSON.parse(stdout) as ReportDocument;
const counts = (now: number, fresh: number, gone: number, same: number) => ({ now, new: fresh, gone, same });

/** A repository as far as a report without a trend looks at it. */
const repository = {
  '.git/': '',
  '.github/CODEOWNERS': '* @acme/all\n/services/billing/ @acme/billing @ann\n/services/legacy/\n',
  'services/billing/src/pay.js': slow,
  'services/legacy/old.js': slow,
  'index.js': slow,
};

describe('altitude report', () => {
  before(builtCommand);

  it('counts findings by rule, folder and owner, and names the lesson that teaches them', async () => {
    await withTree(repository, async (cwd) => {
      const { code, stdout, stderr } = await altitude(['report', ...json], { cwd });
      assert.deepEqual([code, stderr], [0, '']);
      const report = read(stdout);
      const now = { now: 3, new: null, gone: null, same: null };
      const one = { ...now, now: 1 };
      assert.equal(report.root, path.basename(cwd));
      assert.deepEqual([report.version, report.files, report.skipped, report.baseline, report.total], [1, 3, 0, null, now]);
      assert.deepEqual(report.rules.map(({ id, title, ...rest }) => [id, title !== '', rest]), [[rule, true, { severity: report.rules[0]?.severity, ...now }]]);
      assert.deepEqual(report.folders, [{ folder: '.', ...one }, { folder: 'services/billing', ...one }, { folder: 'services/legacy', ...one }]);
      assert.deepEqual(report.owners, [{ owner: null, ...one }, { owner: '@acme/all', ...one }, { owner: '@acme/billing', ...one }, { owner: '@ann', ...one }]);
      const [lesson] = report.lessons;
      assert.ok(lesson);
      assert.deepEqual([lesson.findings, lesson.rules], [3, [rule]]);
      assert.ok(lesson.minutes > 0);
      assert.match(lesson.link, /^vscode:\/\/[\w-]+\.altitude\/piece\/[\w-]+\/[\w-]+$/);
    });
  });

  it('tells new, gone and same against a baseline, each where it lies', async () => {
    await withTree(repository, async (cwd) => {
      await altitude(['scan', '.', '--baseline', 'known.json', '--update-baseline'], { cwd });
      writeFileSync(path.join(cwd, 'index.js'), clean);
      mkdirSync(path.join(cwd, 'services/new'));
      writeFileSync(path.join(cwd, 'services/new/a.js'), slow);
      const { code, stdout } = await altitude(['report', '.', '--baseline', 'known.json', ...json], { cwd });
      assert.equal(code, 0);
      const report = read(stdout);
      assert.deepEqual([report.baseline, report.total], ['known.json', counts(3, 1, 1, 2)]);
      assert.deepEqual(report.rules.map(({ id, now, new: fresh, gone, same }) => [id, { now, new: fresh, gone, same }]), [[rule, counts(3, 1, 1, 2)]]);
      assert.deepEqual(Object.fromEntries(report.folders.map(({ folder, ...rest }) => [folder, rest])), {
        'services/billing': counts(1, 0, 0, 1),
        'services/legacy': counts(1, 0, 0, 1),
        'services/new': counts(1, 1, 0, 0),
        '.': counts(0, 0, 1, 0),
      });
      assert.deepEqual(report.owners?.find(({ owner }) => owner === '@acme/all'), { owner: '@acme/all', ...counts(1, 1, 1, 0) });
    });
  });

  it('calls nothing gone that it did not look at', async () => {
    await withTree(repository, async (cwd) => {
      await altitude(['scan', '.', '--baseline', 'known.json', '--update-baseline'], { cwd });
      const part = await altitude(['report', 'services/billing', '--baseline', 'known.json', ...json], { cwd });
      assert.deepEqual(read(part.stdout).total, counts(1, 0, 0, 1));
      const other = await altitude(['report', '--rule', 'check-then-insert', '--baseline', 'known.json', ...json], { cwd });
      assert.deepEqual(read(other.stdout).total, counts(0, 0, 0, 0));
    });
  });

  it('is Markdown for a pull request: tables, owners nobody is notified of, links to lessons', async () => {
    await withTree(repository, async (cwd) => {
      const { code, stdout } = await altitude(['report', '--output', 'report.md'], { cwd });
      assert.deepEqual([code, stdout], [0, '']);
      const text = readFileSync(path.join(cwd, 'report.md'), 'utf8');
      assert.ok(text.startsWith(`# Altitude report: ${path.basename(cwd)}\n`), text.split('\n', 1)[0]);
      assert.match(text, /^.*\n\n\*\*3 findings\*\* in 3 files on \d{4}-\d\d-\d\d\.\n/);
      assert.match(text, /\n\| Owner \| Now \|\n\| --- \| ---: \|\n\| nobody \| 1 \|\n\| `@acme\/all` \| 1 \|\n/);
      assert.match(text, /\n\| \[[^\]]+\]\(vscode:\/\/\S+\) \| `sync-in-request-path` \| \d+ \| 3 \|\n/);
      assert.doesNotMatch(text.replace(/`[^`\n]*`/g, ''), /@/);
    });
  });

  it('says in a sentence that there is nothing left', async () => {
    await withTree({ 'a.js': clean }, async (cwd) => {
      const { code, stdout } = await altitude(['report'], { cwd });
      assert.equal(code, 0);
      assert.match(stdout, /^# Altitude report\n\n\*\*No findings\*\* in 1 file on [\d-]+\.\n$/);
      const { owners, lessons, root } = read((await altitude(['report', ...json], { cwd })).stdout);
      assert.deepEqual([owners, lessons, root], [null, [], null]);
    });
  });

  it('says in one sentence what is wrong', async () => {
    await withTree({ 'a.js': clean }, async (cwd) => {
      for (const [args, message] of [
        [['gone'], /^no such file or folder: gone\n$/],
        [['--format', 'sarif'], /^unknown format: sarif; use markdown, json[^\n]*\n$/],
        [['--format', 'svg'], /^--format svg draws a trend: [^\n]*\n$/],
        [['--baseline', 'none.json'], /^no such baseline: none.json; [^\n]*\n$/],
        [['--rule', 'none'], /^unknown rule: none; [^\n]*\n$/],
        [['--fix'], /^report has no option --fix; [^\n]*\n$/],
        [['--output', 'no/where.md'], /^--output: no such folder: no\n$/],
      ] as const) {
        const { code, stdout, stderr } = await altitude(['report', ...args], { cwd });
        assert.deepEqual([code, stdout], [2, ''], args.join(' '));
        assert.match(stderr, message);
      }
    });
  });
});
