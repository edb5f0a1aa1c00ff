import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { shareOf, type Share } from './pauses';

const altitude = () => {
  const extension = vscode.extensions.getExtension('altitude.altitude');
  assert.ok(extension, 'Altitude is not loaded');
  return extension;
};

/** Extensions that are part of every VS Code and asleep until a file of their language is opened. */
function sleepingPeers(): vscode.Extension<unknown>[] {
  return vscode.extensions.all.filter(({ id, isActive, packageJSON }) => {
    const { main } = packageJSON as { readonly main?: string };
    return /^vscode\.[\w-]+-language-features$/.test(id) && main !== undefined && !isActive;
  });
}

interface Activation {
  readonly id: string;
  /** Until the editor may go on, in milliseconds. */
  readonly took: number;
  /** Of the thread, in the second that follows too: what an extension puts off until it is active counts. */
  readonly share: Share;
}

async function activated(extension: vscode.Extension<unknown>): Promise<Activation> {
  let took = 0;
  const { main } = extension.packageJSON as { readonly main: string };
  const share = await shareOf(`${path.posix.dirname(path.posix.join(extension.extensionPath, main))}/`, async () => {
    const started = performance.now();
    await extension.activate();
    took = performance.now() - started;
    await setTimeout(1000);
  });
  return { id: extension.id, took, share };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

describe('activation', () => {
  it('is quicker than that of most extensions of the editor itself', async () => {
    assert.equal(altitude().isActive, false, 'a test before this one activated it');
    const own = await activated(altitude());
    const peers: Activation[] = [];
    for (const peer of sleepingPeers()) peers.push(await activated(peer));
    for (const { id, took, share } of [own, ...peers]) {
      console.log(`    ${id}: ${took.toFixed(1)} ms; had the thread for ${share.total.toFixed(0)} ms, ${share.longest.toFixed(1)} ms at most in one go (${share.where})`);
    }
    assert.ok(peers.length > 0, 'no extension to compare with');
    assert.ok(own.took < median(peers.map(({ took }) => took)), `activation took ${own.took.toFixed(1)} ms`);
    assert.ok(own.share.total > 0, 'nothing was measured');
    const usual = median(peers.map(({ share }) => share.total));
    assert.ok(own.share.longest < usual, `the extension host stood still for ${own.share.longest.toFixed(1)} ms; most peers take ${usual.toFixed(1)} ms in all`);
  }).timeout(120_000);

  it('loads nothing that only some windows need', () => {
    const dist = `${altitude().extensionPath}/dist/`;
    const loaded = Object.keys(require.cache).flatMap((file) => (file.startsWith(dist) ? [file.slice(dist.length)] : []));
    assert.ok(loaded.includes('part-editor-learning-start.js'), `loaded: ${loaded.join(', ')}`);
    // What reads YAML and Markdown of a team, helps authors, searches, exports; any window may be on a folder that teaches, or beside a pack.
    assert.deepEqual(loaded.filter((file) => /authoring|onboarding|setup|team-(?!discover|packs\.)|yaml|search|export/i.test(file)), []);
  });

  it('leaves no declared command without somebody to run it', async () => {
    await altitude().activate();
    const { contributes } = altitude().packageJSON as { readonly contributes: { readonly commands: readonly { readonly command: string }[] } };
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(contributes.commands.map(({ command }) => command).filter((command) => !known.has(command)), []);
  });
});
