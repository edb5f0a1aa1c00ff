import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ReadProject } from '../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { fixText } from '../../src/engine/fix/fixText';
import { unboundedMemoryCache } from '../../src/engine/rules/memory/unbounded-memory-cache';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf } from './support/figures';

const keys = 50_000;

/** Inside the repository, so that `lru-cache` resolves as it would for a reader. */
const folder = path.join(process.cwd(), 'out/evidence/unbounded-memory-cache');

const flawed = `import { db } from './db.mjs';

const profiles = new Map();

export async function profile(id) {
  const known = profiles.get(id);
  if (known !== undefined) return known;
  const loaded = await db.profile(id);
  profiles.set(id, loaded);
  return loaded;
}
`;

const db = `export const db = { profile: async (id) => ({ id, picture: new Array(256).fill(Math.random()) }) };\n`;

/** Asks for each key once and prints what is left on the heap, in bytes, after a collection. */
const runner = `import { profile } from './profiles.mjs';

globalThis.gc();
const start = process.memoryUsage().heapUsed;
for (let i = 0; i < ${keys}; i++) await profile('user-' + i);
globalThis.gc();
console.log(process.memoryUsage().heapUsed - start);
await profile('user-0');
`;

async function fixed(text: string): Promise<string> {
  const packageJson = JSON.stringify({ type: 'module', dependencies: { express: '^5.0.0', 'lru-cache': '^11.0.0' } });
  const project = new ReadProject((file) => (file === '/project/package.json' ? packageJson : undefined));
  const analyzer = new Analyzer({ rules: [unboundedMemoryCache], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings });
  const { text: after, applied } = await fixText(analyzer, { file: '/project/profiles.js', text, language: 'javascript' }, { safety: 'review' });
  assert.equal(applied.length, 1, 'the rule must find the flaw');
  return after;
}

function keptBy(name: string, text: string): number {
  const dir = path.join(folder, name);
  mkdirSync(dir, { recursive: true });
  for (const [file, content] of [['profiles.mjs', text], ['db.mjs', db], ['run.mjs', runner]] as const) writeFileSync(path.join(dir, file), content);
  const printed = execFileSync(process.execPath, ['--expose-gc', path.join(dir, 'run.mjs')], { encoding: 'utf8' });
  return Math.max(0, Number(printed)) / 2 ** 20;
}

describe('evidence: unbounded-memory-cache', function () {
  this.timeout(60_000);
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps every key it has ever seen; with our fix the newest thousand', async () => {
    const before = keptBy('before', flawed);
    const after = keptBy('after', await fixed(flawed));
    assert.ok(before > 50, `${before} MB kept`);
    assert.ok(after < before / 10, `${after} MB kept`);
    recordFigures('unbounded-memory-cache', { 'lru-cache': versionOf('lru-cache') }, [
      { what: `heap left after ${keys} distinct keys with 2 kB each`, before: Math.round(before), after: Math.round(after), unit: 'MB' },
    ]);
  });
});
