import assert from 'node:assert/strict';
import { loadCatalogue } from '../../src/lessons/catalogue';
import { formatProblems } from '../../src/lessons/commands';
import { MemoryFiles } from './memoryFiles';
import { change, sampleFolder, sampleLesson, sampleVariant, varied } from './sampleLesson';

const lesson = 'lessons/node/hashing/lesson.md';
const tables = 'lessons/tables.yml';
const glossary = 'lessons/glossary.yml';

const sampleTables = `tables:
  - id: diagnosis
    title: Diagnosis
    summary: From the sign to the first place to look.
    columns: [sign, cause]
    rows:
      - cells: [Fast query and slow API, 'A wait for the [pool](term:pool)']
        lesson: hashing
      - cells: [High \`CPU\`, Synchronous work]
`;
const sampleGlossary = `terms:
  - id: pool
    term: connection pool
    meaning: Connections kept open for [whoever asks](lesson:hashing/slow-hash).
    lesson: hashing
  - id: event-loop
    term: event loop
    meaning: The thread that runs every handler.
`;

const load = (changed: Readonly<Record<string, string>>) =>
  loadCatalogue(new MemoryFiles({ ...sampleFolder, [tables]: sampleTables, [glossary]: sampleGlossary, ...changed }), { root: 'lessons' });

const problemsOf = async (changed: Readonly<Record<string, string>>) => formatProblems((await load(changed)).problems);

describe('tables and terms', () => {
  it('are read as they are written', async () => {
    const catalogue = await load({});
    assert.deepEqual(catalogue.problems, []);
    assert.deepEqual(catalogue.tables, [
      {
        id: 'diagnosis',
        title: 'Diagnosis',
        summary: 'From the sign to the first place to look.',
        columns: ['sign', 'cause'],
        rows: [
          { cells: ['Fast query and slow API', 'A wait for the [pool](term:pool)'], lesson: 'hashing' },
          { cells: ['High `CPU`', 'Synchronous work'] },
        ],
      },
    ]);
    assert.deepEqual(catalogue.terms, [
      { id: 'pool', term: 'connection pool', meaning: 'Connections kept open for [whoever asks](lesson:hashing/slow-hash).', lesson: 'hashing' },
      { id: 'event-loop', term: 'event loop', meaning: 'The thread that runs every handler.' },
    ]);
  });

  it('need not be there', async () => {
    const { tables: none, terms, problems } = await loadCatalogue(new MemoryFiles(sampleFolder), { root: 'lessons' });
    assert.deepEqual([none, terms, problems], [[], [], []]);
  });

  const mistakes: readonly (readonly [mistake: string, file: string, from: string, to: string, expected: string])[] = [
    ['a row with too few cells', tables, '[High `CPU`, Synchronous work]', '[High `CPU`]', '9: row 2 has 1 cells for 2 columns; give it one for each'],
    ['a list in a cell', tables, 'Synchronous work', '"- Synchronous\\n- work"', '9: cell 2 is shown within a line; write one paragraph, with no list, heading or code block'],
    ['a cell that is a number', tables, 'Synchronous work', '503', '9: cells, item 2, must be text'],
    ['a row of an unknown lesson', tables, 'lesson: hashing', 'lesson: loops', '8: there is no lesson called loops; name one that is there'],
    ['a row of a track', tables, 'lesson: hashing', 'lesson: node', '8: there is no lesson called node; name one that is there'],
    ['a link to an unknown term', tables, 'term:pool', 'term:pools', '7: there is no term called pools; define it in glossary.yml or link to one that is there'],
    ['a table without rows', tables, sampleTables.slice(sampleTables.indexOf('    rows')), '    rows: []\n', '6: rows needs at least one row'],
    ['no list', tables, 'tables:\n', 'table:\n', '1: table is not a known field; did you mean tables?'],
    ['another list', tables, 'tables:\n', 'rows:\n', '1: tables is missing\nlessons/tables.yml:1: rows is not a known field; the file holds tables only'],
    ['a term twice', glossary, 'id: event-loop', 'id: pool', '6: a second term is called pool; the first is at line 2'],
    ['a term without a meaning', glossary, '    meaning: The thread that runs every handler.\n', '', '6: meaning is missing'],
    ['a term with a bad id', glossary, 'id: event-loop', 'id: Event loop', '6: id must be kebab-case, such as blocked-loop'],
    ['a link to an unknown piece', glossary, 'hashing/slow-hash', 'hashing/slow', '4: the lesson hashing has no piece called slow; it has slow-hash'],
    ['a link to a command', glossary, 'lesson:hashing/slow-hash', 'command:x', '4: the link to command:x must be an https address, term:some-term, lesson:some-lesson or lesson:some-lesson/piece'],
  ];
  for (const [mistake, file, from, to, expected] of mistakes) {
    it(`name ${mistake}`, async () => {
      const whole = file === tables ? sampleTables : sampleGlossary;
      assert.equal(await problemsOf({ [file]: change(whole, from, to) }), `${file}:${expected}`);
    });
  }

  it('leave out the broken entry only', async () => {
    const { terms, tracks } = await load({ [glossary]: change(sampleGlossary, 'term: event loop', 'term: 7') });
    assert.deepEqual(terms.map(({ id }) => id), ['pool']);
    assert.equal(tracks.length, 1);
  });

  it('name a broken term once, not at every link to it', async () => {
    const broken = change(sampleGlossary, 'term: connection pool', "term: ''");
    assert.equal(await problemsOf({ [glossary]: broken }), `${glossary}:3: term is empty`);
    assert.equal(await problemsOf({ [glossary]: 'terms: [' }).then((text) => text.split('\n').length), 1);
  });

  it('drop a lesson that is there but broken', async () => {
    const catalogue = await load({ [lesson]: 'no lesson' });
    assert.deepEqual(catalogue.problems.map(({ file }) => file), [lesson]);
    assert.ok(catalogue.tables[0]!.rows.every((row) => row.lesson === undefined));
    assert.ok(catalogue.terms.every((term) => term.lesson === undefined));
  });
});

describe('links of a lesson', () => {
  const linked = (href: string) => change(sampleLesson, 'One thread.', `One [thread](${href}).`);

  for (const href of ['term:pool', 'lesson:hashing', 'lesson:hashing/slow-hash', 'https://example.com/a']) {
    it(`may lead to ${href}`, async () => {
      const { tracks, problems } = await load({ [lesson]: linked(href) });
      assert.deepEqual(problems, []);
      assert.equal(tracks[0]!.lessons[0]!.recap, `One [thread](${href}).`);
    });
  }

  const dead: readonly (readonly [href: string, expected: string])[] = [
    ['term:pools', 'there is no term called pools; define it in glossary.yml or link to one that is there'],
    ['lesson:hush', 'there is no lesson called hush; name one that is there'],
    ['lesson:node', 'there is no lesson called node; name one that is there'],
    ['lesson:hashing/slow', 'the lesson hashing has no piece called slow; it has slow-hash'],
    ...['term:', 'term:Pool', 'term:pool/a', 'lesson:hashing/', 'lesson:hashing/a/b', 'lesson:../a', 'glossary:pool', 'other.md', 'http://example.com'].map(
      (href) => [href, `the link to ${href} must be an https address, term:some-term, lesson:some-lesson or lesson:some-lesson/piece`] as const,
    ),
  ];
  for (const [href, expected] of dead) {
    it(`must not lead to ${href}`, async () => {
      const { tracks, problems } = await load({ [lesson]: linked(href) });
      assert.deepEqual(tracks, []);
      assert.deepEqual(problems[0], { file: lesson, line: 54, message: expected });
    });
  }

  it('must not lead to a variant, whose question comes in reviews', async () => {
    const text = change(varied, 'One thread.', 'One [thread](lesson:hashing/slow-render).');
    const { problems } = await load({ [lesson]: text, 'lessons/node/hashing/render.js': sampleVariant });
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['slow-render is a variant, asked in reviews only; link to hashing/slow-hash, which it varies'],
    );
  });
});
