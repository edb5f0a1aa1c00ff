import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { FromPanel } from '../../../src/shared/protocol';
import { parseMessage, parsePlace } from '../../../src/views/panel/messages';

describe('messages from the panel', () => {
  const messages: readonly FromPanel[] = [
    { type: 'ready' },
    { type: 'ready', restored: { page: 'lesson', lesson: 'a', piece: 'b' } },
    { type: 'ready', restored: { page: 'lesson', lesson: 'a' } },
    { type: 'choose', option: 'waits' },
    { type: 'confidence', value: 'think' },
    { type: 'hint' },
    { type: 'retry' },
    { type: 'showFix' },
    { type: 'showInWorkspace' },
    { type: 'go', to: 'previous' },
    { type: 'open', lesson: 'a' },
    { type: 'open', lesson: 'a', piece: 'b' },
    { type: 'back' },
    { type: 'copyLink' },
    { type: 'show', place: { page: 'search' } },
    { type: 'search.ask', query: '' },
    { type: 'search.open', query: 'slow', result: 0 },
    { type: 'read' },
    { type: 'show', place: { page: 'reading', lesson: 'a', tier: 'zero' } },
    { type: 'show', place: { page: 'table', table: 'a', row: 2 } },
    { type: 'openSource', url: 'https://a.example' },
    { type: 'show', place: { page: 'exercise', exercise: 'a' } },
    { type: 'show', place: { page: 'template', track: 'a' } },
    { type: 'exercise.start', timed: false },
    { type: 'exercise.judge', point: 'a', as: 'missed' },
  ];
  for (const message of messages) {
    it(`passes ${JSON.stringify(message)}`, () => assert.deepEqual(parseMessage(message), message));
  }

  const strangers: readonly unknown[] = [
    undefined,
    null,
    'ready',
    [],
    {},
    { type: 'run', command: 'rm' },
    { type: 'choose' },
    { type: 'choose', option: 3 },
    { type: 'choose', option: '' },
    { type: 'choose', option: 'x'.repeat(10_000) },
    { type: 'confidence', value: 'certain' },
    { type: 'go', to: '../..' },
    { type: 'hint', extra: true },
    { type: 'ready', restored: 'a' },
    { type: 'openSource', url: { toString: 'x' } },
    { type: 'exercise.judge', point: 'a', as: 'half' },
    { type: 'exercise.write' },
  ];
  for (const stranger of strangers) {
    it(`drops ${inspect(stranger).slice(0, 60)}`, () => assert.equal(parseMessage(stranger), undefined));
  }
});

describe('what the panel kept before a reload', () => {
  it('is read without what is none of the host’s business', () => {
    assert.deepEqual(parsePlace({ place: { page: 'lesson', lesson: 'a', piece: 'b' }, scroll: 40 }), { page: 'lesson', lesson: 'a', piece: 'b' });
    assert.deepEqual(parsePlace({ place: { page: 'lesson', lesson: 'a' }, scroll: 0 }), { page: 'lesson', lesson: 'a' });
  });

  it('is nothing where it has another form', () => {
    for (const value of [undefined, null, 1, {}, { place: 'a' }, { place: { page: 'lesson', lesson: 1 } }]) assert.equal(parsePlace(value), undefined);
  });
});
