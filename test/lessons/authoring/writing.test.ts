import assert from 'node:assert/strict';
import { ruleList } from '../../../src/engine/rules/list';
import { spotAt, valueAt, linkAt } from '../../../src/lessons/authoring/cursor';
import { draftOf, partAt } from '../../../src/lessons/authoring/draft';
import { missingParts } from '../../../src/lessons/authoring/mends';
import type { Names } from '../../../src/lessons/authoring/names';
import { outlineOf, type Outline } from '../../../src/lessons/authoring/outline';
import { idOf, lessonSkeleton, trackSkeleton, unwrittenLines, yamlText } from '../../../src/lessons/authoring/skeletons';
import { suggestionsAt, type Surroundings } from '../../../src/lessons/authoring/suggestions';
import { trackEntry } from '../../../src/lessons/authoring/trackEntry';
import { TracksWorkshop } from '../../../src/lessons/authoring/workshop';
import { lintLessons } from '../../../src/lessons/lint/lint';
import type { LessonFiles } from '../../../src/lessons/files';
import type { ShownCode } from '../../../src/lessons/live';
import { MemoryFiles } from '../memoryFiles';
import { change, sampleFolder, sampleLesson, sampleSnippet, sampleTrack } from '../sampleLesson';

const names: Names = {
  lessons: [
    { id: 'hashing', title: 'Hashing', pieces: [{ id: 'slow-hash', title: 'The slow hash' }] },
    { id: 'pools', title: 'Pools', pieces: [{ id: 'no-limit', title: 'No limit' }] },
  ],
  tracks: [{ id: 'node', title: 'Node' }],
  terms: [{ id: 'event-loop', term: 'event loop', meaning: 'One thread.' }],
  rules: ruleList,
};

const isNotUnwritten = ({ message }: { readonly message: string }) => !message.startsWith('is still to be written: ');

function outlined(text: string): Outline {
  const outline = outlineOf(text);
  assert.ok(outline);
  return outline;
}

/** What is suggested at `|` in a lesson. */
function suggested(marked: string, around: Partial<Surroundings> = {}): string[] {
  const at = marked.indexOf('|');
  assert.ok(at >= 0 && !marked.includes('|', at + 1), 'one | marks the cursor');
  const text = marked.replace('|', '');
  const line = marked.slice(0, at).split('\n').length - 1;
  const lines = text.split('\n');
  const spot = spotAt(lines, line, at - (marked.lastIndexOf('\n', at) + 1));
  if (spot === undefined) return [];
  const files = ['hash.js', 'loop.svg', 'lesson.md', 'evidence.json'];
  const textOf = (file: string) => (file === 'hash.js' ? sampleSnippet : undefined);
  return suggestionsAt(spot, line + 1, { outline: outlineOf(text), names, folder: 'hashing', files, textOf, isTeam: false, ...around }).map(({ label }) => label);
}

describe('what is suggested in lesson.md', () => {
  it('are the fields that are not there yet, each in its place', () => {
    const top = suggested(change(sampleLesson, 'minutes: 5\n', 'minutes: 5\n|\n'));
    assert.deepEqual(top, ['prerequisites', 'next']);
    const piece = suggested(change(sampleLesson, '    snippet: hash.js\n', '    snippet: hash.js\n    |\n'));
    assert.deepEqual(piece, ['tier', 'variantOf', 'also']);
    assert.deepEqual(suggested(change(sampleLesson, '    url: https', '    |\n    url: https')), []);
    assert.deepEqual(suggested(change(sampleLesson, 'pieces:\n', 'pieces:\n  - |\n')), ['id', 'tier', 'variantOf', 'rule', 'also', 'snippet', 'hot']);
  });

  it('are live code and its anchor in the folder of a team alone', () => {
    const written = change(sampleLesson, '    snippet: hash.js\n', '    snippet: hash.js\n    |\n');
    assert.deepEqual(suggested(written, { isTeam: true }), ['tier', 'variantOf', 'also', 'source', 'anchor', 'commit']);
    const anchor = change(sampleLesson, '    snippet: hash.js\n', '    snippet: hash.js\n    anchor:\n      |\n');
    assert.deepEqual(suggested(anchor, { isTeam: true }), ['symbol', 'pattern']);
  });

  it('are tiers, rules, files, lessons and pieces as values', () => {
    assert.deepEqual(suggested(change(sampleLesson, 'tier: middle', 'tier: |')), ['zero', 'junior', 'middle', 'senior']);
    assert.deepEqual(suggested(change(sampleLesson, 'rule: sync-in-request-path', 'rule: sy|')), ruleList.map(({ id }) => id));
    assert.deepEqual(suggested(change(sampleLesson, 'snippet: hash.js', 'snippet: |')), ['hash.js']);
    assert.deepEqual(suggested(change(sampleLesson, 'diagram: loop.svg', 'diagram: |')), ['loop.svg']);
    assert.deepEqual(suggested(change(sampleLesson, 'minutes: 5\n', 'minutes: 5\nnext: |\n')), ['pools', 'node']);
    assert.deepEqual(suggested(change(sampleLesson, 'minutes: 5\n', 'minutes: 5\nprerequisites:\n  - |\n')), ['pools']);
    assert.deepEqual(suggested(change(sampleLesson, '---\n\n##', '  - id: again\n    variantOf: |\n---\n\n##')), ['slow-hash']);
  });

  it('are lines of the snippet that stand in it once', () => {
    const lines = suggested(change(sampleLesson, '- pbkdf2Sync(password', '- |'));
    assert.ok(lines.includes("res.send(pbkdf2Sync(password, salt, 100_000, 32, 'sha512'));"), lines.join('\n'));
    assert.ok(!lines.includes('});'));
  });

  it('are blocks and sections that are not there yet', () => {
    assert.deepEqual(suggested(change(sampleLesson, '::: hints', '::: |')), ['hints']);
    const second = change(sampleLesson, '---\n\n##', '  - id: slow-render\n---\n\n##');
    assert.deepEqual(suggested(change(second, '## Recap {#recap}', '## Another {#|\n\n## Recap {#recap}')).slice(0, 1), ['slow-render']);
    assert.deepEqual(suggested(change(second, '## Recap {#recap}', '## |\n\n## Recap {#recap}')).slice(0, 1), ['## Slow render']);
    assert.deepEqual(suggested(change(sampleLesson, '## Recap {#recap}', '## |')).slice(0, 1), ['## Recap']);
  });

  it('are the ends of links', () => {
    const linked = (link: string) => suggested(change(sampleLesson, 'A login route.', `See [this](${link}`));
    assert.deepEqual(linked('|'), ['term:', 'lesson:']);
    assert.deepEqual(linked('term:|'), ['event-loop']);
    assert.deepEqual(linked('lesson:p|'), ['hashing', 'pools']);
    assert.deepEqual(linked('lesson:pools/|'), ['no-limit']);
  });

  it('is nothing in code, in prose and where the front matter says nothing', () => {
    assert.deepEqual(suggested(change(sampleLesson, 'A login route.', '```\n::: |\n```')), []);
    assert.deepEqual(suggested(change(sampleLesson, 'A login route.', 'A login| route.')), []);
    assert.deepEqual(suggested(change(sampleLesson, 'title: Hashing in a handler', 'title: |')), []);
    assert.deepEqual(suggested('## No front matter |'), []);
  });

  it('still are while the word that is typed breaks the YAML', () => {
    assert.deepEqual(suggested(change(sampleLesson, 'minutes: 5\n', 'minutes: 5\nne|\n')), ['prerequisites', 'next']);
    assert.deepEqual(suggested('---\nid: hashing\ntier: |'), ['zero', 'junior', 'middle', 'senior']);
  });
});

describe('the word under the cursor', () => {
  it('is a whole value with its path', () => {
    const lines = sampleLesson.split('\n');
    const line = lines.findIndex((each) => each.includes('rule:'));
    assert.deepEqual(valueAt(lines, line, 14), { path: 'pieces.rule', text: 'sync-in-request-path', from: 10 });
    assert.equal(valueAt(lines, line, 5), undefined);
  });

  it('is a link, from its text to its address', () => {
    const text = 'An [event loop](term:event-loop) turns.';
    assert.equal(linkAt(text, 5)?.href, 'term:event-loop');
    assert.equal(linkAt(text, 20)?.href, 'term:event-loop');
    assert.equal(linkAt(text, 1), undefined);
  });
});

describe('what a lesson lacks', () => {
  const mended = (text: string) => {
    const lines = text.split('\n');
    for (const mend of missingParts(text, outlined(text)).toReversed().toSorted((a, b) => b.after - a.after)) lines.splice(mend.after, 0, ...mend.text.split('\n').slice(0, -1));
    return lines.join('\n');
  };
  const lint = async (text: string) => lintLessons(new MemoryFiles({ ...sampleFolder, 'lessons/node/hashing/lesson.md': text }), 'lessons');

  it('is nothing in one that is whole', () => {
    assert.deepEqual(missingParts(sampleLesson, outlined(sampleLesson)), []);
  });

  for (const [what, text] of Object.entries({
    'a section': sampleLesson.replace(/## The slow hash[\s\S]*?(?=## Recap)/, ''),
    'every section': sampleLesson.replace(/(?<=---\n\n)##[\s\S]*/, ''),
    'a quiz': sampleLesson.replace(/::: quiz[\s\S]*?\n:::\n/, ''),
    hints: sampleLesson.replace(/::: hints[\s\S]*?\n:::\n/, ''),
    'a fix': sampleLesson.replace(/::: fix[\s\S]*?\n:::\n/, ''),
    'a recap': sampleLesson.replace(/## Recap[\s\S]*?(?=## Trade)/, ''),
    'a trade-off': sampleLesson.replace(/## Trade[\s\S]*/, ''),
  })) {
    it(`is supplied, in its place: ${what}`, async () => {
      assert.notDeepEqual(await lint(text), []);
      const whole = mended(text);
      assert.deepEqual((await lint(whole)).filter(isNotUnwritten), []);
      const order = [...whole.matchAll(/^(?:## |::: )(\w+)/gm)].map(([, name]) => name);
      assert.deepEqual(order.slice(-5), ['quiz', 'hints', 'fix', 'Recap', 'Trade']);
    });
  }
});

describe('a new lesson', () => {
  it('is sound, and marks what is still to be written', async () => {
    const lesson = lessonSkeleton({ id: 'new-one', title: 'A "new" one: quoted', tier: 'junior', rule: 'sync-in-request-path', snippetFile: 'hash.js', hot: ['pbkdf2Sync(password'] });
    const tree = { 'lessons/own/track.yml': trackSkeleton({ id: 'own', title: 'Own', order: 1, lesson: 'new-one' }), 'lessons/own/new-one/lesson.md': lesson, 'lessons/own/new-one/hash.js': sampleSnippet };
    const problems = await lintLessons(new MemoryFiles(tree), 'lessons', new Set(ruleList.map(({ id }) => id)));
    assert.deepEqual(problems.filter(isNotUnwritten), []);
    const ofOptions = problems.filter(({ line }) => lesson.split('\n')[line - 1]?.startsWith('- ['));
    assert.deepEqual(ofOptions.map(({ message }) => message), [
      'is still to be written: what a colleague would try first.',
      'is still to be written: the lever that reaches the cause.',
      'is still to be written: what would only move the problem.',
      'is still to be written: what seems safe and changes nothing.',
    ]);
    // An option and its explanation are one.
    assert.equal(problems.length, unwrittenLines(lesson).length - 4);
    assert.ok(problems.some(({ line, message }) => line === 4 && message === 'is still to be written: one sentence on what the lesson trains.'));
    assert.ok(unwrittenLines(lesson).length > 10);
  });

  it('has an id from its title', () => {
    assert.equal(idOf('Überlastete Queues: 3 Wege'), 'uberlastete-queues-3-wege');
    assert.equal(idOf('51 queries'), 'queries');
    assert.equal(idOf('Очередь'), '');
  });

  it('is listed behind the others, the rest of the file as it was', () => {
    const add = (track: string) => {
      const entry = trackEntry(track, 'pools');
      return entry && track.slice(0, entry.offset) + entry.text + track.slice(entry.offset);
    };
    assert.equal(add(sampleTrack), `${sampleTrack}  - pools\n`);
    assert.equal(add(change(sampleTrack, '  - hashing\n', '- hashing # first\n# end\n')), change(sampleTrack, '  - hashing\n', '- hashing # first\n- pools\n# end\n'));
    assert.equal(add(sampleTrack.trimEnd()), `${sampleTrack}  - pools\n`);
    assert.equal(add('id: node\n'), 'id: node\nlessons:\n  - pools\n');
    assert.equal(add('lessons: [hashing]\n'), undefined);
    assert.equal(add('lessons:\n  - "broken\n'), undefined);
  });

  it('writes YAML that reads as the text', () => {
    assert.equal(yamlText('A plain text.'), 'A plain text.');
    assert.equal(yamlText('- app.use("x"): y'), '"- app.use(\\"x\\"): y"');
    assert.equal(yamlText('yes'), '"yes"');
  });
});

describe('a draft', () => {
  const draft = (text: string) => draftOf(outlined(text), 'hashing', (file) => (file === 'hash.js' ? sampleSnippet : undefined));

  it('is the whole lesson where nothing is wrong', () => {
    const { parts, tier, title } = draft(sampleLesson);
    assert.deepEqual([title, tier, parts.map(({ id }) => id)], ['Hashing in a handler', 'middle', ['slow-hash', 'recap', 'trade-off']]);
    const [first] = parts;
    assert.ok(first?.kind === 'piece');
    assert.deepEqual(first.piece.options.map(({ id, correct }) => [id, correct]), [['nothing', false], ['they-wait', true]]);
    assert.deepEqual(first.piece.hotLines, [{ startLine: 6, endLine: 6 }]);
    assert.equal(first.piece.hints.length, 3);
  });

  it('keeps what is readable while the rest is broken', () => {
    const broken = change(change(sampleLesson, '  - id: slow-hash', '  - id: slow-hash\n    rule: [oops'), '{#they-wait}', '');
    const [first] = draft(broken).parts;
    assert.ok(first?.kind === 'piece');
    assert.equal(first.piece.title, 'The slow hash');
    assert.deepEqual(first.piece.options.map(({ id }) => id), ['nothing', 'option-2']);
    assert.equal(first.piece.fixNote, 'It awaits the hash.');
  });

  it('shows a piece that has no section yet', () => {
    const [, , , last] = draft(change(sampleLesson, 'pieces:\n', 'pieces:\n  - id: next-one\n')).parts;
    assert.ok(last?.kind === 'piece');
    assert.deepEqual([last.id, last.piece.title, last.piece.question], ['next-one', 'Next one', '']);
  });

  it('shows live code as it is now, and what is kept of it where it is lost, with the reason', () => {
    const live = change(sampleLesson, '    snippet: hash.js\n', '    snippet: hash.js\n    source: src/login.js\n    anchor: { symbol: check }\n');
    const outline = outlined(live);
    assert.deepEqual(outline.pieces[0]?.live, { source: 'src/login.js', anchor: { symbol: 'check' }, hot: ['pbkdf2Sync(password'] });
    const shown = (state: ShownCode['state'], text: string) => {
      const [first] = draftOf(outline, 'hashing', () => sampleSnippet, () => ({ file: '/repo/src/login.js', text, hotLines: [{ startLine: 1, endLine: 1 }], state })).parts;
      assert.ok(first?.kind === 'piece');
      return { snippet: first.snippet, text: first.piece.snippet, hotLines: first.piece.hotLines };
    };
    const hotLines = [{ startLine: 1, endLine: 1 }];
    assert.deepEqual(shown({ startLine: 3, endLine: 5, hotLines: [] }, 'now'), { snippet: { file: 'src/login.js', text: 'now' }, text: 'now', hotLines });
    assert.deepEqual(shown({ lost: { kind: 'none' } }, 'kept'), { snippet: { file: 'hash.js', text: 'kept', lost: 'check is not in src/login.js' }, text: 'kept', hotLines });
  });

  it('knows nothing of live code whose anchor is half written', () => {
    for (const anchor of ['', '    anchor:\n', '    anchor: check\n', '    anchor: { symbol: "" }\n', '    anchor: { simbol: check }\n']) {
      const text = change(sampleLesson, '    snippet: hash.js\n', `    snippet: hash.js\n    source: src/login.js\n${anchor}`);
      assert.equal(outlined(text).pieces[0]?.live, undefined, anchor);
      const [first] = draft(text).parts;
      assert.ok(first?.kind === 'piece' && first.snippet?.text === sampleSnippet, anchor);
    }
  });

  it('knows the part that a line belongs to', () => {
    const outline = outlined(sampleLesson);
    const at = (needle: string) => partAt(draft(sampleLesson), outline, sampleLesson.slice(0, sampleLesson.indexOf(needle)).split('\n').length)?.id;
    assert.deepEqual(['snippet: hash', 'id: slow-hash', 'It awaits', 'One thread.\n', 'At start-up', 'minutes'].map(at), ['slow-hash', 'slow-hash', 'slow-hash', 'recap', 'trade-off', undefined]);
  });
});

describe('a workshop', () => {
  it('reads again only the lesson that changed, and hears what others say of it', async () => {
    const tree: Record<string, string> = {
      ...sampleFolder,
      'lessons/node/track.yml': `${sampleTrack}  - linking\n`,
      'lessons/node/linking/lesson.md': change(change(sampleLesson, 'id: hashing', 'id: linking'), 'A login route.', 'As in [hashing](lesson:hashing/slow-hash).'),
      'lessons/node/linking/hash.js': sampleSnippet,
      'lessons/node/linking/loop.svg': sampleFolder['lessons/node/hashing/loop.svg'],
    };
    const reads: string[] = [];
    const memory = new MemoryFiles(tree);
    const files: LessonFiles = {
      list: async (dir) => memory.list(dir),
      read: async (path) => {
        reads.push(path);
        return memory.read(path);
      },
    };
    const workshop = new TracksWorkshop(files, 'lessons', ruleList);
    const first = await workshop.check();
    assert.deepEqual(first.problems, []);
    assert.deepEqual(first.names.lessons.map(({ id }) => id), ['hashing', 'linking']);

    reads.length = 0;
    tree['lessons/node/hashing/lesson.md'] = sampleLesson.replaceAll('slow-hash', 'slower-hash');
    const second = await workshop.check(new Set(['lessons/node/hashing/lesson.md']));
    assert.deepEqual(second.problems.map(({ file, message }) => [file, message]), [
      ['lessons/node/linking/lesson.md', 'the lesson hashing has no piece called slow-hash; it has slower-hash'],
    ]);
    assert.ok(reads.length > 0 && reads.every((path) => path.startsWith('lessons/node/hashing/')), reads.join(', '));

    tree['lessons/node/hashing/lesson.md'] = change(sampleLesson, 'The loop is shared.', 'Measured: 12 ms.');
    const third = await workshop.check(new Set(['lessons/node/hashing/lesson.md']));
    assert.match(third.problems[0]?.message ?? '', /measured figure/);
    tree['lessons/node/hashing/lesson.md'] = sampleLesson;
    tree['lessons/node/track.yml'] = sampleTrack;
    const last = await workshop.check(new Set(['lessons/node/track.yml', 'lessons/node/hashing/lesson.md']));
    assert.match(last.problems[0]?.message ?? '', /the folder linking is not listed/);
  });

});
