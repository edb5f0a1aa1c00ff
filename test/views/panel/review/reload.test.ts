import assert from 'node:assert/strict';
import type { Catalogue } from '../../../../src/lessons/model';
import type { PanelState } from '../../../../src/shared/protocol';
import { FakeEditor } from '../fakeVscode';
import { loadHost } from '../host';
import { lesson, nextLesson } from '../samples';
import { openReview, type FakeSource, type ReviewFixture } from './fixture';
import { catalogue } from './samples';

const own = { ...nextLesson, id: 'payments/charging', track: 'payments/backend' };
const [piece] = own.pieces;
assert.ok(piece);
const teams: Catalogue = { ...catalogue, tracks: [...catalogue.tracks, { id: own.track, title: 'Backend engineer', summary: '', lessons: [own] }] };

const closed = { show: () => undefined, shown: undefined };
const items = [
  { kind: 'piece', ask: { lesson: own.id, piece: piece.id } },
  { kind: 'piece', ask: { lesson: lesson.id, piece: 'acquire' } },
] as const;

/** The lessons of a team are read after the window has come back: until then, nobody knows whether they are gone. */
describe('a review of a team’s lesson, after a reload', () => {
  let stored: Map<string, unknown>;
  let source: FakeSource;
  let allRead: () => void;

  /** The window before the reload asked a piece of the team and a built-in one. */
  beforeEach(async () => {
    const host = await loadHost(new FakeEditor().api);
    const onDidChange = () => ({ dispose: () => undefined });
    const before = await openReview(host, closed, undefined, { current: teams, onDidChange });
    await before.reviews.startReview(items);
    stored = before.stored;
    source = { current: catalogue, onDidChange, settled: new Promise((resolve) => (allRead = () => resolve(undefined))) };
  });

  const reload = async () => {
    const host = await loadHost(new FakeEditor().api);
    const fixture = await openReview(host, closed, stored, source);
    const page = host.reviewPage({ ...fixture.page, markdown: host.createMarkdownRenderer(() => undefined), actions: { startQuiz: () => undefined, showFix: () => undefined, showInWorkspace: () => undefined } });
    return { fixture, state: (): PanelState => page.state({ page: 'review', quiz: 'review' }) };
  };
  const asked = ({ reviews }: ReviewFixture) => reviews.session('review')?.items.map((item) => (item.kind === 'piece' ? item.ask.lesson : item.card));

  it('goes on where it was, once the lesson has been read', async () => {
    const { fixture, state } = await reload();
    assert.deepEqual(asked(fixture), [own.id, lesson.id]);
    assert.deepEqual(state(), { kind: 'empty', message: 'The lesson of this question is being read.' });
    source.current = teams;
    allRead();
    await source.settled;
    assert.equal(state().kind, 'reviewQuestion');
    assert.deepEqual(asked(fixture), [own.id, lesson.id]);
  });

  it('leaves the question out where the folder is no longer open', async () => {
    const { fixture, state } = await reload();
    allRead();
    await source.settled;
    assert.deepEqual(asked(fixture), [lesson.id]);
    assert.equal(state().kind, 'reviewQuestion');
  });
});
