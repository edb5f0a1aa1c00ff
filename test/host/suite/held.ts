import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { onThisMachine } from './machine';
import { longestPause, shareOf, type Share } from './pauses';

/** Milliseconds of the extension host's one thread that we may take in one go: 10, or what that is on a slow machine. */
export const longestMs = (): Promise<number> => onThisMachine(10, 1 / 10);
/** A pause of ours comes back every time; one that the machine makes does not. */
const rounds = 3;

/** What runs on the thread for Altitude; the worker threads are Altitude's own. */
export const ourScripts = () => `${vscode.extensions.getExtension('altitude.altitude')?.extensionPath ?? ''}/dist/`;

export interface Held extends Share {
  /** The longest stretch of each round, in their order: the first is of code that has never run. */
  readonly rounds: readonly number[];
  /** The longest pause that others alone make in as long as a round took. */
  readonly idle: number;
}

/** The shortest of the longest stretches of some rounds. @param work told which round it is, from 0 */
export async function held(work: (round: number) => Promise<unknown>): Promise<Held> {
  const shares: Share[] = [];
  let took = 0;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    shares.push(await shareOf(ourScripts(), async () => work(round)));
    took = performance.now() - started;
  }
  const idle = await longestPause(async () => setTimeout(took));
  const [least = { longest: Number.NaN, total: 0, where: '' }] = shares.toSorted((a, b) => a.longest - b.longest);
  return { ...least, rounds: shares.map(({ longest }) => longest), idle };
}

/** Says what was measured; fails when we held the thread longer than we may and than others do anyway. */
export async function judge(what: string, { longest, total, where, rounds: all, idle }: Held): Promise<void> {
  const inRounds = all.map((ms) => ms.toFixed(1)).join(', ');
  console.log(`    ${what}: Altitude had the thread for ${total.toFixed(0)} ms, ${longest.toFixed(1)} ms at most in one go (${where}), ${inRounds} ms by round; others alone held it up to ${idle.toFixed(1)} ms`);
  assert.ok(total > 0, 'nothing was measured');
  assert.ok(longest < Math.max(await longestMs(), idle), `${what}: ${longest.toFixed(1)} ms in one go, most of it in ${where}`);
}
