import assert from 'node:assert/strict';
import type { PieceSession } from '../../../../src/learning/session';
import type { Lesson } from '../../../../src/lessons/model';
import { createMarkdownRenderer } from '../../../../src/views/panel/markdown';
import { recapState } from '../../../../src/views/panel/lesson/recapState';
import { answerWith, asked, catalogue, lesson, track } from '../samples';

const markdown = createMarkdownRenderer();
const right: PieceSession = { ...asked, attempts: 1, answer: answerWith('waits') };
const wrong: PieceSession = { ...asked, attempts: 2, answer: answerWith('bigger') };
const askedAgain: PieceSession = { ...asked, attempts: 1 };
const places = [{ rule: 'pool-acquire-without-timeout', title: 'A wait that nothing ends', count: 3 }];
const stateOf = (sessions: readonly PieceSession[], of: Lesson = lesson) => recapState({ catalogue, track, lesson: of, sessions, places }, markdown);

describe('panel state of a recap', () => {
  it('keeps back what gives answers away while a piece was never answered', () => {
    const state = stateOf([right, wrong, asked, asked]);
    assert.equal(state.unanswered, 2);
    assert.equal(state.diagram, undefined);
    const serialised = JSON.stringify(state);
    for (const secret of ['waits without a clock', 'turns waiting into errors', 'Blind breaker']) assert.ok(!serialised.includes(secret), secret);
  });

  it('shows it once every piece was answered, also while one is asked again', () => {
    const state = stateOf([right, wrong, askedAgain, right]);
    assert.equal(state.unanswered, 0);
    assert.match(state.recapHtml, /waits without a clock/);
    assert.match(state.tradeOffHtml, /turns waiting into errors/);
    assert.match(state.diagram?.svg ?? '', /Blind breaker/);
    assert.deepEqual(state.pieces.map((piece) => piece.state), ['right', 'wrong', 'open', 'right']);
  });

  it('tells the places in the workspace once every piece was answered', () => {
    assert.deepEqual(stateOf([right, wrong, asked, asked]).places, []);
    assert.deepEqual(stateOf([right, wrong, askedAgain, right]).places, places);
  });

  it('names the next lesson by its own id or by its track', () => {
    assert.deepEqual(stateOf([]).next, { lesson: 'first-service', title: 'Build a resilient backend service' });
    assert.deepEqual(stateOf([], { ...lesson, next: 'first-service' }).next?.lesson, 'first-service');
  });

  it('goes on along the way of a started role, if with nothing but the way', () => {
    const way = { team: 'payments', title: 'Payments' };
    const on = (next?: { readonly lesson: string; readonly title: string }) => {
      const state = recapState({ catalogue, track, lesson, sessions: [], places: [], way: { ...way, ...(next && { next }) } }, markdown);
      return [state.next?.lesson, state.way];
    };
    assert.deepEqual(on({ lesson: 'payments/charging', title: 'Charging' }), ['payments/charging', way]);
    assert.deepEqual(on(), [undefined, way]);
  });

  it('goes on in reading order where a lesson names no next one that is there', () => {
    const second = { ...lesson, id: 'second' };
    const unled = { ...lesson, next: 'unwritten' };
    const inOrder = { ...catalogue, tracks: [{ ...track, lessons: [unled, second] }] };
    const next = (of: Lesson) => recapState({ catalogue: inOrder, track, lesson: of, sessions: [], places: [] }, markdown).next?.lesson;
    assert.deepEqual([next(unled), next({ ...second, next: 'unwritten' })], ['second', undefined]);
  });
});
