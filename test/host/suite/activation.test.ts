import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { longestPause } from './pauses';

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

async function activated(extension: vscode.Extension<unknown>): Promise<{ readonly took: number; readonly pause: number }> {
  let took = 0;
  const pause = await longestPause(async () => {
    const started = performance.now();
    await extension.activate();
    took = performance.now() - started;
    // What an extension puts off until it is active counts too.
    await setTimeout(1000);
  });
  return { took, pause };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

describe('activation', () => {
  it('is quicker than that of most extensions of the editor itself', async () => {
    assert.equal(altitude().isActive, false, 'a test before this one activated it');
    const idle = await longestPause(async () => setTimeout(1000));
    const own = await activated(altitude());
    const peers = [];
    for (const peer of sleepingPeers()) peers.push({ id: peer.id, ...(await activated(peer)) });
    for (const { id, took, pause } of [{ id: altitude().id, ...own }, ...peers]) console.log(`    ${id}: ${took.toFixed(1)} ms, longest pause ${pause.toFixed(1)} ms (idle ${idle.toFixed(1)} ms)`);
    assert.ok(peers.length > 0, 'no extension to compare with');
    assert.ok(own.took < median(peers.map(({ took }) => took)), `activation took ${own.took.toFixed(1)} ms`);
    assert.ok(own.pause < Math.max(2 * idle, ...peers.map(({ pause }) => pause)), `the extension host stood still for ${own.pause.toFixed(1)} ms`);
  }).timeout(30_000);

  it('leaves no declared command without somebody to run it', async () => {
    await altitude().activate();
    const { contributes } = altitude().packageJSON as { readonly contributes: { readonly commands: readonly { readonly command: string }[] } };
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(contributes.commands.map(({ command }) => command).filter((command) => !known.has(command)), []);
  });
});
