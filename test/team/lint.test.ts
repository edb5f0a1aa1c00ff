import assert from 'node:assert/strict';
import { discoverTeams } from '../../src/team/discover';
import { lintTeam, staleTexts } from '../../src/team/lint';
import { change } from '../lessons/sampleLesson';
import { builtIn, builtInRules, MemoryRepository, resolve, sampleRepository, teamLesson } from './support';

const lesson = '/repo/.altitude/lessons/charge-flow/lesson.md';
const kept = '/repo/.altitude/lessons/charge-flow/hash.js';
const code = `export function check(password, salt) {\n  return pbkdf2Sync(password, salt, 100_000, 32, 'sha512');\n}\n`;
const live = change(teamLesson, '    snippet: hash.js\n', '    snippet: hash.js\n    source: src/login.js\n    anchor: { symbol: check }\n');
const repository = { ...sampleRepository, [lesson]: live, [kept]: code };

async function lint(tree: Record<string, string>) {
  const files = new MemoryRepository(tree);
  const { folders } = await discoverTeams(files, ['/repo']);
  const { team, problems } = await lintTeam(files, folders[0]!, { builtIn, rules: builtInRules, resolve });
  return { team, problems: problems.map(({ file, line, message }) => `${file}:${line}: ${message}`) };
}

describe('lint of a team’s folder', () => {
  const gone = `${lesson}:16: slow-hash shows its last known text: src/login.js cannot be read: there is no such file or folder`;

  it('finds nothing in a sound one', async () => {
    assert.deepEqual((await lint({ ...repository, '/repo/src/login.js': code })).problems, []);
  });

  it('says where code is whose file was renamed', async () => {
    assert.deepEqual((await lint({ ...repository, '/repo/lib/auth/verify.js': `// moved\n${code}` })).problems, [
      `${gone}; the same code is in lib/auth/verify.js, so make that its source`,
    ]);
  });

  it('does not guess between two, nor at code that differs, nor in what is ignored', async () => {
    assert.deepEqual((await lint({ ...repository, '/repo/a.js': code, '/repo/b.js': code })).problems, [gone]);
    assert.deepEqual((await lint({ ...repository, '/repo/a.js': code.replace('pbkdf2Sync', 'scrypt') })).problems, [gone]);
    assert.deepEqual((await lint({ ...repository, '/repo/a.ts': code })).problems, [gone]);
    assert.deepEqual((await lint({ ...repository, '/repo/node_modules/x/a.js': code, '/repo/.gitignore': 'tmp', '/repo/tmp/a.js': code })).problems, [gone]);
  });

  it('checks measured figures and translations as in any lesson', async () => {
    const sound = { ...repository, '/repo/src/login.js': code };
    const figure = change(live, 'A login route.', 'Measured: 300 ms a login.');
    assert.deepEqual((await lint({ ...sound, [lesson]: figure })).problems, [
      `${lesson}:23: slow-hash gives a measured figure and does not say with what; name it with its version, such as Node 24, or link to the source`,
    ]);
    const german = change(live, 'symbol: check', 'symbol: login');
    assert.deepEqual((await lint({ ...sound, [lesson.replace('.md', '.de.md')]: german })).problems.length, 1);
  });

  it('gives the text that a stale file should keep, and none for code that is lost', async () => {
    const newer = code.replace('100_000', '600_000');
    const { team } = await lint({ ...repository, '/repo/src/login.js': `{\n${newer.replaceAll(/^(?=.)/gm, '  ').replace('export ', '')}}\n` });
    assert.deepEqual(staleTexts(team), [{ file: kept, text: newer.replace('export ', '') }]);
    assert.deepEqual(staleTexts((await lint(repository)).team), []);
    assert.deepEqual(staleTexts((await lint({ ...repository, '/repo/src/login.js': code })).team), []);
  });
});
