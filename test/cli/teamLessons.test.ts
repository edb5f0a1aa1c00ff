import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReportDocument } from '../../src/cli/report/document';
import type { LessonsDocument } from '../../src/lessons/commands';
import { sampleSnippet } from '../lessons/sampleLesson';
import { teamLesson } from '../team/support';
import { withTree } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';
import { clean, rule, slow } from './support/samples';

/** Its lesson is on a built-in rule as well. */
const cents = 'id: cents\nlanguage: JavaScript\nmessage: An amount read as a float loses cents.\nlesson: charge-flow\nrule:\n  pattern: parseFloat($A)\nfix: toCents($A)\n';

const onboarding = 'id: shop\ntitle: The shop\nwelcome: Hello.\nowners: [us]\nroles:\n  - id: backend\n    title: Backend in the shop\n    days: 2\n    steps:\n      - lesson: charge-flow\n';

const team = {
  '.git/': '',
  '.altitude/onboarding.yml': onboarding,
  '.altitude/rules/cents.yml': cents,
  '.altitude/lessons/charge-flow/lesson.md': teamLesson,
  '.altitude/lessons/charge-flow/hash.js': sampleSnippet,
};

const repository = { ...team, 'src/price.js': 'export const price = (text) => parseFloat(text);\n', 'src/pay.js': slow };

const read = (stdout: string) => JSON.parse(stdout) as ReportDocument;

async function reported(cwd: string, ...args: readonly string[]): Promise<ReportDocument> {
  const { code, stdout, stderr } = await altitude(['report', ...args, '--format', 'json'], { cwd });
  assert.deepEqual([code, stderr], [0, '']);
  return read(stdout);
}

describe('lessons of teams on the command line', () => {
  before(builtCommand);

  it('teach what is left in a report: of the team’s rules, and of built-in ones beside the built-in lesson', async () => {
    await withTree(repository, async (cwd) => {
      for (const at of ['.', 'src']) {
        const { lessons } = await reported(cwd, at);
        const [first, ...others] = lessons;
        assert.deepEqual(first, { id: 'shop/charge-flow#slow-hash', title: 'Hashing in a handler', minutes: 5, link: 'vscode://altitude.altitude/piece/shop/charge-flow/slow-hash', rules: ['shop/cents', rule], findings: 2 }, at);
        assert.deepEqual(others.map(({ rules, findings }) => [rules, findings]), [[[rule], 1]]);
        assert.doesNotMatch(others[0]?.id ?? '', /\//);
      }
    });
  });

  it('teach nothing of code that another team’s folder holds', async () => {
    const nested = Object.fromEntries(Object.entries(team).map(([name, text]) => [name.startsWith('.git') ? name : `services/shop/${name}`, text]));
    await withTree({ ...nested, 'services/shop/pay.js': slow, 'services/mail/send.js': slow }, async (cwd) => {
      const { lessons, total } = await reported(cwd);
      assert.equal(total.now, 2);
      assert.deepEqual(lessons.map(({ id, findings }) => [id.startsWith('shop/'), findings]), [[false, 2], [true, 1]]);
    });
  });

  it('are linked from the Markdown of a report', async () => {
    await withTree(repository, async (cwd) => {
      const { stdout } = await altitude(['report'], { cwd });
      assert.ok(stdout.includes('| [Hashing in a handler](vscode://altitude.altitude/piece/shop/charge-flow/slow-hash) | `shop/cents`, `sync-in-request-path` | 5 | 2 |'), stdout);
    });
  });

  it('leave a report whole where they are broken', async () => {
    await withTree({ ...repository, '.altitude/lessons/charge-flow/lesson.md': 'nothing' }, async (cwd) => {
      const { lessons, total } = await reported(cwd);
      assert.deepEqual([total.now, lessons.length], [2, 1]);
    });
  });

  it('are listed behind those that ship with the command', async () => {
    await withTree(repository, async (cwd) => {
      const { tracks } = JSON.parse((await altitude(['lessons', '--format', 'json'], { cwd })).stdout) as LessonsDocument;
      assert.deepEqual(tracks.at(-1)?.lessons.map(({ id }) => id), ['shop/charge-flow']);
      assert.ok(tracks.length > 1);
      const { stdout, stderr } = await altitude(['lessons'], { cwd });
      assert.equal(stderr, '');
      assert.match(stdout, /\nBackend in the shop\n {2}Hashing in a handler \(\w+, 5 min\)\n/);
    });
  });
});

describe('a baseline with a rule of a team', () => {
  before(builtCommand);

  it('tells its new, gone and same findings, and names it by its title', async () => {
    await withTree({ ...repository, 'src/pay.js': clean, 'src/tax.js': 'export const tax = (text) => parseFloat(text);\n' }, async (cwd) => {
      assert.equal((await altitude(['scan', '.', '--baseline', 'known.json', '--update-baseline'], { cwd })).code, 0);
      assert.equal((await altitude(['scan', '.', '--baseline', 'known.json'], { cwd })).code, 0);
      writeFileSync(path.join(cwd, 'src/tax.js'), clean);
      writeFileSync(path.join(cwd, 'src/fee.js'), 'export const fee = (text) => parseFloat(text);\n');
      const { rules, total } = await reported(cwd, '.', '--baseline', 'known.json');
      assert.deepEqual(total, { now: 2, new: 1, gone: 1, same: 1 });
      assert.deepEqual(rules.map(({ id, title, now, new: fresh, gone, same }) => [id, title, now, fresh, gone, same]), [['shop/cents', 'An amount read as a float loses cents', 2, 1, 1, 1]]);
      const { stdout } = await altitude(['scan', '.', '--baseline', 'known.json', '--format', 'json'], { cwd });
      assert.deepEqual((JSON.parse(stdout) as { readonly findings: readonly { readonly file: string }[] }).findings.map(({ file }) => file), ['src/fee.js']);
    });
  });

  it('keeps a finding whose rule is left out for now apart from those that are gone', async () => {
    await withTree(repository, async (cwd) => {
      await altitude(['scan', '.', '--baseline', 'known.json', '--update-baseline'], { cwd });
      writeFileSync(path.join(cwd, '.altitude/rules/cents.yml'), cents.replace('pattern:', 'patern:'));
      const { code, stdout, stderr } = await altitude(['report', '.', '--baseline', 'known.json', '--format', 'json'], { cwd });
      assert.equal(code, 2);
      assert.match(stderr, /^\.altitude\/rules\/cents\.yml:6: patern is not a known field/);
      assert.deepEqual(read(stdout).total, { now: 1, new: 0, gone: 0, same: 1 });
    });
  });
});
