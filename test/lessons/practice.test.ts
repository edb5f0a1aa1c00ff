import assert from 'node:assert/strict';
import { loadCatalogue } from '../../src/lessons/catalogue';
import { formatLessons, formatProblems, lessonsDocument } from '../../src/lessons/commands';
import { lintLessons } from '../../src/lessons/lint/lint';
import { MemoryFiles } from './memoryFiles';
import { change, sampleFolder } from './sampleLesson';
import { practiceTrack, sampleCards, sampleDrill, samplePractice, samplePrompt, sampleTemplate } from './samplePractice';

const rules = new Set(['sync-in-request-path']);
const track = 'lessons/drills/track.yml';
const template = 'lessons/drills/template.md';
const cards = 'lessons/drills/cards/loop.yml';
const prompt = 'lessons/drills/prompts/slow-login.md';
const drill = 'lessons/drills/drills/post-mortem.md';

const load = (changed: Readonly<Record<string, string>> = {}) =>
  loadCatalogue(new MemoryFiles({ ...sampleFolder, ...samplePractice, ...changed }), { root: 'lessons', rules });

const problemsOf = async (changed: Readonly<Record<string, string>>) => formatProblems((await load(changed)).problems);

describe('practice', () => {
  it('is read whole, in a track without lessons', async () => {
    const { tracks, problems } = await load();
    assert.deepEqual(problems, []);
    const { practice, ...rest } = tracks[1]!;
    assert.deepEqual(rest, { id: 'drills', title: 'Drills', summary: 'Say it aloud.', lessons: [] });
    assert.deepEqual(practice!.template, {
      title: 'Answer template',
      summary: 'Six steps of an answer.',
      steps: [
        { id: 'path', title: 'The path', text: 'Name what the user wants.' },
        { id: 'invariant', title: 'The invariant', text: '- What must [never](term:invariant) be wrong?' },
      ],
      file: template,
    });
    assert.deepEqual(practice!.cards, [
      {
        id: 'blocked-loop',
        kind: 'cue',
        tier: 'junior',
        cue: 'Every route is slow, `CPU` is at 100 %.',
        answer: "Look for a name that ends in Sync.\n\n- Measure the loop's delay.",
        rule: 'sync-in-request-path',
        lesson: 'hashing',
        file: cards,
      },
      { id: 'cheap-hash', kind: 'pitfall', tier: 'middle', cue: 'Fewer rounds make it fast.', answer: 'They make it weak.', file: cards },
    ]);
    assert.deepEqual(practice!.prompts, [
      {
        id: 'slow-login',
        title: 'Slow login',
        tier: 'middle',
        minutes: 10,
        lessons: ['hashing'],
        situation: 'The [login](lesson:hashing) takes three seconds at noon. What do you do?',
        rubric: [
          { id: 'shared-loop', text: 'The loop, as what all routes share.', explanation: 'One thread runs every handler.' },
          { id: 'delay-first', text: 'A measurement of its delay, before any change.', explanation: '`perf_hooks` has a histogram of it.' },
        ],
        file: prompt,
      },
    ]);
    const [only] = practice!.drills;
    assert.deepEqual(only!.steps, [
      { id: 'impact', title: 'Impact', minutes: 4, text: 'Say who noticed.' },
      { id: 'remedy', title: 'Remedy', minutes: 8, text: 'Say what stays.' },
    ]);
    assert.deepEqual(only!.lessons, []);
    assert.deepEqual(only!.rubric.map(({ id }) => id), ['who', 'guard']);
  });

  it('may stand beside lessons; the next lesson may be a track of it', async () => {
    const both = await load({
      'lessons/node/template.md': change(sampleTemplate, '[never](term:invariant)', 'never'),
      'lessons/node/hashing/lesson.md': change(sampleFolder['lessons/node/hashing/lesson.md'], 'minutes: 5', 'minutes: 5\nnext: drills'),
    });
    assert.deepEqual(both.problems, []);
    assert.equal(both.tracks[0]!.lessons[0]!.next, 'drills');
    assert.equal(both.tracks[0]!.practice!.template!.steps.length, 2);
    assert.equal('practice' in (await load()).tracks[0]!, false);
  });

  const mistakes: readonly (readonly [mistake: string, file: keyof typeof samplePractice, from: string, to: string, ...expected: string[]])[] = [
    ['a card of no known kind', cards, 'kind: pitfall', 'kind: trap', '13: kind must be one of cue, pitfall, hook'],
    ['a card without an answer', cards, '    answer: They make it weak.\n', '', '12: answer is missing'],
    ['a card of an unknown rule', cards, 'rule: sync-in-request-path', 'rule: sync', '10: there is no rule called sync'],
    ['a card of an unknown lesson', cards, 'lesson: hashing', 'lesson: hash', '11: there is no lesson called hash; name one that is there'],
    ['a dead link in an answer', cards, 'They make it weak.', 'They make it [weak](term:weak).', '16: there is no term called weak; define it in glossary.yml or link to one that is there'],
    ['a list as a cue', cards, 'Fewer rounds make it fast.', '"- Fewer rounds"', '15: the cue is shown within a line; write one paragraph, with no list, heading or code block'],
    ['a card twice', cards, 'id: cheap-hash', 'id: blocked-loop', '12: a second card is called blocked-loop; the first is at line 2'],
    ['a prompt unlike its file', prompt, 'id: slow-login', 'id: slow-logins', '2: the prompt is called slow-logins but its file slow-login.md; give both one name'],
    ['a prompt of an unknown lesson', prompt, 'lessons: [hashing]', 'lessons: [hashing, hush]', '6: there is no lesson called hush; name one that is there'],
    ['a prompt without a situation', prompt, '{#situation}', '{#story}', '9: a prompt has the sections situation and rubric; story is neither', '21: there is no situation; write a section ## Title {#situation}'],
    ['an empty situation', prompt, 'The [login](lesson:hashing) takes three seconds at noon. What do you do?\n', '', '9: the situation is empty'],
    ['a point without an explanation', prompt, '\n  One thread runs every handler.\n', '', '15: point 1 has no explanation; write one below it, indented'],
    ['a point without an id', prompt, ' {#delay-first}', '', '19: point 2 has no id; end its text with one in braces, such as {#names-the-limit}'],
    ['two points with one id', prompt, '{#delay-first}', '{#shared-loop}', '19: another point has the id shared-loop, at line 15'],
    ['an explanation that is not indented', prompt, '\n  `perf_hooks`', '\n`perf_hooks`', '21: this text is not indented, so it does not explain point 2; indent it by two spaces'],
    ['a rubric of one point', prompt, samplePrompt.slice(samplePrompt.indexOf('- A measurement')), '', '13: the rubric has 1 of at least 2 points; write each as an item of a list'],
    ['a quiz in a rubric', prompt, '- The loop', '::: quiz Why?\n\nx\n\n:::\n\n- The loop',
      '13: the rubric has 0 of at least 2 points; write each as an item of a list',
      '15: a quiz block belongs to a piece, not to the rubric',
      '21: this text is outside every block; put it above the quiz or inside a ::: block'],
    ['minutes that do not add up', drill, 'minutes: 12', 'minutes: 15', '5: the steps take 12 minutes together, not 15; make them add up'],
    ['a step without a section', drill, '## Impact {#impact}\n\nSay who noticed.\n', '', '7: the step impact has no section; write ## Title {#impact} below'],
    ['a step twice', drill, 'id: remedy', 'id: impact', '9: a second step is called impact; the first is at line 7', '21: no step in the front matter is called remedy'],
    ['a step called like a section', drill, '- id: remedy', '- id: rubric', '9: rubric is a section of every drill; call the step something else', '21: no step in the front matter is called remedy'],
    ['a drill called like a prompt', drill, 'id: post-mortem', 'id: slow-login', '2: the drill is called slow-login but its file post-mortem.md; give both one name'],
    ['a template without steps', template, sampleTemplate.slice(sampleTemplate.indexOf('## The path')), '', '5: there are no steps; write each as a section ## Title {#id}'],
    ['a dead link in a template', template, 'term:invariant', 'term:invariants', '12: there is no term called invariants; define it in glossary.yml or link to one that is there'],
    ['an unknown field of a template', template, 'summary: Six', 'minutes: 6\nsummary: Six', '3: minutes is not a known field; known are title, summary'],
  ];
  for (const [mistake, file, from, to, ...expected] of mistakes) {
    it(`names ${mistake}`, async () => {
      const found = await problemsOf({ [file]: change(samplePractice[file], from, to) });
      assert.equal(found, expected.map((line) => `${file}:${line}`).join('\n'));
    });
  }

  it('leaves out the broken card, prompt or drill only', async () => {
    const { tracks } = await load({ [cards]: change(sampleCards, 'tier: junior', 'tier: easy'), [drill]: change(sampleDrill, 'minutes: 12', 'minutes: 13') });
    const { practice } = tracks[1]!;
    assert.deepEqual(practice!.cards.map(({ id }) => id), ['cheap-hash']);
    assert.deepEqual([practice!.prompts.length, practice!.drills.length, practice!.template !== undefined], [1, 0, true]);
  });

  it('keeps ids apart over all files and tracks', async () => {
    const found = await problemsOf({
      'lessons/drills/cards/more.yml': sampleCards.slice(0, sampleCards.indexOf('  - id: cheap-hash')),
      'lessons/node/drills/slow-login.md': change(sampleDrill, 'id: post-mortem', 'id: slow-login'),
    });
    assert.equal(
      found,
      `lessons/drills/cards/more.yml:2: a second card is called blocked-loop; the first is in ${cards}, at line 2\n` +
        `${prompt}:2: a second prompt or drill is called slow-login; the first is in lessons/node/drills/slow-login.md, at line 2`,
    );
  });

  it('drops a lesson that is there but broken', async () => {
    const { tracks, problems } = await load({ 'lessons/node/hashing/lesson.md': 'no lesson' });
    assert.equal(problems.length, 1);
    const [{ practice }] = tracks as [(typeof tracks)[number]];
    assert.equal(practice!.cards[0]!.lesson, undefined);
    assert.deepEqual(practice!.prompts[0]!.lessons, []);
  });

  it('names files that nobody reads, but not hidden ones', async () => {
    const found = await problemsOf({ 'lessons/drills/cards/notes.md': 'x', 'lessons/drills/prompts/.DS_Store': 'x', 'lessons/drills/drills/old/a.md': 'x' });
    assert.equal(
      found,
      'lessons/drills/cards/notes.md:1: is not read; this folder holds .yml files only\nlessons/drills/drills/old:1: is not read; this folder holds .md files only',
    );
  });

  it('is what a track without lessons needs', async () => {
    const files = { ...sampleFolder, 'lessons/drills/track.yml': practiceTrack };
    const { problems } = await loadCatalogue(new MemoryFiles(files), { root: 'lessons' });
    assert.equal(formatProblems(problems), `${track}:1: the track holds nothing; list its lessons, or put template.md, cards, prompts or drills beside track.yml`);
    assert.equal(
      await problemsOf({ [track]: `${practiceTrack}lessons: [cards]\n` }),
      `${track}:5: cards is a folder of practice, not of a lesson; call the lesson something else`,
    );
  });

  it('is counted in data and text, and checked by its own path', async () => {
    const catalogue = await load();
    const { cards: cardCount, prompts, drills } = lessonsDocument(catalogue);
    assert.deepEqual([cardCount, prompts, drills], [2, 1, 1]);
    assert.equal(formatLessons(catalogue).split('\n').slice(-2).join('\n'), 'Drills\n  an answer template, 2 cards, 1 prompt, 1 drill');

    const files = new MemoryFiles({ ...sampleFolder, ...samplePractice, [prompt]: 'x', [cards]: 'cards: 1', 'lessons/glossary.yml': 'terms: 1' });
    const filesOf = async (path: string) => (await lintLessons(files, path)).map(({ file }) => file);
    assert.deepEqual(await filesOf(prompt), [prompt]);
    assert.deepEqual(await filesOf('lessons/drills'), [cards, prompt]);
    assert.deepEqual(await filesOf('lessons/drills/cards'), [cards]);
    assert.deepEqual(await filesOf('lessons/glossary.yml'), ['lessons/glossary.yml']);
  });
});
