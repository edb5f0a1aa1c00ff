import type { Card, Catalogue, Lesson, Tier } from '../../../../src/lessons/model';
import { catalogue as lessons, lesson, nextLesson, pool } from '../samples';

function card(id: string, changes: Partial<Card> = {}): Card {
  return {
    id,
    kind: 'cue',
    tier: 'middle',
    cue: `A webhook that arrives *twice*, ${id}`,
    answer: `Claim the event id first, then act (${id}).\n\nA retry finds the claim and answers as before.`,
    lesson: lesson.id,
    file: 'lessons/drills/cards/cue.yml',
    ...changes,
  };
}

const twin = { ...pool, id: 'acquire-twin', title: 'The acquire in the courier', variantOf: 'acquire', snippetFile: 'courier.ts' };

function lessonAt(tier: Tier): Lesson {
  const pieces = ['one', 'two', 'three'].map((id) => ({ ...pool, id: `${tier}-${id}`, title: `Piece ${id}`, tier }));
  return { ...nextLesson, id: `${tier}-lesson`, title: `Lesson for ${tier}`, tier, pieces };
}

/** The sample lessons with a variant, cards, and lessons at lower tiers. */
export const catalogue: Catalogue = {
  ...lessons,
  tracks: [
    { id: 'reading', title: 'Incident reading', summary: '', lessons: [{ ...lesson, variants: [twin] }] },
    { id: 'base', title: 'Base', summary: '', lessons: [lessonAt('junior'), lessonAt('middle')] },
    {
      id: 'drills',
      title: 'Drills',
      summary: '',
      lessons: [],
      practice: { prompts: [], drills: [], cards: [card('webhook'), card('hot-key', { kind: 'pitfall' }), card('alone', { kind: 'hook' })] },
    },
  ],
};
