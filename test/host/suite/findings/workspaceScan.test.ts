import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineHost } from '../../../../src/editor/engineHost';
import { FindingsStore } from '../../../../src/editor/findings/store';
import { Suppressor } from '../../../../src/editor/findings/suppressor';
import { WorkspaceScan } from '../../../../src/editor/findings/workspaceScan';
import type { ScanRequest, ScanSummary } from '../../../../src/engine/engine';
import type { Finding } from '../../../../src/engine/finding';
import type { ScanHooks } from '../../../../src/engine/scan/scanRun';
import { until } from './support';

const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 6 } };

function finding(file: string): Finding {
  return { rule: 'check-then-insert', file, range, severity: 'information', message: 'It races.', lesson: 'incident-reading#racing-idempotency', fixes: [] };
}

/** An engine whose scans end when and as the test says. */
class SlowEngine {
  readonly scans: { hooks: ScanHooks; end(summary?: Partial<ScanSummary>): void; fail(reason: string): void }[] = [];

  async scan(_request: ScanRequest, hooks: ScanHooks): Promise<ScanSummary> {
    return new Promise((resolve, reject) => {
      this.scans.push({
        hooks,
        end: (summary) => resolve({ files: 1, skipped: [], cancelled: hooks.signal?.aborted ?? false, ms: 1, ...summary }),
        fail: (reason) => reject(new Error(reason)),
      });
    });
  }
}

describe('a scan of the workspace', () => {
  let engine: SlowEngine;
  let store: FindingsStore;
  let scan: WorkspaceScan;
  let logged: string[];

  beforeEach(() => {
    engine = new SlowEngine();
    store = new FindingsStore();
    logged = [];
    const log = { info: (line: string) => logged.push(line), warn: (line: string) => logged.push(line) };
    const host = { engine, settings: { includeTests: false } } as unknown as EngineHost;
    scan = new WorkspaceScan(host, store, log as unknown as vscode.LogOutputChannel);
  });

  afterEach(() => {
    scan.dispose();
    store.dispose();
  });

  const nth = async (index: number) => until(`scan ${index}`, () => engine.scans[index]);

  it('is joined by those who ask for it meanwhile', async () => {
    const both = [scan.run(), scan.run()];
    const first = await nth(0);
    first.hooks.onFile?.('/a.js', [finding('/a.js')]);
    first.end();
    await Promise.all(both);
    assert.equal(engine.scans.length, 1);
    assert.equal(store.hasScanned, true);
    assert.equal(store.all().length, 1);
  });

  it('keeps the old results when it is cancelled', async () => {
    store.replaceScan(new Map([['/old.js', [finding('/old.js')]]]));
    const running = scan.run();
    const first = await nth(0);
    first.hooks.onFile?.('/new.js', [finding('/new.js')]);
    first.end({ cancelled: true });
    await running;
    assert.deepEqual(store.all().map(({ file }) => file), ['/old.js']);
    assert.equal(scan.lastScan, undefined);
  });

  it('is followed by another where settings changed meanwhile', async () => {
    const running = scan.run();
    const first = await nth(0);
    const again = [scan.refresh(), scan.refresh()];
    first.hooks.onFile?.('/a.js', [finding('/a.js')]);
    first.end();
    await running;
    (await nth(1)).end();
    await Promise.all(again);
    assert.equal(engine.scans.length, 2);
    assert.deepEqual(store.all(), []);
  });

  it('leaves the results alone when it fails, and can be run again', async () => {
    store.replaceScan(new Map([['/old.js', [finding('/old.js')]]]));
    const quiet = scan.refresh();
    (await nth(0)).fail('no thread');
    await quiet;
    assert.match(logged.join('\n'), /no thread/);
    assert.equal(store.all().length, 1);
    const next = scan.run();
    (await nth(1)).end();
    await next;
    assert.deepEqual(store.all(), []);
  });

  it('names each file it skipped in the log', async () => {
    const running = scan.run();
    (await nth(0)).end({ skipped: [{ file: '/bundle.js', reason: 'too-large' }] });
    await running;
    assert.deepEqual(logged, ['skipped /bundle.js: too-large']);
    assert.equal(scan.lastScan?.skipped.length, 1);
  });
});

describe('suppressing a finding in SQL', () => {
  it('writes a comment of the language', async () => {
    const content = 'BEGIN;\n  INSERT INTO payments VALUES (1);\nEND;\n';
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
    const analyze = async ({ text, file }: { text: string; file: string }) =>
      Promise.resolve(/^ *-- altitude-disable-next-line check-then-insert -- $/m.test(text) ? [] : [finding(file)]);
    const edit = await new Suppressor({ analyze }).editFor(document, finding(document.uri.toString()));
    assert.ok(edit);
    await vscode.window.showTextDocument(document);
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    assert.equal(document.lineAt(1).text, '  -- altitude-disable-next-line check-then-insert -- reason');
    assert.equal(document.lineAt(2).text, '  INSERT INTO payments VALUES (1);');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('writes nothing where no comment would be honoured', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content: 'BEGIN;\nINSERT INTO payments VALUES (1);\n' });
    const always = finding(document.uri.toString());
    const analyze = async ({ text }: { text: string }) => {
      const line = text.split('\n').findIndex((each) => each.includes('INSERT'));
      return Promise.resolve([{ ...always, range: { start: { line, character: 0 }, end: { line, character: 6 } } }]);
    };
    assert.equal(await new Suppressor({ analyze }).editFor(document, always), undefined);
  });
});
