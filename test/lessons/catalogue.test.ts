import assert from 'node:assert/strict';
import { loadCatalogue } from '../../src/lessons/catalogue';
import { formatLessons, lessonsDocument } from '../../src/lessons/commands';
import { lintLessons } from '../../src/lessons/lint/lint';
import type { Lesson } from '../../src/lessons/model';
import { MemoryFiles } from './memoryFiles';
import { change, sampleDiagram, sampleFolder, sampleLesson, sampleSnippet, sampleTrack } from './sampleLesson';

/** The sample beside a second lesson, `second`, made from it. */
const twoLessons = (second: string, first = sampleLesson) => ({
  ...sampleFolder,
  'lessons/node/track.yml': `${sampleTrack}  - second\n`,
  'lessons/node/hashing/lesson.md': first,
  'lessons/node/second/lesson.md': second,
  'lessons/node/second/hash.js': sampleSnippet,
  'lessons/node/second/loop.svg': sampleDiagram,
});
const second = change(sampleLesson, 'id: hashing', 'id: second');
const load = (tree: Record<string, string>) => loadCatalogue(new MemoryFiles(tree), { root: 'lessons' });

async function onlyLesson(tree: Record<string, string>): Promise<Lesson> {
  const { tracks, problems } = await load(tree);
  assert.deepEqual(problems, []);
  return tracks[0]!.lessons[0]!;
}

describe('catalogue', () => {
  it('reads every part of a lesson', async () => {
    assert.deepEqual(await onlyLesson(sampleFolder), {
      id: 'hashing',
      track: 'node',
      order: 0,
      title: 'Hashing in a handler',
      crux: 'Keep hashing off the loop.',
      goal: 'Find the hash and move it.',
      tier: 'middle',
      minutes: 5,
      prerequisites: [],
      sources: [{ title: 'Node.js crypto', url: 'https://nodejs.org/api/crypto.html' }],
      pieces: [
        {
          id: 'slow-hash',
          title: 'The slow hash',
          tier: 'middle',
          rule: 'sync-in-request-path',
          language: 'javascript',
          snippetFile: 'hash.js',
          snippet: sampleSnippet,
          hotLines: [{ startLine: 6, endLine: 6 }],
          context: 'A login route.',
          prompt: 'What happens to the other routes?',
          question: 'Ten people log in at once.',
          options: [
            { id: 'nothing', text: 'Nothing, the hash belongs to one route.', correct: false, explanation: 'The loop is shared.' },
            { id: 'they-wait', text: 'They wait for every hash.', correct: true, explanation: 'One thread runs all handlers.' },
          ],
          hints: ['Count the threads.', 'Look at the name.', 'It ends in Sync.'],
          fixNote: 'It awaits the hash.',
        },
      ],
      variants: [],
      readings: [],
      recap: 'One thread.',
      diagram: { file: 'loop.svg', svg: sampleDiagram, alt: 'Loop. One loop' },
      tradeOff: 'At start-up it is fine.',
      file: 'lessons/node/hashing/lesson.md',
    } satisfies Lesson);
  });

  it('reads Windows line ends and a byte order mark as if they were not there', async () => {
    const windows = Object.fromEntries(
      Object.entries(sampleFolder).map(([file, text]) => [file, `\uFEFF${text.replaceAll('\n', '\r\n')}`]),
    );
    assert.deepEqual(await onlyLesson(windows), await onlyLesson(sampleFolder));
  });

  it('keeps code and lists inside an explanation, without the indentation of its option', async () => {
    const rich = change(sampleLesson, '  The loop is shared.\n', '  The loop:\n\n  ```js\n  if (busy) {\n    wait();\n  }\n  ```\n\n  - one\n  - two\n');
    const lesson = await onlyLesson({ ...sampleFolder, 'lessons/node/hashing/lesson.md': rich });
    assert.equal(lesson.pieces[0]!.options[0]!.explanation, 'The loop:\n\n```js\nif (busy) {\n  wait();\n}\n```\n\n- one\n- two');
  });

  it('joins an option written over two lines and accepts a list right above a block', async () => {
    const wrapped = change(sampleLesson, 'belongs to one route.', 'belongs\n  to one route.');
    const listed = change(wrapped, 'A login route.\n\n:::', 'Given:\n\n- a login route\n:::');
    const [piece] = (await onlyLesson({ ...sampleFolder, 'lessons/node/hashing/lesson.md': listed })).pieces;
    assert.equal(piece!.options[0]!.text, 'Nothing, the hash belongs to one route.');
    assert.equal(piece!.context, 'Given:\n\n- a login route');
    assert.equal(piece!.options.length, 2);
  });

  it('marks every line of hot text that spans several', async () => {
    const hot = change(sampleLesson, '      - pbkdf2Sync(password\n', '      - app.listen\n      - |-\n        const { password, salt } = req.body;\n          res.send(pbkdf2Sync\n');
    const lesson = await onlyLesson({ ...sampleFolder, 'lessons/node/hashing/lesson.md': hot });
    assert.deepEqual(lesson.pieces[0]!.hotLines, [{ startLine: 5, endLine: 6 }, { startLine: 8, endLine: 8 }]);
  });

  it('leaves a broken lesson out and keeps the one beside it', async () => {
    const { tracks, problems } = await load(twoLessons(change(second, 'tier: middle', 'tier: expert')));
    assert.deepEqual(tracks.flatMap(({ lessons }) => lessons.map(({ id }) => id)), ['hashing']);
    assert.deepEqual(problems, [
      { file: 'lessons/node/second/lesson.md', line: 6, message: 'tier must be one of zero, junior, middle, senior' },
    ]);
  });

  it('drops a reference to a lesson that is there but broken, without a second problem', async () => {
    const first = change(sampleLesson, 'minutes: 5', 'minutes: 5\nnext: second\nprerequisites: [second]');
    const whole = await load(twoLessons(second, first));
    assert.equal(whole.tracks[0]!.lessons[0]!.next, 'second');
    assert.deepEqual(whole.tracks[0]!.lessons[0]!.prerequisites, ['second']);

    const broken = await load(twoLessons('no lesson', first));
    assert.equal(broken.problems.length, 1);
    assert.equal(broken.tracks[0]!.lessons[0]!.next, undefined);
    assert.deepEqual(broken.tracks[0]!.lessons[0]!.prerequisites, []);
  });

  it('keeps the first of two lessons with one id', async () => {
    const { tracks, problems } = await load({
      ...sampleFolder,
      'lessons/other/track.yml': change(change(sampleTrack, 'id: node', 'id: other'), 'order: 1', 'order: 2'),
      'lessons/other/hashing/lesson.md': sampleLesson,
      'lessons/other/hashing/hash.js': sampleSnippet,
      'lessons/other/hashing/loop.svg': sampleDiagram,
    });
    assert.deepEqual(tracks.map(({ id }) => id), ['node']);
    assert.deepEqual(problems, [
      {
        file: 'lessons/other/hashing/lesson.md',
        line: 2,
        message: 'another lesson is called hashing, in lessons/node/hashing/lesson.md; ids are unique over all tracks',
      },
    ]);
  });

  it('orders tracks by their own order and lessons by the list', async () => {
    const tree = {
      ...twoLessons(second),
      'lessons/node/track.yml': 'id: node\ntitle: Node\nsummary: s\norder: 2\nlessons: [second, hashing]\n',
      'lessons/zero/track.yml': 'id: zero\ntitle: Zero\nsummary: s\norder: 1\nlessons: [third]\n',
      'lessons/zero/third/lesson.md': change(sampleLesson, 'id: hashing', 'id: third'),
      'lessons/zero/third/hash.js': sampleSnippet,
      'lessons/zero/third/loop.svg': sampleDiagram,
    };
    const { tracks } = await load(tree);
    assert.deepEqual(tracks.map(({ id, lessons }) => [id, lessons.map((lesson) => lesson.id)]), [
      ['zero', ['third']],
      ['node', ['second', 'hashing']],
    ]);
  });

  it('says so when there is nothing to read', async () => {
    assert.deepEqual((await load({})).problems, [
      { file: 'lessons', line: 1, message: 'cannot be read: there is no such file or folder' },
    ]);
    assert.deepEqual((await load({ 'lessons/readme.md': 'x' })).problems, [
      { file: 'lessons', line: 1, message: 'holds no lessons; a track is a folder with a track.yml in it' },
    ]);
  });
});

describe('lesson commands', () => {
  it('lists tracks, lessons and pieces as data and as text', async () => {
    const catalogue = await load(sampleFolder);
    assert.deepEqual(lessonsDocument(catalogue), {
      tracks: [
        {
          id: 'node',
          title: 'Node',
          lessons: [
            {
              id: 'hashing',
              title: 'Hashing in a handler',
              tier: 'middle',
              minutes: 5,
              pieces: [{ id: 'slow-hash', rule: 'sync-in-request-path', language: 'javascript', options: 2 }],
            },
          ],
        },
      ],
      cards: 0,
      prompts: 0,
      drills: 0,
    });
    assert.equal(
      formatLessons(catalogue),
      'Node\n  Hashing in a handler (middle, 5 min)\n    slow-hash: javascript, 2 options, teaches sync-in-request-path',
    );
  });

  it('checks a root, a track, a lesson or a file, and reports what lies below it', async () => {
    const files = new MemoryFiles({ ...twoLessons('no lesson'), 'lessons/lost/track.yml': '' });
    const filesOf = async (path: string) => [...new Set((await lintLessons(files, path)).map(({ file }) => file))];
    const broken = 'lessons/node/second/lesson.md';
    assert.deepEqual(await filesOf('lessons'), ['lessons/lost/track.yml', broken]);
    assert.deepEqual(await filesOf('lessons/'), ['lessons/lost/track.yml', broken]);
    assert.deepEqual(await filesOf('lessons/node'), [broken]);
    assert.deepEqual(await filesOf('lessons/node/second'), [broken]);
    assert.deepEqual(await filesOf(broken), [broken]);
    assert.deepEqual(await filesOf('lessons/node/hashing'), []);
    assert.deepEqual(await filesOf('nowhere'), ['nowhere']);
  });

  it('does not call a lesson sound that lies in no track', async () => {
    const files = new MemoryFiles(Object.fromEntries(Object.entries(sampleFolder).filter(([file]) => !file.endsWith('track.yml'))));
    assert.deepEqual(await lintLessons(files, 'lessons/node/hashing'), [
      { file: 'lessons/node/hashing', line: 1, message: 'holds no lessons; a track is a folder with a track.yml in it' },
    ]);
  });

  it('refuses a rule the engine does not have', async () => {
    const [problem] = await lintLessons(new MemoryFiles(sampleFolder), 'lessons', new Set(['other']));
    assert.deepEqual(problem, { file: 'lessons/node/hashing/lesson.md', line: 14, message: 'there is no rule called sync-in-request-path' });
  });
});
