import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nodeTeamFiles } from '../../../src/team/nodeFiles';
import { contributedPack } from '../../../src/team/packs/contributed';
import { loadPack } from '../../../src/team/packs/load';
import type { LoadedPack, Pack } from '../../../src/team/packs/model';
import { registeredPack } from '../../../src/team/packs/registered';
import { change, sampleLesson, sampleSnippet } from '../../lessons/sampleLesson';
import { builtIn, builtInRules, MemoryRepository } from '../support';

const lesson = change(change(sampleLesson, 'diagram: loop.svg\n', ''), 'rule: sync-in-request-path', 'rule: altitude:sync-in-request-path');

const rule = `id: no-debugger
language: JavaScript
message: Debugger statement
rule: { kind: debugger_statement }
fix: ''
lesson: hashing
`;

const manifest = (altitude: unknown) => ({ publisher: 'Acme', version: '1.2.0', displayName: 'Acme Habits', contributes: { altitude } });

const declared = (altitude: unknown, id = 'Acme.habits') => contributedPack({ id, root: '/ext', manifest: manifest(altitude) });

async function load(pack: Pack | undefined, files: Readonly<Record<string, string | Uint8Array>> = {}, links: Readonly<Record<string, string>> = {}): Promise<LoadedPack> {
  assert.ok(pack);
  return loadPack(pack, { files: new MemoryRepository(files, links), builtIn, rules: builtInRules });
}

const said = ({ problems }: LoadedPack) => problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);

const content = {
  '/ext/content/lessons/hashing/lesson.md': lesson,
  '/ext/content/lessons/hashing/hash.js': sampleSnippet,
  '/ext/rules/no-debugger.yml': rule,
};

const both = { lessons: './content/lessons/', rules: 'rules' };

describe('a pack that an extension contributes', () => {
  it('brings lessons and rules under its own name, wherever its folders lie', async () => {
    const { team, rules, problems } = await load(declared(both), content);
    assert.deepEqual(problems, []);
    const [track] = team.tracks;
    assert.deepEqual([track?.id, track?.title, track?.publisher, track?.lessons.map(({ id }) => id)], ['acme-habits/lessons', 'Acme Habits', 'Acme', ['acme-habits/hashing']]);
    assert.deepEqual(rules.rules.map(({ id, lesson: taught, folder }) => [id, taught, folder]), [['acme-habits/no-debugger', 'acme-habits/hashing', '']]);
  });

  it('is none where the manifest says nothing of Altitude', () => {
    for (const each of [undefined, null, {}, { contributes: {} }, { contributes: [] }, { contributes: { commands: [] } }, 'text']) {
      assert.equal(contributedPack({ id: 'acme.habits', root: '/ext', manifest: each }), undefined);
    }
  });

  it('is named in kebab-case whatever its id, and never as what is built in', () => {
    const names = ['Acme.Habits', 'acme.node_habits', '3m.habits', 'altitude.altitude'].map((id) => declared(both, id)?.namespace);
    assert.deepEqual(names, ['acme-habits', 'acme-node-habits', 'pack-3m-habits', 'altitude-altitude']);
  });

  it('shows what is hidden in its name, on one short line', () => {
    const pack = contributedPack({ id: 'acme.habits', root: '/ext', manifest: { ...manifest(both), displayName: `a\u202Eb\n${'c'.repeat(200)}` } });
    assert.match(pack?.title ?? '', /^a\[U\+202E\]b c+…$/);
    assert.equal(pack?.title.length, 80);
  });

  const faults: readonly (readonly [unknown, string])[] = [
    ['./lessons', '4: contributes.altitude must be a set of fields: lessons, rules'],
    [null, '4: contributes.altitude must be a set of fields: lessons, rules'],
    [{}, '4: contributes.altitude must name a folder of lessons, of rules, or one of each'],
    [{ lessons: 3 }, '5: contributes.altitude.lessons must be text'],
    [{ rules: '../rules' }, '5: contributes.altitude.rules must be the path of a folder in the extension, such as ./lessons'],
    [{ rules: 'a/../../b' }, '5: contributes.altitude.rules must be the path of a folder in the extension, such as ./lessons'],
    [{ lessons: '/etc' }, '5: contributes.altitude.lessons must be the path of a folder in the extension, such as ./lessons'],
    [{ lessons: 'C:\\lessons' }, '5: contributes.altitude.lessons must be the path of a folder in the extension, such as ./lessons'],
    [{ lessons: 'https://example.com/lessons' }, '5: contributes.altitude.lessons must be the path of a folder in the extension, such as ./lessons'],
    [{ lessons: `a${'/a'.repeat(200)}` }, '5: contributes.altitude.lessons must not be longer than 200 characters'],
    [{ lesson: './lessons' }, '5: contributes.altitude.lesson is not a known field; known are lessons, rules'],
    [{ lessons: './nowhere' }, '5: contributes.altitude.lessons names nowhere, which cannot be listed: there is no such file or folder'],
    [{ 'les\u202Esons': './lessons' }, '5: contributes.altitude.les[U+202E]sons is not a known field; known are lessons, rules'],
  ];
  for (const [altitude, message] of faults) {
    it(`says at its line in package.json that ${message.slice(3)}`, async () => {
      const loaded = await load(declared(altitude), { '/ext/package.json': JSON.stringify(manifest(altitude), undefined, 2).replace('"publisher": "Acme",\n  "version": "1.2.0",\n  "displayName"', '"displayName"') });
      assert.ok(said(loaded).includes(`/ext/package.json:${message}`), said(loaded).join('\n'));
      assert.deepEqual([loaded.team.lessons, loaded.rules.rules], [[], []]);
    });
  }

  it('reads nothing through a link that leads out of the extension', async () => {
    const loaded = await load(declared({ rules: 'rules' }), { '/ext/rules/no-debugger.yml': rule, '/etc/no-debugger.yml': rule }, { '/ext/rules': '/etc' });
    assert.deepEqual(said(loaded), ["/ext/package.json:1: contributes.altitude.rules names rules, which lies outside the extension's folder"]);
    assert.deepEqual(loaded.rules.rules, []);
  });

  it('keeps what is sound beside a broken lesson and a broken rule', async () => {
    const loaded = await load(declared(both), { ...content, '/ext/content/lessons/broken/lesson.md': 'no front matter', '/ext/rules/bomb.yml': 'id: &a [*a]' });
    assert.deepEqual([loaded.team.lessons.map(({ id }) => id), loaded.rules.rules.map(({ id }) => id)], [['acme-habits/hashing'], ['acme-habits/no-debugger']]);
    assert.ok(said(loaded).some((each) => each.startsWith('/ext/content/lessons/broken/lesson.md:1:')));
    assert.ok(said(loaded).some((each) => each.startsWith('/ext/rules/bomb.yml:1:')));
  });

  it('cannot take the id of a built-in lesson', async () => {
    const loaded = await load(declared(both), { ...content, '/ext/content/lessons/big-upload/lesson.md': change(lesson, 'id: hashing', 'id: big-upload'), '/ext/content/lessons/big-upload/hash.js': sampleSnippet });
    assert.deepEqual(loaded.team.lessons.map(({ id }) => id), ['acme-habits/big-upload', 'acme-habits/hashing']);
  });

  it('shows no code of a repository: it knows none', async () => {
    const live = change(lesson, '    snippet: hash.js\n', '    source: src/secret.js\n    anchor: { symbol: login }\n    snippet: hash.js\n');
    const loaded = await load(declared(both), { ...content, '/ext/content/lessons/hashing/lesson.md': live, '/ext/src/secret.js': 'function login() {}\n' });
    const [piece] = loaded.team.lessons.flatMap(({ pieces }) => pieces);
    assert.equal(piece?.snippet.trim(), sampleSnippet.trim());
    assert.match(said(loaded).join('\n'), /src\/secret\.js is in no repository that this lesson knows/);
  });
});

describe('a pack that an extension hands over', () => {
  const given = { id: 'habits', title: 'Habits', publisher: 'Acme', lessons: { 'hashing/lesson.md': lesson, 'hashing/hash.js': new TextEncoder().encode(sampleSnippet) }, rules: { 'no-debugger.yml': rule } };

  it('is read as one on disk is', async () => {
    const pack = registeredPack(given, 1);
    assert.equal(pack.id, 'acme.habits');
    const { team, rules, problems } = await load(pack);
    assert.deepEqual(problems, []);
    assert.deepEqual([team.lessons.map(({ id, file }) => [id, file]), rules.rules.map(({ id }) => id)], [[['acme-habits/hashing', 'altitude-pack:/acme.habits/lessons/hashing/lesson.md']], ['acme-habits/no-debugger']]);
  });

  it('is read once: bytes that change later change nothing', async () => {
    const bytes = new TextEncoder().encode(sampleSnippet);
    const pack = registeredPack({ ...given, lessons: { ...given.lessons, 'hashing/hash.js': bytes } }, 1);
    bytes.fill(0);
    assert.deepEqual((await load(pack)).problems, []);
  });

  const refused: readonly (readonly [unknown, string])[] = [
    [undefined, 'registerPack must be a set of fields: id, title, publisher, lessons, rules'],
    [{ ...given, id: 'Not Kebab' }, 'registerPack.id must be kebab-case, such as blocked-loop'],
    [{ ...given, title: 'a\u202Eb' }, 'registerPack.title holds characters that cannot be seen (U+202E); take them out'],
    [{ ...given, publisher: 'a/b' }, 'registerPack.publisher must be the id of a publisher: letters, digits and hyphens'],
    [{ ...given, lessons: undefined, rules: undefined }, 'registerPack must hold lessons or rules'],
    [{ ...given, lessons: { '../lesson.md': '' } }, 'registerPack.lessons.../lesson.md must be a relative path with forward slashes, such as slow-queries/lesson.md'],
    [{ ...given, rules: { 'a.yml': 3 } }, 'registerPack.rules.a.yml must be text or bytes'],
    [{ ...given, onLoad: () => undefined }, 'registerPack.onLoad is not a known field; known are id, title, publisher, lessons, rules'],
    [{ ...given, rules: Object.fromEntries(Array.from({ length: 2001 }, (_, at) => [`r${at}.yml`, ''])) }, 'registerPack.rules must not hold more than 2000 files'],
    [{ ...given, lessons: { 'big/lesson.md': new Uint8Array(33 * 1024 * 1024) } }, 'registerPack.lessons must not hold more than 32 MB'],
  ];
  for (const [each, message] of refused) {
    it(`is refused where ${message}`, async () => {
      const loaded = await load(registeredPack(each, 7));
      assert.deepEqual(loaded.problems.map((problem) => problem.message), [message]);
      assert.deepEqual([loaded.team.tracks, loaded.rules.rules], [[], []]);
    });
  }

  it('keeps its name in the list where only its content is wrong', () => {
    assert.equal(registeredPack({ ...given, rules: 1 }, 7).id, 'acme.habits');
    assert.equal(registeredPack(null, 7).id, 'unknown.unnamed-7');
  });
});

describe('the example pack', () => {
  it('has nothing wrong with it', async () => {
    const root = path.resolve('test/host/packs/fixtures/node-habits');
    const written: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const pack = contributedPack({ id: 'acme.node-habits', root: root.replaceAll(path.sep, '/'), manifest: written });
    assert.ok(pack);
    const { team, rules, problems } = await loadPack(pack, { files: nodeTeamFiles, builtIn, rules: builtInRules });
    assert.deepEqual(problems, []);
    assert.deepEqual(team.lessons.map(({ id, pieces }) => [id, pieces.map(({ rule: taught }) => taught)]), [['acme-node-habits/guessable-token', ['acme-node-habits/guessable-token']]]);
    assert.deepEqual(rules.rules.map(({ lesson: teaches }) => teaches), ['acme-node-habits/guessable-token']);
  });
});
