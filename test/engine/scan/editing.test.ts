import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { TextChange } from '../../../src/engine/engine';
import type { Position } from '../../../src/engine/finding';
import { EngineWorker } from '../../../src/engine/scan/engineWorker';
import { localDisk } from '../../../src/engine/scan/localDisk';
import { defaultConfig } from '../../../src/engine/scan/workerApi';
import { languageOf } from '../../../src/engine/syntax/languages';
import { grammarAssets } from '../../support/assets';

const root = path.resolve('test/workspace/ticket-desk');
/** Set for a longer run, which then begins elsewhere each time. */
const runs = process.env['ALTITUDE_FUZZ_RUNS'];

/** The sample service, and the code of every lesson: JavaScript, TypeScript, Go and SQL in which rules find something. */
const files = [root, path.resolve('lessons')]
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name).replaceAll(path.sep, '/')))
  .filter((file) => languageOf(file) !== undefined && !file.includes('/node_modules/'));

/** What a reader does to a text: types, removes and copies lines, breaks one, comments one out. */
const edit = fc.record({ at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), what: fc.constantFrom('type', 'remove', 'copy', 'break', 'comment', 'open', 'rename') });

function changeOf(text: string, { at, what }: { readonly at: number; readonly what: string }): { readonly change: TextChange; readonly after: string } {
  const lines = text.split('\n');
  const line = Math.floor(at * lines.length);
  const own = lines[line] ?? '';
  const from: Position = { line, character: 0 };
  const middle: Position = { line, character: own.length >> 1 };
  const replaced = (start: Position, end: Position, inserted: string) => {
    const offset = ({ line: row, character }: Position) => lines.slice(0, row).reduce((sum, each) => sum + each.length + 1, 0) + character;
    return { change: { range: { start, end }, text: inserted }, after: text.slice(0, offset(start)) + inserted + text.slice(offset(end)) };
  };
  switch (what) {
    case 'remove':
      return replaced(from, { line, character: own.length }, '');
    case 'copy':
      return replaced(from, from, `${own}\n`);
    case 'break':
      return replaced(middle, middle, '\n');
    case 'comment':
      return replaced(from, from, '// ');
    case 'open':
      return replaced(middle, middle, '{');
    case 'rename':
      return replaced(middle, { line, character: Math.min(own.length, middle.character + 1) }, 'z');
    default:
      return replaced(middle, middle, 'x');
  }
}

async function worker(): Promise<EngineWorker> {
  const engine = new EngineWorker(grammarAssets, localDisk);
  await engine.configure({ ...defaultConfig(), roots: [root.replaceAll(path.sep, '/')] });
  return engine;
}

describe('findings of a document that is edited', () => {
  it('are those of its text, after any edits of real code', async function () {
    this.timeout(runs === undefined ? 60_000 : 3_600_000);
    const [kept, fresh] = await Promise.all([worker(), worker()]);
    let version = 0;
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.array(edit, { minLength: 1, maxLength: 25 }), async (file, edits) => {
        let text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
        const language = languageOf(file);
        assert.ok(language);
        await kept.openDocument({ file, text, language }, ++version);
        for (const each of edits) {
          const { change, after } = changeOf(text, each);
          text = after;
          const { findings } = await kept.changeDocument(file, ++version, [change]);
          assert.deepEqual(findings, await fresh.analyze({ file, text, language }));
          found += findings.length;
        }
        await kept.closeDocument(file);
      }),
      { numRuns: Number(runs ?? 200), ...(runs === undefined ? { seed: 7 } : {}) },
    );
    // A check of nothing would pass as well.
    assert.ok(found > 300, `${found} findings were compared`);
  });
});
