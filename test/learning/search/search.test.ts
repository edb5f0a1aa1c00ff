import assert from 'node:assert/strict';
import type { RuleText } from '../../../src/learning/search/entries';
import { Search } from '../../../src/learning/search/search';
import { SearchIndex } from '../../../src/learning/search/searchIndex';
import { loadCatalogue } from '../../../src/lessons/catalogue';
import type { Catalogue, Exercise, Lesson, Piece } from '../../../src/lessons/model';
import { MemoryFiles } from '../../lessons/memoryFiles';
import { sampleFolder } from '../../lessons/sampleLesson';
import { samplePractice } from '../../lessons/samplePractice';

const secret = 'xylophone';

describe('search', () => {
  let catalogue: Catalogue;
  before(async () => {
    catalogue = await loadCatalogue(new MemoryFiles({ ...sampleFolder, ...samplePractice }), { root: 'lessons' });
  });

  it('knows nothing that gives an answer away', async () => {
    const index = await SearchIndex.build(withSecrets(catalogue), []);
    assert.deepEqual(index.search(secret), []);
  });

  it('would find the same word where it gives nothing away', async () => {
    const open = mapLessons(catalogue, (lesson) => ({ ...lesson, crux: `A ${secret} plays` }));
    assert.equal((await SearchIndex.build(open, [])).search(secret)[0]?.kind, 'lesson');
  });

  it('leads a rule to the piece that teaches it, else to its first source, else to what it finds', async () => {
    const [lesson] = catalogue.tracks.flatMap(({ lessons }) => lessons);
    const piece = lesson?.pieces[0];
    assert.ok(lesson && piece);
    const unsourced = { ...rule('team/unsourced-one', ''), docs: { finds: 'Found.', why: 'Because.', sources: [] } };
    const index = await SearchIndex.build(catalogue, [rule('taught-one', `${lesson.id}#${piece.id}`), rule('untaught-one', 'gone#gone'), unsourced]);
    const target = (id: string) => index.search(id).find(({ names }) => names === id)?.target;
    assert.deepEqual(target('taught-one'), { to: 'piece', lesson: lesson.id, piece: piece.id });
    assert.deepEqual(target('untaught-one'), { to: 'source', url: 'https://example.org/untaught-one' });
    assert.deepEqual(target('team/unsourced-one'), { to: 'places', rule: 'team/unsourced-one' });
  });

  it('makes its index when it is first needed, and again once lessons or rules are others', async () => {
    let current = catalogue;
    let rules: readonly RuleText[] = [];
    const search = new Search(() => current, () => rules);
    assert.equal(search.prepare(), search.prepare());
    const before = search.prepare();
    current = { ...catalogue };
    assert.notEqual(search.prepare(), before);
    const foundRules = async () => (await search.find('team/new-one')).flatMap(({ kind, names }) => (kind === 'rule' ? [names] : []));
    assert.deepEqual(await foundRules(), []);
    rules = [rule('team/new-one', '')];
    assert.deepEqual(await foundRules(), ['team/new-one']);
  });
});

function rule(id: string, lesson: string): RuleText {
  return { id, lesson, title: 'Titled', docs: { finds: 'Found.', why: 'Because. And more.', sources: [{ title: 'Source', url: `https://example.org/${id}` }] } };
}

/** The catalogue with a secret wherever an answer is given away. */
function withSecrets(catalogue: Catalogue): Catalogue {
  const hidden = <P extends Piece>(piece: P): P => ({
    ...piece,
    fixNote: secret,
    hints: [secret],
    options: piece.options.map((option) => ({ ...option, text: secret, explanation: secret })),
  });
  const graded = <E extends Exercise>(exercise: E): E => ({ ...exercise, rubric: exercise.rubric.map((point) => ({ ...point, text: secret, explanation: secret })) });
  const told = mapLessons(catalogue, (lesson) => ({
    ...lesson,
    recap: secret,
    tradeOff: secret,
    pieces: lesson.pieces.map(hidden),
    variants: lesson.pieces.slice(0, 1).map((piece) => ({ ...piece, id: secret, title: secret, prompt: secret, variantOf: piece.id })),
  }));
  return {
    ...told,
    tracks: told.tracks.map(({ practice, ...track }) => ({
      ...track,
      ...(practice && {
        practice: {
          ...practice,
          prompts: practice.prompts.map(graded),
          drills: practice.drills.map(graded),
          cards: practice.cards.map((card) => ({ ...card, answer: secret })),
        },
      }),
    })),
  };
}

function mapLessons(catalogue: Catalogue, change: (lesson: Lesson) => Lesson): Catalogue {
  return { ...catalogue, tracks: catalogue.tracks.map((track) => ({ ...track, lessons: track.lessons.map(change) })) };
}
