import assert from 'node:assert/strict';
import Module from 'node:module';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { longestMs, ourScripts } from '../suite/held';
import { onThisMachine } from '../suite/machine';
import { shareOf, workedSoFar } from '../suite/pauses';

/** Of the extension host's one thread, without the profiler, which about doubles it. */
const activationMs = 20;
/** Until what Altitude does by itself in a folder that was opened is done, in milliseconds. */
const settle = 5000;

interface Activation {
  /** Milliseconds that the thread works to compile the script and to run it once. */
  readonly loading: number;
  /** The same of the call that activates it. */
  readonly activating: number;
}

type Load = (request: string, ...rest: readonly unknown[]) => unknown;

/** Both happen once a window, within the editor: what loads scripts is watched meanwhile. */
async function activationOf(extension: vscode.Extension<unknown>): Promise<Activation> {
  const node = Module as unknown as { _load: Load };
  const { _load: load } = node;
  const { main } = extension.packageJSON as { readonly main: string };
  const script = withoutEnding(path.join(extension.extensionPath, main));
  let [loading, activating] = [Number.NaN, Number.NaN];
  node._load = function (this: unknown, request, ...rest) {
    if (withoutEnding(request) !== script) return load.call(this, request, ...rest);
    const [loaded, loadMs] = timed(() => load.call(this, request, ...rest) as { activate(context: unknown): unknown });
    loading = loadMs;
    const activate = (context: unknown) => {
      const [result, activateMs] = timed(() => loaded.activate(context));
      activating = activateMs;
      return result;
    };
    return { ...loaded, activate };
  };
  try {
    await extension.activate();
  } finally {
    node._load = load;
  }
  return { loading, activating };
}

const withoutEnding = (file: string) => file.replace(/\.[cm]?js$/, '');

/** @returns milliseconds that the thread worked; that went by, where Node tells no more */
function timed<T>(run: () => T): readonly [T, number] {
  const now = () => (workedSoFar() ?? performance.now() * 1000) / 1000;
  const began = now();
  const result = run();
  return [result, now() - began];
}

/** Extensions that are part of every VS Code and asleep until a file of their language is opened. */
const sleepingPeers = () => vscode.extensions.all.filter(({ id, isActive }) => /^vscode\.(?:css|html|php|typescript)-language-features$/.test(id) && !isActive);

/** In a window where nobody asked for Altitude before, on a folder with thousands of files. */
describe('activation, without the profiler', () => {
  it(`takes less than ${activationMs} ms, and the folder that is open holds up nobody`, async () => {
    const extension = vscode.extensions.getExtension('altitude.altitude');
    assert.ok(extension && !extension.isActive, 'a test before this one activated it');
    const files = await vscode.workspace.findFiles('**/*.js');
    assert.ok(files.length >= 2000, `${files.length} files`);
    const { loading, activating } = await activationOf(extension);
    const after = await shareOf(ourScripts(), async () => setTimeout(settle));
    console.log(`    ${extension.id}: ${(loading + activating).toFixed(1)} ms, ${loading.toFixed(1)} to load and ${activating.toFixed(1)} to activate`);
    console.log(`    ${settle / 1000} s after, on ${files.length} files: had the thread for ${after.total.toFixed(0)} ms, ${after.longest.toFixed(1)} ms at most in one go (${after.where})`);
    for (const peer of sleepingPeers()) {
      const peers = await activationOf(peer);
      console.log(`    ${peer.id}: ${(peers.loading + peers.activating).toFixed(1)} ms until it first waits`);
    }
    assert.ok(loading + activating < (await onThisMachine(activationMs, 1 / 5)), `activation took ${(loading + activating).toFixed(1)} ms`);
    assert.ok(after.total > 0, 'nothing was measured');
    assert.ok(after.longest < (await longestMs()), `${after.longest.toFixed(1)} ms in one go, most of it in ${after.where}`);
  }).timeout(60_000);
});
