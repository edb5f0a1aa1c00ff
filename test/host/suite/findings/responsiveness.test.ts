import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { held, judge } from '../held';
import { findingsIn, scan, unboundedPool, untilFindings, usePlayground } from './support';

const files = 2000;

/** A module of ordinary length; every second has flaws, in all as many as a neglected code base has. */
function moduleText(index: number): string {
  const functions = Array.from({ length: 20 }, (_, at) => `exports.step${at} = async (order) => ({ ...order, step: ${index + at} });\n`).join('');
  const pools = Array.from({ length: 3 }, (_, at) => `exports.pool${at} = new Pool({ max: 10 });\n`).join('');
  return index % 2 === 0 ? `${unboundedPool}${pools}${functions}` : functions;
}

describe('the extension host', function () {
  // The machine may be at other work for as long as all rounds of one measurement take.
  this.retries(1);

  const play = usePlayground();

  afterEach(async () => {
    await vscode.commands.executeCommand('altitude.clearFindings');
  });

  it(`is not held up by a scan of ${files} files, its thousands of findings and the list of them`, async () => {
    for (let index = 0; index < files; index++) play().write(`tree/folder${index % 40}/module${index}.js`, moduleText(index));
    await vscode.commands.executeCommand('altitude.findings.focus');
    // The editor's own watcher reports the new files first: that is not the scan.
    await setTimeout(3000);
    const share = await held(async () => {
      await vscode.commands.executeCommand('altitude.clearFindings');
      await scan();
      await setTimeout(1500);
    });
    const found = vscode.languages.getDiagnostics().reduce((sum, [uri]) => sum + findingsIn(uri).length, 0);
    assert.ok(found > 2 * files, `${found} findings`);
    await judge(`${files} files, ${found} findings`, share);
  }).timeout(120_000);

  it('is not held up by typing into a long file', async () => {
    const text = Array.from({ length: 100 }, (_, index) => moduleText(index).replace('pool =', `pool${index} =`)).join('\n');
    const { document } = await play().open('long.js', text);
    assert.ok(document.lineCount > 2000);
    await setTimeout(1500);
    const before = findingsIn(document.uri).length;
    assert.ok(before > 100, `${before} findings`);
    const share = await held(async () => {
      for (let index = 0; index < 30; index++) {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(index * 7, 0), index % 2 === 0 ? '\n' : '// x\n');
        await vscode.workspace.applyEdit(edit);
        // Now and then the typist pauses, which is when findings are asked for.
        await setTimeout(index % 5 === 0 ? 300 : 30);
      }
      await setTimeout(500);
    });
    await untilFindings(document.uri, before);
    await judge(`30 edits of ${document.lineCount} lines, ${before} findings`, share);
  }).timeout(90_000);
});
