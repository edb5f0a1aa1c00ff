import assert from 'node:assert/strict';
import type { PieceSession } from '../../../../src/learning/session';
import { createMarkdownRenderer } from '../../../../src/views/panel/markdown';
import { pieceState } from '../../../../src/views/panel/lesson/pieceState';
import { answerWith, asked, lesson, pool, poolWithoutRule, track } from '../samples';

const markdown = createMarkdownRenderer();
const stateOf = (session: PieceSession, workspaceCount?: number) =>
  pieceState({ track, lesson, piece: pool, session, ...(workspaceCount !== undefined && { workspaceCount }) }, markdown);

/** Phrases only the explanations and the fix note hold, in every form the state could carry them. */
const secrets = ['no bound on', 'keeps the caller', 'exhausted later', 'Nothing fails here', 'caller 51 gets an error'];

describe('panel state of a piece', () => {
  for (const [phase, session] of [
    ['unanswered', asked],
    ['with every hint open', { ...asked, hintsOpened: 3 }],
    ['while the confidence is awaited', { ...asked, pending: 'waits' }],
    ['asked again after an answer', { ...asked, attempts: 2 }],
  ] as const) {
    it(`gives nothing away ${phase}`, () => {
      const state = stateOf(session, 3);
      const serialised = JSON.stringify(state);
      for (const secret of secrets) assert.ok(!serialised.includes(secret), secret);
      assert.equal(state.verdict, undefined);
      assert.doesNotMatch(serialised, /"correct"|"right"/);
    });
  }

  it('holds every explanation and the fix note once answered', () => {
    const serialised = JSON.stringify(stateOf({ ...asked, attempts: 1, answer: answerWith('bigger') }));
    for (const secret of secrets) assert.ok(serialised.includes(secret), secret);
  });

  it('explains the chosen option first, then the right one, then the others as they are shown', () => {
    const { verdict } = stateOf({ ...asked, attempts: 1, answer: answerWith('bigger') });
    assert.deepEqual(
      verdict?.explanations.map(({ letter, option }) => [letter, option]),
      [
        ['D', 'bigger'],
        ['C', 'waits'],
        ['A', 'retry'],
        ['B', 'bounded'],
      ],
    );
    assert.equal(verdict.correct, false);
    assert.equal(verdict.right, 'waits');
  });

  it('explains the right option once when it was chosen', () => {
    const { verdict } = stateOf({ ...asked, attempts: 1, answer: answerWith('waits') });
    assert.deepEqual(verdict?.explanations.map(({ letter }) => letter), ['C', 'A', 'B', 'D']);
    assert.equal(verdict.correct, true);
  });

  it("letters the options in the reader's order and appends one the session does not know", () => {
    const { options } = stateOf({ ...asked, order: ['waits', 'gone', 'retry', 'bounded'] });
    assert.deepEqual(options.map(({ letter, id }) => `${letter} ${id}`), ['A waits', 'B retry', 'C bounded', 'D bigger']);
  });

  it('opens the question again when the chosen option has left the lesson', () => {
    const state = stateOf({ ...asked, attempts: 1, answer: answerWith('gone') });
    assert.equal(state.verdict, undefined);
    assert.ok(!JSON.stringify(state).includes('exhausted later'));
  });

  it('judges by the lesson as it is now', () => {
    const stale = { ...answerWith('bigger'), correct: true };
    assert.equal(stateOf({ ...asked, attempts: 1, answer: stale }).verdict?.correct, false);
  });

  it('opens hints one by one', () => {
    const { hintsHtml, hintsLeft } = stateOf({ ...asked, hintsOpened: 2 });
    assert.deepEqual(hintsHtml.map((html) => html.slice(3, 12)), ['Who gives', 'Look for ']);
    assert.equal(hintsLeft, 1);
  });

  it('says where the reader is and how long the rest takes', () => {
    const { index, count, minutesLeft, trackTitle, tier } = stateOf(asked);
    assert.deepEqual({ index, count, minutesLeft, trackTitle, tier }, { index: 2, count: 4, minutesLeft: 11, trackTitle: 'Incident reading', tier: 'senior' });
  });

  it('offers the fix only where a rule makes it, and a count only after a scan', () => {
    const answered: PieceSession = { ...asked, attempts: 1, answer: answerWith('waits') };
    assert.equal(pieceState({ track, lesson, piece: poolWithoutRule, session: answered }, markdown).verdict?.canShowFix, false);
    assert.equal(stateOf(answered).verdict?.canShowFix, true);
    assert.equal('inWorkspace' in (stateOf(answered).verdict ?? {}), false);
    assert.equal(stateOf(answered, 0).verdict?.inWorkspace, 0);
  });
});
