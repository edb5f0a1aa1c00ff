import assert from 'node:assert/strict';
import { confidences, type Answer } from '../../src/learning/answer';
import { climbOf } from '../../src/learning/climb';
import { decodeProgress, encodeProgress } from '../../src/learning/encoding';
import { entered, kinds } from '../../src/learning/kinds';
import { altitudeOf } from '../../src/learning/mastery';
import { day, memoryAfter, recallOf, retrievability, strengthOf, type Asking, type Memory } from '../../src/learning/memory';
import { mergeProgress, noProgress, type Progress } from '../../src/learning/progress';
import { dueItems, nextDue, type ReviewItem } from '../../src/learning/schedule';
import { ratings, type Asked, type Grade } from '../../src/learning/entries';
import { aCard, aCatalogue, aLesson, anAnswer, aPiece, aPrompt } from './samples';

const start = Date.UTC(2027, 0, 1);
const years = 5 * 365 * day;
const end = start + years;
/** What the whole of one reader's progress may take in synchronised storage. */
const bound = 256_000;

/** A whole curriculum, with names as long as the real ones. */
const rules = Array.from({ length: 60 }, (_, n) => `await-inside-transaction-${n}`);
const lessons = Array.from({ length: 40 }, (_, l) => {
  const pieces = [0, 1, 2].map((n) => aPiece(`handler-blocks-the-loop-${n}`, { rule: rules[(l * 3 + n) % rules.length]!, tier: (['junior', 'middle', 'senior'] as const)[l % 3]! }));
  const variants = pieces.slice(0, 1).map((piece) => ({ ...piece, id: `${piece.id}-again`, variantOf: piece.id }));
  return aLesson(`requests-and-deadlines-${l}`, pieces, { variants });
});
const cards = Array.from({ length: 150 }, (_, n) => aCard(`cache-stampede-at-the-hour-${n}`, { lesson: lessons[n % 40]!.id }));
const points = Array.from({ length: 9 }, (_, n) => `verifies-the-signature-${n}`);
const prompts = Array.from({ length: 12 }, (_, n) => aPrompt(`reliable-payment-webhook-${n}`, points));
const catalogue = aCatalogue(lessons, { cards, prompts });

/** A reader who opens Altitude every day and reviews all that is due: by item, as items do not depend on each other. */
function live(): Progress {
  let ids = 0;
  let dice = 1;
  const newId = () => (ids += 1).toString(16).padStart(16, '0');
  const chance = () => {
    dice = (Math.imul(dice, 1_664_525) + 1_013_904_223) >>> 0;
    return (dice >>> 8) / 2 ** 24;
  };
  const items = lessons.flatMap((lesson) => lesson.pieces.map((piece) => [piece.id, ...lesson.variants.filter(({ variantOf }) => variantOf === piece.id).map(({ id }) => id)].map((id) => ({ lesson: lesson.id, piece: id }))));
  const answers = items.flatMap((family, n) =>
    reviewed(start + Math.floor(n / 2) * day, chance, (at, correct): Answer => {
      const ref = family[Math.floor(chance() * family.length)]!;
      return anAnswer({ id: newId(), ...ref, option: 'move-it-off-the-loop', correct, confidence: confidences[[0, 0, 0, 0, 0, 1, 1, 1, 1, 2][Math.floor(chance() * 10)]!]!, at });
    }, recallOf),
  );
  const grades = cards.flatMap(({ id }, n) =>
    reviewed(start + (3 + Math.floor(n / 4)) * day, chance, (at, correct): Grade => ({ id: newId(), card: id, rating: correct ? ratings[[1, 2, 2, 2, 2, 2, 2, 2, 2, 3][Math.floor(chance() * 10)]!]! : 'again', at }), (grade) => grade),
  );
  const weeks = Array.from({ length: Math.floor(years / (7 * day)) }, (_, week) => start + week * 7 * day);
  const gradings = weeks.map((at, n) => ({ id: newId(), exercise: prompts[n % prompts.length]!.id, met: points.slice(3), missed: points.slice(0, 3), seconds: 700, at }));
  const practised = weeks.flatMap((at, n) => [0, 1].map((i) => ({ id: newId(), rule: rules[(n * 2 + i) % rules.length]!, at: at + day })));
  const marks = weeks.slice(0, 40).map((at, n) => ({ id: newId(), lesson: lessons[n]!.id, as: 'finished' as const, at }));
  const undone = answers.filter((_, n) => n % 100 === 0);
  const retractions = undone.map((answer) => ({ list: 'answers' as const, id: answer.id, subject: kinds.answers.subject(answer), at: entered(answer) }));
  return { ...noProgress, answers: byTime(answers.filter((answer) => !undone.includes(answer))), grades: byTime(grades), gradings, practised, marks, retractions };
}

/** The reviews of one item, each on the day it is due, recalled as often as the forgetting curve says. */
function reviewed<E extends Asked>(from: number, chance: () => number, give: (at: number, correct: boolean) => E, asking: (given: E) => Asking): E[] {
  const given: E[] = [];
  let memory: Memory | undefined;
  for (let at = from; at < end; at = memory.due) {
    const entry = give(at, chance() < (memory ? retrievability(memory, at) : 0.6));
    memory = memoryAfter(memory, asking(entry));
    given.push({ ...entry, strength: strengthOf(memory) });
  }
  return given;
}

function byTime<T extends { readonly at: number }>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => a.at - b.at);
}

describe('five years of daily use', () => {
  const whole = live();
  const kept = mergeProgress(whole);

  it('is more than is kept', () => {
    assert.ok(whole.answers.length > 1500 && whole.grades.length > 3000, `${whole.answers.length} answers, ${whole.grades.length} grades`);
    assert.ok(kept.answers.length < whole.answers.length && kept.grades.length < whole.grades.length);
  });

  it('fits in the space that is synchronised', () => {
    const bytes = Buffer.byteLength(JSON.stringify(encodeProgress(kept)));
    assert.ok(bytes <= bound, `${bytes} bytes`);
    assert.deepEqual(decodeProgress(JSON.parse(JSON.stringify(encodeProgress(kept)))), kept);
  });

  it('at its fullest stays below what the editor warns of', () => {
    const id = (n: number) => n.toString(16).padStart(16, '0');
    const strength = { stability: 123.45, difficulty: 6.41 };
    const full = <T>(subjects: readonly T[], count: number) => subjects.flatMap((subject) => Array.from({ length: count }, () => subject)).map((subject, n) => ({ subject, id: id(n), at: end + n }));
    const refs = lessons.flatMap((lesson) => [...lesson.pieces, ...lesson.variants].map(({ id: piece }) => ({ lesson: lesson.id, piece })));
    const graded = [...cards.map((card) => card.id), ...prompts.flatMap((prompt) => points.map((point) => `${prompt.id}/${point}`))];
    const fullest: Progress = {
      ...noProgress,
      answers: full(refs, kinds.answers.kept).map(({ subject, ...stamp }) => anAnswer({ ...subject, ...stamp, option: 'move-it-off-the-loop', strength })),
      grades: full(graded, kinds.grades.kept).map(({ subject, ...stamp }) => ({ ...stamp, card: subject, rating: 'good', strength })),
      gradings: full(prompts, kinds.gradings.kept).map(({ subject, ...stamp }) => ({ ...stamp, exercise: subject.id, met: points, missed: [], seconds: 2000 })),
      practised: full(rules, kinds.practised.kept).map(({ subject, ...stamp }) => ({ ...stamp, rule: subject })),
      marks: full(refs, 1).map(({ subject, ...stamp }) => ({ ...stamp, ...subject, as: 'finished' })),
    };
    const bytes = Buffer.byteLength(JSON.stringify(encodeProgress(fullest)));
    assert.equal(mergeProgress(fullest).answers.length, fullest.answers.length);
    assert.ok(bytes < 400_000, `${bytes} bytes`);
  });

  it('asks the same on the same day as if nothing had been dropped', () => {
    const nameOf = (item: ReviewItem) => (item.kind === 'card' ? item.card.id : `${item.ref.lesson}/${item.ref.piece}`);
    const names = (progress: Progress, now: number) => dueItems(progress, catalogue, now).map(nameOf).sort();
    for (const days of [0, 30, 120]) {
      const now = end + days * day;
      assert.ok(names(whole, now).length > 0);
      assert.deepEqual(names(kept, now), names(whole, now), `after ${days} days`);
    }
    assert.equal(nextDue(kept, catalogue, end), nextDue(whole, catalogue, end));
    const [now, before] = [altitudeOf(kept, catalogue, end), altitudeOf(whole, catalogue, end)];
    assert.equal(now.tier, before.tier);
    assert.ok(Math.abs(now.mastery - before.mastery) < 0.001, `${now.mastery}, ${before.mastery} before`);
  });

  /** Milliseconds at best, on a progress not folded yet. */
  const timeOf = (work: (fresh: Progress) => unknown) =>
    Math.min(
      ...Array.from({ length: 10 }, () => {
        const fresh = { ...kept };
        const before = performance.now();
        work(fresh);
        return performance.now() - before;
      }),
    );

  /** As many times as long as to read the same progress from its file. */
  const readings = (work: (fresh: Progress) => unknown) => {
    const file = JSON.stringify(encodeProgress(kept));
    return timeOf(work) / timeOf(() => decodeProgress(JSON.parse(file)));
  };

  it('is reviewed and measured at once', () => {
    const times = readings((fresh) => dueItems(fresh, catalogue, end));
    assert.ok(times < 1.5, `${times} times as long as to read it`);
  });

  it('is drawn as a climb at once', () => {
    const times = readings((fresh) => climbOf(fresh, catalogue, end, 60));
    assert.ok(times < 4, `${times} times as long as to read it`);
  });
});
