import assert from 'node:assert/strict';
import type { Piece } from '../../src/lessons/model';
import { change } from '../lessons/sampleLesson';
import { discoverTeams } from '../../src/team/discover';
import { loadTeam } from '../../src/team/load';
import { builtIn, builtInRules, loadAll, MemoryRepository, sampleRepository, teamLesson } from './support';

const lesson = '/repo/.altitude/lessons/charge-flow/lesson.md';
const kept = '/repo/.altitude/lessons/charge-flow/hash.js';
const source = '/repo/src/login.js';

const login = `import { pbkdf2Sync } from 'node:crypto';

export class Login {
  check(password, salt) {
    return pbkdf2Sync(password, salt, 100_000, 32, 'sha512');
  }
}
`;
const check = `check(password, salt) {
  return pbkdf2Sync(password, salt, 100_000, 32, 'sha512');
}
`;
const live = change(teamLesson, '    snippet: hash.js\n', '    snippet: hash.js\n    source: src/login.js\n    anchor: { symbol: Login.check }\n    commit: 4f3a2b1c\n');
const repository = { ...sampleRepository, [lesson]: live, [kept]: check, [source]: login };

async function load(tree: Record<string, string | Uint8Array>, links = {}): Promise<{ readonly piece: Piece | undefined; readonly problems: readonly string[] }> {
  const { teams, problems } = await loadAll(new MemoryRepository(tree, links));
  return { piece: teams[0]?.lessons[0]?.pieces[0], problems };
}

describe('live code', () => {
  it('is shown as it is now, without its outer indentation, with its place in the file', async () => {
    const { piece, problems } = await load(repository);
    assert.deepEqual(problems, []);
    assert.equal(piece!.snippet, check);
    assert.deepEqual(piece!.hotLines, [{ startLine: 1, endLine: 1 }]);
    assert.deepEqual(piece!.live, {
      source: 'src/login.js',
      file: source,
      anchor: { symbol: 'Login.check' },
      hot: ['pbkdf2Sync(password'],
      commit: '4f3a2b1c',
      state: { startLine: 3, endLine: 5, hotLines: [{ startLine: 4, endLine: 4 }] },
      kept: 'same',
    });
  });

  it('follows code that changes, and says that the kept text has not', async () => {
    const { piece, problems } = await load({ ...repository, [source]: login.replace('100_000', '600_000').replace('import', '// hashes\nimport') });
    assert.deepEqual(problems, []);
    assert.ok(piece!.snippet.includes('600_000'));
    assert.equal(piece!.live!.kept, 'stale');
    assert.deepEqual(piece!.live!.state, { startLine: 4, endLine: 6, hotLines: [{ startLine: 5, endLine: 5 }] });
  });

  it('reads Windows line ends and a byte order mark', async () => {
    const { piece, problems } = await load({ ...repository, [source]: `\uFEFF${login.replaceAll('\n', '\r\n')}` });
    assert.deepEqual([problems, piece!.snippet], [[], check]);
  });

  const lost: [how: string, tree: Record<string, string>, because: string][] = [
    ['its code is deleted', { [source]: '' }, 'Login.check is not in src/login.js'],
    ['it is renamed', { [source]: login.replace('check(', 'verify(') }, 'Login.check is not in src/login.js'],
    ['it is there twice', { [source]: `${login}\n${login.replace('export ', '')}` }, 'Login.check is in src/login.js 2 times, at lines 4, 12; make it name one'],
    ['its marked text is gone', { [source]: login.replace('pbkdf2Sync(password', 'scrypt(password') }, 'the hot text "pbkdf2Sync(password" is not in Login.check of src/login.js'],
    ['its file is no text', { [source]: `${login}\0` }, 'src/login.js holds a NUL character; a lesson file is plain text'],
    ['its file is too large', { [source]: login + ' '.repeat(1024 * 1024) }, 'src/login.js is larger than 1 MB, the most a lesson file may be'],
  ];
  for (const [how, tree, because] of lost) {
    it(`is lost when ${how}: the lesson stays, shows the kept text and says why`, async () => {
      const { piece, problems } = await load({ ...repository, ...tree });
      assert.deepEqual(problems, [`${lesson}:16: slow-hash shows its last known text: ${because}`]);
      assert.equal(piece!.snippet, check);
      assert.deepEqual(piece!.hotLines, [{ startLine: 1, endLine: 1 }]);
      assert.ok('lost' in piece!.live!.state);
    });
  }

  it('is lost when there is no such file', async () => {
    const gone = Object.fromEntries(Object.entries(repository).filter(([path]) => path !== source));
    const { piece, problems } = await load(gone);
    assert.deepEqual(problems, [`${lesson}:16: slow-hash shows its last known text: src/login.js cannot be read: there is no such file or folder`]);
    assert.equal(piece!.snippet, check);
  });

  it('is lost, and nothing else, when the thread that looks for it ends', async () => {
    const files = new MemoryRepository(repository);
    const { folders } = await discoverTeams(files, ['/repo']);
    const team = await loadTeam(files, folders[0]!, { builtIn, rules: builtInRules, resolve: () => Promise.reject(new Error('the worker stopped')) });
    assert.deepEqual(team.lost.map(({ message }) => message), ['slow-hash shows its last known text: Login.check cannot be looked for in src/login.js: the worker stopped']);
    assert.equal(team.lessons.length, 1);
  });

  const mistakes: [mistake: string, from: string, to: string, expected: string][] = [
    ['a source without an anchor', '    anchor: { symbol: Login.check }\n', '', '15: slow-hash has source without anchor; live code needs both'],
    ['an anchor without a source', '    source: src/login.js\n', '', '15: slow-hash has anchor without source; live code needs both'],
    ['an anchor of two kinds', '{ symbol: Login.check }', '{ symbol: a, pattern: b }', '16: anchor must be either symbol: name or pattern: code'],
    ['an anchor of no kind', '{ symbol: Login.check }', '{}', '16: anchor must be either symbol: name or pattern: code'],
    ['a commit that is none', '4f3a2b1c', 'main', '17: commit must be the hexadecimal name of a commit, 7 digits or more'],
    ['SQL', 'src/login.js', 'src/login.sql', '15: src/login.sql cannot hold an anchor; live code is JavaScript, TypeScript or Go'],
    ['another language than that of the kept text', 'src/login.js', 'src/login.go', '14: hash.js keeps the text of src/login.go; give both one ending'],
    ['a kept text that is not there', 'snippet: hash.js', 'snippet: gone.js', "14: gone.js is not a file in the lesson's folder"],
  ];
  for (const [mistake, from, to, expected] of mistakes) {
    it(`names ${mistake}`, async () => {
      const { problems } = await load({ ...repository, [lesson]: change(live, from, to) });
      assert.deepEqual(problems, [`${lesson}:${expected}`]);
    });
  }

  it('is code that fits beside a question', async () => {
    const { problems } = await load({ ...repository, [source]: login.replace('    return', `${'    //\n'.repeat(118)}    return`) });
    assert.deepEqual(problems, [`${lesson}:16: the code has 121 lines; 120 is the most a piece shows`]);
  });

  for (const written of ['../secrets.js', '/etc/passwd.js', 'src/../../a.js', 'C:/a.js', 'src\\a.js', './a.js', 'src/..', '..', 'src/', '\\\\host\\a.js']) {
    it(`is never read from ${written}`, async () => {
      const { problems } = await load({ ...repository, [lesson]: change(live, 'source: src/login.js', `source: ${JSON.stringify(written)}`) });
      assert.deepEqual(problems, [`${lesson}:15: source must be a path below the folder that holds .altitude, with forward slashes, such as src/payments/charge.ts`]);
    });
  }

  it('is not read through a link that leads out of the folder, but through one that stays inside', async () => {
    const out = await load(repository, { '/repo/src': '/etc' });
    assert.deepEqual(out.problems, [`${lesson}:16: slow-hash shows its last known text: src/login.js lies outside the folder that holds .altitude`]);
    const inside = await load({ ...repository, '/repo/lib/login.js': login, [source]: 'link' }, { '/repo/src': '/repo/lib' });
    assert.deepEqual(inside.problems, []);
  });
});
