import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeTeamFiles } from '../../src/team/nodeFiles';
import type { TeamFiles } from '../../src/team/model';
import { change, sampleSnippet } from '../lessons/sampleLesson';
import { temporaryFolder } from '../support/temporary.mts';

import { loadAll, MemoryRepository, onboarding, sampleRepository, teamLesson } from './support';

const live = change(teamLesson, 'snippet: hash.js', 'snippet: hash.js\n    source: src/login.js\n    anchor: { symbol: login }');
const code = `function login(req) {\n${sampleSnippet.trimEnd().replaceAll(/^/gm, '  ')}\n}\n`;

/** Entries that are neither files nor folders, and files that change what they are: on a real disk. */
describe('a repository on disk that is hostile', function () {
  if (process.platform === 'win32') return;
  let root: string;
  let remove: (() => void) | undefined;
  const at = (...names: readonly string[]) => path.join(root, ...names);
  const write = (name: string, text: string | Uint8Array) => {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  };
  const load = async (files: TeamFiles = nodeTeamFiles) => {
    const { teams, problems } = await loadAll(files, [root]);
    return { lessons: teams.flatMap(({ lessons }) => lessons.map(({ id }) => id)), problems: problems.map((problem) => problem.replaceAll(`${root}/`, '')) };
  };
  const sound = 'payments/refunds';

  beforeEach(() => {
    ({ folder: root, remove } = temporaryFolder('hostile'));
    for (const [name, text] of Object.entries(sampleRepository)) write(name.replace('/repo/', ''), text);
    write('.altitude/lessons/refunds/lesson.md', change(teamLesson, 'id: charge-flow', 'id: refunds'));
    write('.altitude/lessons/refunds/hash.js', sampleSnippet);
  });

  afterEach(() => remove?.());

  const places: readonly (readonly [string, string])[] = [
    ['a lesson', '.altitude/lessons/charge-flow/lesson.md'],
    ['a rule', '.altitude/rules/no-float-money.yml'],
    ['a snippet', '.altitude/lessons/charge-flow/hash.js'],
  ];
  for (const [what, name] of places) {
    it(`does not wait for a pipe in place of ${what}`, async () => {
      rmSync(at(name));
      execFileSync('mkfifo', [at(name)]);
      const { lessons, problems } = await load();
      assert.ok(lessons.includes(sound));
      assert.ok(problems.some((problem) => problem.includes(path.basename(name, '.yml'))), problems.join('\n'));
    });
  }

  for (const [what, make] of [
    ['a pipe', (file: string) => execFileSync('mkfifo', [file])],
    ['a device', (file: string) => symlinkSync('/dev/zero', file)],
    ['a folder', (file: string) => mkdirSync(file)],
    ['a file elsewhere', (file: string) => symlinkSync('/etc/hostname', file)],
    ['a link to itself', (file: string) => symlinkSync(file, file)],
  ] as const) {
    it(`shows the last known text where the source is ${what}`, async () => {
      write('.altitude/lessons/charge-flow/lesson.md', live);
      mkdirSync(at('src'));
      make(at('src/login.js'));
      const { lessons, problems } = await load();
      assert.deepEqual(lessons, ['payments/charge-flow', sound]);
      const told = problems.filter((problem) => problem.includes('shows its last known text: src/login.js'));
      assert.equal(told.length, 1, problems.join('\n'));
    });
  }

  it('is not read through a link in place of a lesson', async () => {
    rmSync(at('.altitude/lessons/charge-flow/lesson.md'));
    symlinkSync('/etc/hostname', at('.altitude/lessons/charge-flow/lesson.md'));
    const { lessons, problems } = await load();
    assert.deepEqual(lessons, [sound]);
    assert.ok(problems.includes('.altitude/lessons/charge-flow/lesson.md:1: cannot be read: it is a symbolic link or no file'), problems.join('\n'));
  });

  it('is not read through a link that takes the place of a file between two looks', async () => {
    const secret = at('secret.md');
    writeFileSync(secret, change(teamLesson, 'crux: Keep hashing off the loop.', 'crux: Secret.'));
    const lesson = at('.altitude/lessons/charge-flow/lesson.md');
    const swapping: TeamFiles = {
      ...nodeTeamFiles,
      list: async (dir) => {
        const entries = await nodeTeamFiles.list(dir);
        if (dir.endsWith('/lessons')) {
          rmSync(lesson, { force: true });
          symlinkSync(secret, lesson);
        }
        return entries;
      },
    };
    const { lessons, problems } = await load(swapping);
    assert.deepEqual(lessons, [sound]);
    assert.ok(problems.some((problem) => /lesson\.md:1: cannot be read: it is a symbolic link or no file/.test(problem)), problems.join('\n'));
  });

  it('finds its way out of links that lead around', async () => {
    mkdirSync(at('services'));
    symlinkSync(root, at('services/around'));
    symlinkSync(at('.altitude'), at('services/.altitude'));
    const { lessons, problems } = await load();
    assert.ok(lessons.includes(sound));
    assert.deepEqual(problems.filter((problem) => problem.startsWith('services')), ['services/.altitude:1: is a symbolic link, which is not followed; put the folder itself here']);
  });

  it('is one folder though it was moved while it was read', async () => {
    const moving: TeamFiles = {
      ...nodeTeamFiles,
      read: async (file, limit) => {
        if (file.endsWith('onboarding.yml')) renameSync(at('.altitude/lessons'), at('.altitude/moved'));
        return nodeTeamFiles.read(file, limit);
      },
    };
    const { lessons } = await load(moving);
    assert.deepEqual(lessons, []);
  });

  it('is read with a byte order mark and CRLF in every kind of file', async () => {
    const dressed = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    write('.altitude/onboarding.yml', dressed(onboarding));
    write('.altitude/lessons/charge-flow/lesson.md', dressed(live));
    write('.altitude/lessons/charge-flow/hash.js', dressed(sampleSnippet));
    write('src/login.js', dressed(code));
    write('.gitignore', dressed('generated\n'));
    write('generated/.altitude/onboarding.yml', dressed(onboarding));
    const { lessons, problems } = await load();
    assert.deepEqual(lessons, ['payments/charge-flow', sound]);
    assert.deepEqual(problems, []);
  });
});

describe('a path as Windows writes it', () => {
  const source = (written: string) => ({
    ...sampleRepository,
    '/repo/src/login.js': code,
    '/repo/.altitude/lessons/charge-flow/lesson.md': change(live, 'source: src/login.js', `source: ${JSON.stringify(written)}`),
  });
  for (const written of ['..\\secret.js', 'src\\login.js', 'C:\\secret.js', 'C:/secret.js', 'c:secret.js', '\\\\server\\share\\x.js', '//server/share/x.js', '\\\\?\\C:\\x.js', 'src/..\\..\\x.js']) {
    it(`is refused as a source: ${written}`, async () => {
      const { problems } = await loadAll(new MemoryRepository(source(written)));
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', /lesson\.md:\d+: source must be a path below the folder that holds \.altitude, with forward slashes/);
    });
  }

  for (const written of ['src/con.js', 'src/NUL.js', 'aux/login.js', 'src/login.js:stream.js', 'src/login.js.', 'COM1.js', 'src/lpt9.ts']) {
    it(`is refused as a source that one system reads otherwise: ${written}`, async () => {
      const { problems } = await loadAll(new MemoryRepository({ ...source(written), [`/repo/${written}`]: code }));
      assert.ok(problems.length >= 1, 'it was read');
    });
  }

  it('is refused where only its capitals are not those on disk', async () => {
    const files = new MemoryRepository(source('SRC/Login.js'), { '/repo/SRC/Login.js': '/repo/src/login.js' });
    const { problems } = await loadAll(files);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /shows its last known text: SRC\/Login\.js is written src\/login\.js on disk; write it so/);
  });

  for (const name of ['..\\hash.js', 'C:hash.js', 'hash.js:stream', 'con.js', 'NUL', 'hash.js.', 'hash .js']) {
    it(`is refused as a snippet: ${name}`, async () => {
      const tree = { ...sampleRepository, [`/repo/.altitude/lessons/charge-flow/${name}`]: sampleSnippet, '/repo/.altitude/lessons/charge-flow/lesson.md': change(teamLesson, 'snippet: hash.js', `snippet: ${JSON.stringify(name)}`) };
      const { problems } = await loadAll(new MemoryRepository(tree));
      assert.ok(problems.some((problem) => /lesson\.md:\d+: snippet /.test(problem)), problems.join('\n'));
    });
  }

  for (const id of ['con', 'nul', 'aux', 'prn', 'com1', 'lpt9']) {
    it(`is refused as a lesson: ${id}`, async () => {
      const tree = { ...sampleRepository, [`/repo/.altitude/lessons/${id}/lesson.md`]: change(teamLesson, 'id: charge-flow', `id: ${id}`), [`/repo/.altitude/lessons/${id}/hash.js`]: sampleSnippet };
      const { problems } = await loadAll(new MemoryRepository(tree));
      assert.deepEqual(problems.map((problem) => problem.split(': ')[1]), [`id ${id} cannot be the name of a file on Windows; choose another`]);
    });
  }
});
