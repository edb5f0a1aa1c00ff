import type { AnswerTemplate, Card, Catalogue, Drill, Lesson, Prompt, Tier } from '../../../../src/lessons/model';
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

export const template: AnswerTemplate = {
  title: 'Two steps of a strong answer',
  summary: 'An order to answer in that ends with *proof*.',
  steps: [
    { id: 'invariant', title: 'The invariant', text: 'Name what must never be **false**.' },
    { id: 'proof', title: 'Proof', text: 'Say how anyone would know.\n\n- an SLI\n- a guard' },
  ],
  file: 'lessons/drills/template.md',
};

const rubric = [
  { id: 'claim', text: 'The event is **claimed** before it acts.', explanation: 'Two deliveries overlap: only one may win the claim.' },
  { id: 'commit', text: 'It answers after the commit.', explanation: 'A 2xx makes the sender forget the event.\n\n```ts\nawait client.query(\'COMMIT\');\n```' },
  { id: 'order', text: 'A state moves only forward.', explanation: 'Events come in any order, as [the acquire](lesson:incident/acquire) shows.' },
];

export const prompt: Prompt = {
  id: 'reliable-webhook',
  title: 'A webhook that can be relied on',
  tier: 'middle',
  minutes: 12,
  lessons: [lesson.id, 'gone'],
  situation: 'A shop takes `payment.succeeded` from a provider, at least once and in any order.\n\n```text\n14 orders shipped twice\n```\n\nDesign the endpoint **anew**.',
  rubric,
  file: 'lessons/drills/prompts/reliable-webhook.md',
};

export const drill: Drill = {
  ...prompt,
  id: 'compression',
  title: 'One incident in three sentences',
  tier: 'senior',
  minutes: 6,
  situation: 'At 09:52 all keys expire within 70 s, and the database is full of the same query.',
  steps: [
    { id: 'impact', title: 'Impact', minutes: 3, text: 'Who could not do what, from when to when.' },
    { id: 'remedy', title: 'Permanent remedy', minutes: 2, text: 'The chain, and what cuts it.' },
    { id: 'guard', title: 'Automated guard', minutes: 1, text: 'What fails by itself from now on.' },
  ],
  file: 'lessons/drills/drills/compression.md',
};

/** The sample lessons with a variant, cards, exercises, and lessons at lower tiers. */
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
      practice: { template, prompts: [prompt], drills: [drill], cards: [card('webhook'), card('hot-key', { kind: 'pitfall' }), card('alone', { kind: 'hook' })] },
    },
  ],
};
