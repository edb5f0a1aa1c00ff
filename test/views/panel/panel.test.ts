import assert from 'node:assert/strict';
import { othersTurn } from '../../../src/shared/pace';
import type { ToPanel } from '../../../src/shared/protocol';
import type { Panel, PanelOptions } from '../../../src/views/panel/panel';
import { FakeEditor, FakePanel } from './fakeVscode';
import { loadHost } from './host';
import { openExercises } from './exercise/fixture';
import { FakeDesk } from './team/fixture';
import { FakePreview } from './preview/fixture';
import { Reader } from './reader';
import { openReview } from './review/fixture';
import { catalogue } from './samples';

const acquire = { lesson: 'incident', piece: 'acquire' };
const place = { page: 'lesson', ...acquire } as const;

describe('the panel', () => {
  let editor: FakeEditor;
  let reader: Reader;
  let panel: Panel;
  let opened: string[];

  beforeEach(async () => {
    editor = new FakeEditor();
    reader = new Reader();
    opened = [];
    const host = await loadHost(editor.api);
    const markdown = host.createMarkdownRenderer();
    const review = await openReview(host, { show: () => undefined, shown: undefined });
    const exercises = openExercises(host, review, () => undefined);
    panel = new host.Panel({
      extensionUri: editor.extensionUri,
      onDidChange: reader.onDidChange as PanelOptions['onDidChange'],
      actions: {
        open: () => undefined,
        copyLink: (to) => void opened.push(JSON.stringify(to)),
        openExternal: (url) => void opened.push(url),
      },
      pages: {
        lesson: host.lessonPage({
          catalogue: () => catalogue,
          learning: reader,
          markdown,
          workspaceCount: () => undefined,
          way: () => undefined,
          fileBehind: () => undefined,
          places: () => [],
          actions: { showFix: () => undefined, showInWorkspace: () => undefined, go: () => undefined, read: () => undefined, showRule: () => undefined, backToCode: () => undefined, showWhereItWas: () => undefined },
        }),
        reading: host.readingPage({ catalogue: () => catalogue, markdown, learning: reader }),
        table: host.tablePage({ catalogue: () => catalogue, markdown }),
        search: host.searchPage({ desk: { found: { query: '', results: [] }, ask: () => Promise.resolve() }, actions: { openFound: () => undefined } }),
        profile: host.profilePage({ ...review.page, actions: { copy: () => undefined, startQuiz: () => undefined } }),
        exercise: host.exercisePage({ ...exercises.page, markdown, actions: { pickExercise: () => undefined } }),
        template: host.templatePage({ catalogue: () => catalogue, markdown }),
        team: host.teamPage({ catalogue: () => catalogue, learning: review.controller, markdown, desk: new FakeDesk(), now: () => 1, actions: { copy: () => undefined, showRule: () => undefined, startQuiz: () => undefined } }),
        preview: host.previewPage({ desk: new FakePreview(), markdown }),
        review: host.reviewPage({ ...review.page, markdown, actions: { showFix: () => undefined, showInWorkspace: () => undefined, startQuiz: () => undefined } }),
      },
    });
  });

  const host = () => editor.panels[0] ?? assert.fail('no panel');
  const show = () => {
    panel.show(place, { preserveFocus: true });
    return listen(host());
  };

  it('sends a state only to a page that is there, and a whole one whenever it comes back', () => {
    const messages = show();
    reader.changed();
    assert.equal(messages.length, 0);
    host().receive({ type: 'ready' });
    assert.deepEqual(messages.map(title), ['The acquire with no bound']);
    host().setVisible(false);
    reader.choose(acquire, 'waits');
    assert.equal(messages.length, 1);
    host().setVisible(true);
    host().receive({ type: 'ready' });
    const last = messages.at(-1);
    assert.ok(last?.type === 'state' && last.state.kind === 'piece');
    assert.equal(last.state.pending, 'waits');
  });

  it('says when its page has got the keyboard', () => {
    let times = 0;
    panel.onDidTakeFocus(() => (times += 1));
    show();
    host().receive({ type: 'focused' });
    assert.equal(times, 1);
  });

  it('is one panel, titled by what it shows', () => {
    show();
    assert.equal(host().title, 'The acquire with no bound');
    panel.show({ ...place, piece: 'breaker' }, { preserveFocus: true });
    assert.equal(host().title, 'The breaker that never trips');
    panel.show({ page: 'lesson', lesson: 'incident' }, { preserveFocus: true });
    assert.equal(host().title, 'Recap: Four failures in one night');
    assert.equal(editor.panels.length, 1);
  });

  it('sends what several changes come to once, after what was at work when they came', async () => {
    const messages = show();
    host().receive({ type: 'ready' });
    reader.changed();
    reader.choose(acquire, 'waits');
    assert.equal(messages.length, 1);
    await othersTurn();
    await othersTurn();
    assert.equal(messages.length, 2);
    const [, last] = messages;
    assert.ok(last?.type === 'state' && last.state.kind === 'piece');
    assert.equal(last.state.pending, 'waits');
  });

  it('sends a page that takes turns to make when it is made, the focus after it, and not once it was left', async () => {
    const messages = show();
    host().receive({ type: 'ready' });
    const profile = { page: 'profile' } as const;
    panel.show(profile, { preserveFocus: false });
    panel.show(place, { preserveFocus: true });
    await settled();
    assert.deepEqual(messages.slice(1).map(({ type }) => type), ['state', 'focus']);
    assert.deepEqual(messages.flatMap((message) => (message.type === 'state' ? [message.place?.page] : [])), ['lesson', 'lesson']);
    panel.show(profile, { preserveFocus: false });
    await settled();
    const [state, focus] = messages.slice(-2);
    assert.ok(state?.type === 'state' && focus?.type === 'focus');
    assert.equal(state.state.kind, 'profileEmpty');
  });

  it('never takes the focus unless it is asked to', () => {
    const messages = show();
    host().receive({ type: 'ready' });
    panel.show({ ...place, piece: 'breaker' }, { preserveFocus: true });
    host().setVisible(false);
    panel.show(place, { preserveFocus: true });
    assert.deepEqual(host().revealed, [{ preserveFocus: true }]);
    host().setVisible(true);
    host().receive({ type: 'ready' });
    assert.ok(!messages.some(({ type }) => type === 'focus'));
    assert.equal(panel.focus(), true);
    assert.deepEqual(host().revealed.at(-1), { preserveFocus: false });
    assert.equal(messages.at(-1)?.type, 'focus');
  });

  it('hands the focus over once the page is there', () => {
    const messages = show();
    panel.focus();
    assert.equal(messages.length, 0);
    host().receive({ type: 'ready' });
    assert.deepEqual(messages.map(({ type }) => type), ['state', 'focus']);
  });

  it('drops what it does not know and what does not belong to the question', () => {
    show();
    const strangers = [null, 'ready', { type: 'run' }, { type: 'choose', option: 'elsewhere' }, { type: 'confidence', value: 'sure' }];
    for (const message of strangers) host().receive(message);
    assert.deepEqual(reader.session(acquire), { ...acquire, order: ['bounded', 'waits', 'bigger', 'retry'], hintsOpened: 0, attempts: 0 });
  });

  it('opens https sources and nothing else', () => {
    show();
    for (const url of ['https://node-postgres.com/', 'command:x', 'javascript:alert(1)', 'file:///etc/passwd']) host().receive({ type: 'openSource', url });
    assert.deepEqual(opened, ['https://node-postgres.com/']);
  });

  it('comes back after a reload with what it showed', async () => {
    const registration = panel.registerSerializer();
    const restored = new FakePanel();
    await editor.restore(restored, { place: { page: 'lesson', lesson: 'incident', piece: 'check' }, scroll: 12 });
    assert.equal(restored.title, 'The idempotency check that races');
    const messages = listen(restored);
    restored.receive({ type: 'ready', restored: { page: 'lesson', lesson: 'incident', piece: 'check' } });
    assert.deepEqual(messages.map(title), ['The idempotency check that races']);
    registration.dispose();
    assert.equal(editor.serializer, undefined);
  });

  it('keeps the piece that was opened while the window was starting', async () => {
    panel.registerSerializer();
    show();
    const restored = new FakePanel();
    await editor.restore(restored, { place: { page: 'lesson', lesson: 'incident', piece: 'check' }, scroll: 0 });
    assert.equal(restored.closed, true);
    assert.deepEqual(panel.shown, place);
  });

  it('says so when the lesson is gone', async () => {
    panel.registerSerializer();
    const restored = new FakePanel();
    await editor.restore(restored, { place: { page: 'lesson', lesson: 'gone', piece: 'check' }, scroll: 0 });
    const messages = listen(restored);
    restored.receive({ type: 'ready' });
    const last = messages.at(-1);
    assert.ok(last?.type === 'state' && last.state.kind === 'empty');
    assert.match(last.state.message, /no longer there/);
  });

  it('is gone when it is closed, and opens again', () => {
    show();
    const seen: boolean[] = [];
    panel.onDidChangeVisible((visible) => void seen.push(visible));
    host().dispose();
    assert.deepEqual(seen, [false]);
    assert.equal(panel.visible, false);
    assert.equal(panel.shown, undefined);
    assert.equal(panel.focus(), false);
    panel.show(place, { preserveFocus: true });
    assert.equal(editor.panels.length, 2);
  });
});

/** Until nothing small is left to do. */
const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await othersTurn();
};

function listen(panel: FakePanel): ToPanel[] {
  const messages: ToPanel[] = [];
  panel.deliver = (message) => messages.push(message as ToPanel);
  return messages;
}

function title(message: ToPanel): string {
  return message.type === 'state' && message.state.kind === 'piece' ? message.state.pieceTitle : message.type;
}
