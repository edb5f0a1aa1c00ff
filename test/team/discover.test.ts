import assert from 'node:assert/strict';
import { discoverTeams } from '../../src/team/discover';
import { walkLimits } from '../../src/team/walk';
import { MemoryRepository } from './support';

const discover = async (tree: Record<string, string>, roots = ['/repo'], links = {}) => {
  const { folders, problems } = await discoverTeams(new MemoryRepository(tree, links), roots);
  return { found: folders.map(({ root, namespace }) => `${root} ${namespace}`), problems: problems.map(({ file, line, message }) => `${file}${line === 1 ? '' : `:${line}`} ${message}`) };
};
const teaches = 'roles:\n';

describe('discovery', () => {
  it('finds the folders of a monorepo, each with a namespace of its own', async () => {
    const tree = {
      '/repo/.altitude/onboarding.yml': 'id: core',
      '/repo/services/PayRoll/.altitude/lessons/a/lesson.md': '',
      '/repo/services/billing/.altitude/rules/b.yml': '',
      '/repo/services/web/.altitude/config.json': '{}',
      '/repo/services/api/src/a.ts': '',
    };
    assert.deepEqual(await discover(tree), { found: ['/repo core', '/repo/services/PayRoll pay-roll', '/repo/services/billing billing'], problems: [] });
  });

  it('passes over vendored, hidden and ignored folders', async () => {
    const tree = {
      '/repo/.gitignore': 'generated/\n!keep',
      '/repo/packages/.gitignore': '/tmp\n',
      '/repo/node_modules/dep/.altitude/onboarding.yml': teaches,
      '/repo/vendor/dep/.altitude/onboarding.yml': teaches,
      '/repo/.cache/.altitude/onboarding.yml': teaches,
      '/repo/generated/.altitude/onboarding.yml': teaches,
      '/repo/packages/tmp/.altitude/onboarding.yml': teaches,
      '/repo/packages/keep/.altitude/onboarding.yml': 'id: keep',
    };
    assert.deepEqual((await discover(tree)).found, ['/repo/packages/keep keep']);
  });

  it('respects an ignore file that hides the folder itself', async () => {
    assert.deepEqual((await discover({ '/repo/.gitignore': '.altitude/', '/repo/.altitude/onboarding.yml': teaches })).found, []);
  });

  it('finds a folder once, though roots overlap or are one under two names', async () => {
    const tree = { '/repo/app/.altitude/onboarding.yml': 'id: app', '/link/.altitude/onboarding.yml': 'id: app' };
    assert.deepEqual(await discover(tree, ['/repo', '/repo/app', '/link'], { '/link': '/repo/app' }), { found: ['/repo/app app'], problems: [] });
  });

  it('refuses the second of two folders with one namespace, naming both', async () => {
    const tree = { '/a/.altitude/onboarding.yml': 'id: pay', '/b/.altitude/onboarding.yml': '# Ours.\nid: pay' };
    assert.deepEqual(await discover(tree, ['/b', '/a']), {
      found: ['/a pay'],
      problems: ['/b/.altitude/onboarding.yml:2 the name pay is taken by /a/.altitude, so nothing in this folder is read; give one of the two another id in its onboarding.yml'],
    });
  });

  it('does not follow a link that calls itself .altitude', async () => {
    assert.deepEqual(await discover({ '/repo/.altitude': 'link', '/repo/a.ts': '' }), {
      found: [],
      problems: ['/repo/.altitude is a symbolic link, which is not followed; put the folder itself here'],
    });
  });

  it('does not search without end', async () => {
    const nested = (depth: number) => `/repo/${'d/'.repeat(depth)}`;
    const tree = (depth: number) => ({ [`${nested(depth)}.altitude/onboarding.yml`]: 'id: deep' });
    assert.equal((await discover(tree(walkLimits.depth))).found.length, 1);
    assert.equal((await discover(tree(walkLimits.depth + 1))).found.length, 0);
  });

  it('refuses a folder whose name another has by its own folder', async () => {
    const tree = { '/a/pay/.altitude/lessons/x/lesson.md': '', '/b/.altitude/onboarding.yml': 'id: pay' };
    assert.deepEqual(await discover(tree, ['/a', '/b']), {
      found: ['/a/pay pay'],
      problems: ['/b/.altitude/onboarding.yml the name pay is taken by /a/pay/.altitude, so nothing in this folder is read; give one of the two another id in its onboarding.yml'],
    });
  });

  it('reads a hundred folders, and names the others in one sentence', async () => {
    const tree = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`/repo/s${1000 + n}/.altitude/onboarding.yml`, '']));
    const read: string[] = [];
    const files = new MemoryRepository(tree);
    const counted = { list: files.list.bind(files), real: files.real.bind(files), read: async (path: string) => (read.push(path), files.read(path)) };
    const { folders, problems } = await discoverTeams(counted, ['/repo']);
    assert.equal(folders.length, 100);
    assert.equal(read.length, 100);
    assert.deepEqual(problems, [{ file: '/repo/s1100/.altitude', line: 1, message: 'is one folder too many: 100 in one workspace are the most, so this one and 2899 more are left out' }]);
  });

  it('asks a server for fewer folders than a disk', async () => {
    const tree = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`vscode-vfs://github/o/r/s${n}/a.ts`, '']));
    let asked = 0;
    const files = new MemoryRepository(tree);
    await discoverTeams({ read: files.read.bind(files), real: files.real.bind(files), list: async (dir) => (asked++, files.list(dir)) }, ['vscode-vfs://github/o/r']);
    assert.ok(asked <= walkLimits.distantFolders + 16, `${asked}`);
  });

  it('finds nothing where there is nothing', async () => {
    assert.deepEqual(await discover({}), { found: [], problems: [] });
  });
});
