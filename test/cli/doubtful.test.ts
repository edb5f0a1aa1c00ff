import assert from 'node:assert/strict';
import type { ReportDocument } from '../../src/cli/report/document';
import { withTree } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';
import { parsed, rule, slow } from './support/samples';

/** The same flaw where only administrators come: whether it matters, the rule cannot tell. */
const forAdmins = slow.replace("'/page'", "'/admin/page'");

/** A rule that only ever hints while jsonwebtoken is new. */
const unpinned = {
  'package.json': '{ "dependencies": { "express": "^5.0.0", "jsonwebtoken": "^9.0.0" } }',
  'token.js': `import jwt from 'jsonwebtoken';

export const claimsOf = (token) => jwt.verify(token, process.env.JWT_SECRET);
`,
};

const config = (rules: Readonly<Record<string, string>>) => ({ '.altitude/config.json': JSON.stringify({ rules }) });
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

describe('doubtful findings', () => {
  before(builtCommand);

  it('are left out, counted, and fail no scan', async () => {
    await withTree({ 'admin.js': forAdmins }, async (cwd) => {
      const plain = await altitude(['scan', '.'], { cwd });
      assert.deepEqual([plain.code, lastLine(plain.stdout)], [0, '1 doubtful one left out; --doubtful shows it']);
      const sarif = await altitude(['scan', '.', '--format', 'sarif'], { cwd });
      assert.equal(sarif.code, 0);
      assert.doesNotMatch(sarif.stdout, /"ruleId"/);
    });
  });

  it('are shown to whoever asks for them, for the rule, or for JSON', async () => {
    await withTree({ 'admin.js': forAdmins, 'page.js': slow }, async (cwd) => {
      for (const asked of [['--doubtful'], ['--rule', rule]]) {
        const { code, stdout } = await altitude(['scan', '.', ...asked], { cwd });
        assert.deepEqual([code, stdout.match(new RegExp(`\\bhint\\b.*${rule}`, 'g'))?.length, /left out/.test(stdout)], [1, 1, false]);
      }
      const { code, stdout } = await altitude(['scan', '.', '--format', 'json'], { cwd });
      const told = parsed(stdout).findings.map(({ file, severity, doubtful }) => [file, severity === 'hint', doubtful]);
      assert.deepEqual([code, told], [1, [['admin.js', true, true], ['page.js', false, undefined]]]);
    });
  });

  it('are fixed only where they are shown', async () => {
    await withTree({ 'admin.js': forAdmins }, async (cwd) => {
      const plain = await altitude(['scan', '.', '--fix-dry-run'], { cwd });
      assert.deepEqual([plain.code, plain.stdout], [0, '']);
      const asked = await altitude(['scan', '.', '--fix-dry-run', '--doubtful'], { cwd });
      assert.equal(asked.code, 1);
      assert.match(asked.stdout, /^\+ {2}const page = await readFile\(/m);
    });
  });

  it('are in a baseline, so that no scan calls them new', async () => {
    await withTree({ 'admin.js': forAdmins }, async (cwd) => {
      await altitude(['scan', '.', '--baseline', 'known.json', '--update-baseline'], { cwd });
      for (const asked of [[], ['--doubtful'], ['--format', 'json']]) {
        const { code, stderr } = await altitude(['scan', '.', '--baseline', 'known.json', ...asked], { cwd });
        assert.deepEqual([code, stderr], [0, '1 finding known from known.json\n']);
      }
    });
  });

  it('stay what they are at any level of their rule; one that only hints takes the level', async () => {
    await withTree({ ...config({ [rule]: 'error', 'jwt-verify-unpinned': 'warning' }), 'admin.js': forAdmins, 'page.js': slow, ...unpinned }, async (cwd) => {
      const { stdout } = await altitude(['scan', '.', '--format', 'json'], { cwd });
      const told = parsed(stdout).findings.map(({ file, severity, doubtful }) => [file, severity, doubtful]);
      assert.deepEqual(told, [['admin.js', 'hint', true], ['page.js', 'error', undefined], ['token.js', 'warning', undefined]]);
    });
    await withTree(unpinned, async (cwd) => {
      assert.equal((await altitude(['scan', '.'], { cwd })).code, 0);
    });
  });

  it('are no part of a report unless it is asked for them', async () => {
    await withTree({ 'admin.js': forAdmins, 'page.js': slow }, async (cwd) => {
      const now = async (...asked: string[]) => {
        const { stdout } = await altitude(['report', '.', '--format', 'json', ...asked], { cwd });
        return (JSON.parse(stdout) as ReportDocument).total.now;
      };
      assert.deepEqual([await now(), await now('--doubtful')], [1, 2]);
    });
  });
});
