import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { SourceText } from '../../../src/engine/engine';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { rules } from '../../../src/engine/rules/registry';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { Documents } from '../../../src/engine/scan/documents';
import { EngineWorker } from '../../../src/engine/scan/engineWorker';
import { localDisk } from '../../../src/engine/scan/localDisk';
import { defaultConfig } from '../../../src/engine/scan/workerApi';
import { languageOf } from '../../../src/engine/syntax/languages';
import { grammarAssets } from '../../support/assets';
import { anyEdit, changeOf, type Edit } from '../support/edits';
import { readCases, type FixtureCase } from '../support/fixtures';

const root = path.resolve('test/workspace/ticket-desk');
/** Set for a longer run, which then begins elsewhere each time. */
const runs = process.env['ALTITUDE_FUZZ_RUNS'];
const parameters = (few: number) => ({ numRuns: Number(runs ?? few), ...(runs === undefined ? { seed: 7 } : {}) });

/** The sample service, and the code of every lesson: JavaScript, TypeScript, Go and SQL in which rules find something. */
const files = [root, path.resolve('lessons')]
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name).replaceAll(path.sep, '/')))
  .filter((file) => languageOf(file) !== undefined && !file.includes('/node_modules/'));

/** What every rule is tested on. */
const fixtures = new Map(rules.flatMap(({ id }) => (['hits', 'misses'] as const).flatMap((kind) => readCases(id, kind).map((fixture) => [`${id} ${kind} ${fixture.name}`, fixture]))));

async function worker(): Promise<EngineWorker> {
  const engine = new EngineWorker(grammarAssets, localDisk());
  await engine.configure({ ...defaultConfig(), roots: [root.replaceAll(path.sep, '/')] });
  return engine;
}

/** What analyses a fixture in its project; facts that were found by one analyzer are not known to another. */
function analyzerOf({ files: texts }: FixtureCase, grammars?: Analyzer): Analyzer {
  const project = new ReadProject((file) => texts.get(path.posix.relative('/project', file)), undefined, '/project');
  return new Analyzer({ rules, assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings }, grammars);
}

function sourceOf({ main, files: texts }: FixtureCase): SourceText {
  const language = languageOf(main);
  assert.ok(language);
  return { file: `/project/${main}`, text: (texts.get(main) ?? '').replaceAll('\r\n', '\n'), language };
}

/** Compares what is found after each edit with what is found in the text alone. @returns how many findings that were */
async function compare(kept: Pick<Documents, 'openDocument' | 'changeDocument'>, fresh: (source: SourceText) => Promise<unknown>, source: SourceText, edits: readonly Edit[]): Promise<number> {
  let { text } = source;
  let found = 0;
  await kept.openDocument(source, 0);
  for (const [index, each] of edits.entries()) {
    const { change, after } = changeOf(text, each);
    text = after;
    const { findings } = await kept.changeDocument(source.file, index + 1, [change]);
    assert.deepEqual(findings, await fresh({ ...source, text }));
    found += findings.length;
  }
  return found;
}

describe('findings of a document that is edited', () => {
  it('are those of its text, after any edits of real code', async function () {
    this.timeout(runs === undefined ? 60_000 : 3_600_000);
    const [kept, fresh] = await Promise.all([worker(), worker()]);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.array(anyEdit, { minLength: 1, maxLength: 25 }), async (file, edits) => {
        const language = languageOf(file);
        assert.ok(language);
        const source: SourceText = { file, text: readFileSync(file, 'utf8').replaceAll('\r\n', '\n'), language };
        found += await compare(kept, async (text) => fresh.analyze(text), source, edits);
        await kept.closeDocument(file);
      }),
      parameters(200),
    );
    // A check of nothing would pass as well.
    assert.ok(found > 300, `${found} findings were compared`);
  });

  it("are those of its text, after any edits of every rule's fixtures", async function () {
    this.timeout(runs === undefined ? 60_000 : 3_600_000);
    const grammars = new Analyzer({ rules, assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: defaultFixSettings });
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fixtures.keys()), fc.array(anyEdit, { minLength: 1, maxLength: 15 }), async (name, edits) => {
        const fixture = fixtures.get(name);
        assert.ok(fixture);
        const kept = analyzerOf(fixture, grammars);
        const documents = new Documents(() => kept, async () => Promise.resolve());
        const fresh = analyzerOf(fixture, grammars);
        const source = sourceOf(fixture);
        found += await compare(documents, async (text) => (await fresh.analyze(text)) ?? [], source, edits);
        documents.close(source.file);
      }),
      parameters(300),
    );
    assert.ok(found > 500, `${found} findings were compared`);
  });
});
