import assert from 'node:assert/strict';
import { discoverTeams } from '../../src/team/discover';
import { walkLimits } from '../../src/team/walk';
import { MemoryRepository } from './support';

const discover = async (tree: Record<string, string>, roots = ['/repo'], links = {}) => {
  const { folders, problems } = await discoverTeams(new MemoryRepository(tree, links), roots);
  return { found: folders.map(({ root, namespace }) => `${root} ${namespace}`), problems: problems.map(({ file, message }) => `${file} ${message}`) };
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
    const tree = { '/a/.altitude/onboarding.yml': 'id: pay', '/b/.altitude/onboarding.yml': 'id: pay' };
    assert.deepEqual(await discover(tree, ['/b', '/a']), {
      found: ['/a pay'],
      problems: ['/b/.altitude is called pay, as /a/.altitude is; give one of them another id in its onboarding.yml'],
    });
  });

  it('does not follow a link that calls itself .altitude', async () => {
    assert.deepEqual(await discover({ '/repo/.altitude': 'link', '/repo/a.ts': '' }), {
      found: [],
      problems: ['/repo/.altitude is a symbolic link; it is not followed, so put the folder itself here'],
    });
  });

  it('does not search without end', async () => {
    const nested = (depth: number) => `/repo/${'d/'.repeat(depth)}`;
    const tree = (depth: number) => ({ [`${nested(depth)}.altitude/onboarding.yml`]: 'id: deep' });
    assert.equal((await discover(tree(walkLimits.depth))).found.length, 1);
    assert.equal((await discover(tree(walkLimits.depth + 1))).found.length, 0);
  });

  it('finds nothing where there is nothing', async () => {
    assert.deepEqual(await discover({}), { found: [], problems: [] });
  });
});
