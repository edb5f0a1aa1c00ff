import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { FakeEditor } from './panel/fakeVscode';
import { loadHost } from './panel/host';
import { openReview, start, type ReviewFixture } from './panel/review/fixture';
import { catalogue } from './panel/review/samples';

const minute = 60_000;
const day = 24 * 60 * minute;
const ref = { lesson: 'incident', piece: 'acquire' };

describe('the status bar', () => {
  let editor: FakeEditor;
  let fixture: ReviewFixture;
  let status: { dispose(): void };

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    editor = new FakeEditor();
    const host = await loadHost(editor.api);
    fixture = await openReview(host, { show: () => undefined, shown: undefined });
    const source = { current: catalogue, onDidChange: () => ({ dispose: () => undefined }) };
    status = new host.ReviewStatus({ catalogue: source, controller: fixture.controller, clock: { now: () => fixture.time.now } });
  });

  afterEach(() => {
    status.dispose();
    mock.timers.reset();
  });

  const item = () => editor.statusItems[0] ?? assert.fail('there is no item');

  async function answer(option: string): Promise<void> {
    fixture.controller.choose(ref, option);
    await fixture.controller.commit(ref, 'sure');
    mock.timers.tick(1);
  }

  function pass(ms: number): void {
    fixture.time.now += ms;
    mock.timers.tick(ms);
  }

  it('is not there before anything was answered', () => {
    assert.equal(item().shown, false);
    pass(10 * day);
    assert.equal(item().shown, false);
  });

  it('counts what is due as soon as time makes it due, and says when the next one comes', async () => {
    await answer('retry');
    assert.deepEqual([item().shown, item().text], [true, 'Altitude: none due']);
    assert.equal(item().tooltip, 'No review is due. The next one comes in 10 min.');
    pass(9 * minute);
    assert.equal(item().text, 'Altitude: none due');
    pass(minute);
    assert.equal(item().text, 'Altitude: 1 due');
    assert.equal(item().accessibilityInformation?.label, '1 review is due. Click to review now.');
    assert.equal(item().command, 'altitude.reviewNow');
  });

  it('waits longer than a timer can', async () => {
    await answer('waits');
    pass(day);
    const before = item().text;
    for (let days = 0; days < 60; days += 1) pass(day);
    assert.notEqual(item().text, before);
    assert.ok(fixture.time.now - start > 2 ** 31);
  });

  it('is gone while its setting is off', async () => {
    await answer('retry');
    editor.settings.set('statusBar', false);
    editor.configurationChanged.fire({ affectsConfiguration: (name) => name === 'altitude.statusBar' });
    assert.equal(item().shown, false);
    pass(day);
    assert.equal(item().shown, false);
    editor.settings.set('statusBar', true);
    editor.configurationChanged.fire({ affectsConfiguration: () => true });
    assert.equal(item().shown, true);
  });
});
