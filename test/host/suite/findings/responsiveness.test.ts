import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { findingsIn, scan, unboundedPool, usePlayground } from './support';

const files = 2000;
/** Of the extension host's one thread, which other extensions and the editor's own requests share. */
const longestPauseMs = 100;

/** A module of ordinary length; every fourth has a flaw. */
function moduleText(index: number): string {
  const functions = Array.from({ length: 20 }, (_, at) => `exports.step${at} = async (order) => ({ ...order, step: ${index + at} });\n`).join('');
  return index % 4 === 0 ? `${unboundedPool}\n${functions}` : functions;
}

describe('the extension host', () => {
  const play = usePlayground();

  afterEach(async () => {
    await vscode.commands.executeCommand('altitude.clearFindings');
  });

  it(`is not held up by a scan of ${files} files`, async () => {
    for (let index = 0; index < files; index++) play().write(`tree/folder${index % 40}/module${index}.js`, moduleText(index));
    // The editor's own watcher reports the new files first: that is not the scan.
    await setTimeout(3000);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const started = performance.now();
    delay.enable();
    await scan();
    delay.disable();
    const took = performance.now() - started;
    const longest = delay.max / 1e6;
    console.log(`    scan of ${files} files: ${took.toFixed(0)} ms; longest pause of the extension host ${longest.toFixed(1)} ms, p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`);
    assert.equal(findingsIn(play().uri('tree/folder0/module0.js')).length, 1);
    assert.ok(longest < longestPauseMs, `the extension host stood still for ${longest.toFixed(1)} ms`);
  }).timeout(60_000);
});
