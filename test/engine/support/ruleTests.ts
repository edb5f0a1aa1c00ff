import assert from 'node:assert/strict';
import path from 'node:path';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import type { SourceText } from '../../../src/engine/engine';
import { mayDescribeDeployment } from '../../../src/engine/facts/project/front';
import { Mentions } from '../../../src/engine/facts/project/mentions';
import { ReadProject, type ProjectReader } from '../../../src/engine/facts/project/project';
import { mayDefineModels, modelsIn } from '../../../src/engine/facts/orm/collect';
import { withModels, type OrmModel } from '../../../src/engine/facts/orm/model';
import { collectSchema } from '../../../src/engine/facts/sql/collect';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import type { Rule } from '../../../src/engine/rules/rule';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { isTest } from '../../../src/engine/scan/quiet';
import { languageOf, projectEndings } from '../../../src/engine/syntax/languages';
import { loadSqlParser } from '../../../src/engine/syntax/sql';
import { applyEdits } from '../../../src/engine/text/edits';
import { LineIndex } from '../../../src/engine/text/lineIndex';
import { grammarAssets } from '../../support/assets';
import { withGrammars } from './grammars';
import { readCases, type FixtureCase } from './fixtures';
import { listUnder } from './listUnder';

/** Fixtures live in a made-up folder: identities are opaque to the engine. */
const root = '/project';

export const testSettings = defaultFixSettings;

export async function analyzerFor(rule: Rule, files: ReadonlyMap<string, string> = new Map(), settings = testSettings): Promise<Analyzer> {
  const read = (file: string) => files.get(path.posix.relative(root, file));
  const sqlFiles = [...files].filter(([name]) => languageOf(name) === 'sql').map(([name, text]) => ({ file: `${root}/${name}`, text }));
  const schema = sqlFiles.length === 0 ? {} : collectSchema(sqlFiles, await loadSqlParser());
  const modelFiles = [...files].filter(([name]) => mayDefineModels(name)).map(([name, text]) => ({ file: `${root}/${name}`, text }));
  let models: OrmModel[] = [];
  const readSchema = () => ({ schema: withModels(schema, models), sqlFiles: sqlFiles.map(({ file }) => file).sort() });
  const project = new ReadProject(read, readSchema, root, namesIn(files), mentionsIn(files, read), () => [...files.keys()].filter(mayDescribeDeployment).map((name) => `${root}/${name}`), othersIn(files, read));
  const analyzer = new Analyzer({ rules: [rule], assets: grammarAssets, projectOf: () => project, settings }, withGrammars);
  if (modelFiles.length === 0) return analyzer;
  const readers = await analyzer.modelReaders();
  models = modelFiles.flatMap((file) => modelsIn(file, readers));
  return analyzer;
}

/** The folders of a made-up project. */
const namesIn = (files: ReadonlyMap<string, string>) => (dir: string) => [...files.keys()].filter((name) => path.posix.dirname(`${root}/${name}`) === dir).map((name) => path.posix.basename(name));

/** Of a fixture that is one file nothing is known of who calls it, as in the browser. */
function mentionsIn(files: ReadonlyMap<string, string>, read: ProjectReader): Mentions | undefined {
  const sources = [...files.keys()].filter((name) => languageOf(name) !== undefined && languageOf(name) !== 'sql');
  return sources.length < 2 ? undefined : new Mentions(() => listUnder(sources.filter((name) => !isTest(name)).map((name) => `${root}/${name}`)), read);
}

/** What is listed beside sources. */
function othersIn(files: ReadonlyMap<string, string>, read: ProjectReader): Mentions {
  const others = [...files.keys()].filter((name) => languageOf(name) === undefined && projectEndings.includes(path.posix.extname(name).slice(1)));
  return new Mentions(() => listUnder(others.map((name) => `${root}/${name}`)), read);
}

function sourceOf({ main, files }: FixtureCase): SourceText {
  const language = languageOf(main);
  assert.ok(language !== undefined, `${main}: unknown ending`);
  return { file: `${root}/${main}`, text: files.get(main) ?? '', language };
}

/** Declares one test per fixture of the rule and one that counts them. */
export function testRule(rule: Rule, atLeast: { readonly hits: number; readonly misses: number }): void {
  const hits = readCases(rule.id, 'hits');
  const misses = readCases(rule.id, 'misses');
  describe(rule.id, () => {
    it(`has at least ${atLeast.hits} hits and ${atLeast.misses} near misses`, () => {
      assert.ok(hits.length >= atLeast.hits, `${hits.length} hits`);
      assert.ok(misses.length >= atLeast.misses, `${misses.length} near misses`);
    });
    for (const fixture of hits) it(`finds ${fixture.name}`, async () => checkHit(rule, fixture));
    for (const fixture of misses) it(`leaves ${fixture.name} alone`, async () => checkMiss(rule, fixture));
  });
}

async function checkMiss(rule: Rule, fixture: FixtureCase): Promise<void> {
  const analyzer = await analyzerFor(rule, fixture.files);
  const source = sourceOf(fixture);
  assert.ok(await analyzer.parses(source), 'the fixture must parse');
  assert.deepEqual(fixture.marks, [], 'a near miss has no markers');
  assert.deepEqual((await analyzer.analyze(source))?.map(({ range, message }) => ({ range, message })), []);
}

async function checkHit(rule: Rule, fixture: FixtureCase): Promise<void> {
  const analyzer = await analyzerFor(rule, fixture.files);
  const source = sourceOf(fixture);
  const lines = new LineIndex(source.text);
  assert.ok(await analyzer.parses(source), 'the fixture must parse');
  assert.ok(fixture.marks.length > 0, 'a hit has markers');
  const findings = (await analyzer.analyze(source)) ?? [];
  assert.deepEqual(
    findings.map(({ range }) => range),
    fixture.marks.map(({ start, end }) => lines.rangeOf(start, end)),
  );
  for (const finding of findings) {
    assert.ok(finding.message.length > 0);
    await checkEachFix(analyzer, source, finding);
  }
  if (fixture.fixed === undefined) {
    const rewrites = findings.flatMap(({ fixes }) => fixes);
    assert.deepEqual(rewrites, [], 'no fixed file stands beside the fixture, so no fix may be offered');
    return;
  }
  await checkFixed(rule, fixture, findings, fixture.fixed);
}

/** Each fix alone applies without overlap and leaves a file that parses. */
async function checkEachFix(analyzer: Analyzer, source: SourceText, finding: Finding): Promise<void> {
  const lines = new LineIndex(source.text);
  for (const fix of finding.fixes) {
    assert.ok(fix.title.length > 0 && !fix.title.endsWith('.'), `title: ${fix.title}`);
    assert.ok(fix.edits.length > 0, 'a fix changes something');
    const own = fix.edits.filter((edit) => edit.file === source.file && edit.create !== true);
    const edits = own.map(({ range, newText }) => ({ start: lines.offsetAt(range.start), end: lines.offsetAt(range.end), newText }));
    const text = applyEdits(source.text, edits);
    assert.ok(await analyzer.parses({ ...source, text }), `does not parse after "${fix.title}":\n${text}`);
    for (const added of fix.edits.filter((edit) => edit.create === true)) {
      const language = languageOf(added.file);
      if (language !== undefined) assert.ok(await analyzer.parses({ file: added.file, text: added.newText, language }), added.newText);
    }
  }
}

/** All fixes together give the expected files, and a scan of those finds nothing. */
async function checkFixed(rule: Rule, fixture: FixtureCase, findings: readonly Finding[], expected: ReadonlyMap<string, string>): Promise<void> {
  const source = sourceOf(fixture);
  const added = findings.flatMap(({ fixes }) => fixes[0]?.edits ?? []).filter((edit) => edit.create === true);
  const created = new Map(added.map((edit) => [path.posix.relative(root, edit.file), edit.newText]));
  const expectedNew = new Map([...expected].filter(([name]) => name !== fixture.main));
  assert.deepEqual(created, expectedNew, 'new files');
  const text =
    created.size === 0
      ? (await fixText(await analyzerFor(rule, fixture.files), source, { safety: 'review' })).text
      : applyFirst(source, findings);
  assert.equal(text, expected.get(fixture.main) ?? source.text);
  const after = await analyzerFor(rule, new Map([...fixture.files, [fixture.main, text], ...created]));
  const again = await after.analyze({ ...source, text });
  assert.deepEqual(again?.map(({ range, message }) => ({ range, message })), [], 'a second scan finds nothing');
}

/** Applies the first fix of each finding to the main file. */
function applyFirst(source: SourceText, findings: readonly Finding[]): string {
  const lines = new LineIndex(source.text);
  const own = findings.flatMap(({ fixes }) => fixes[0]?.edits ?? []).filter((edit) => edit.create !== true && edit.file === source.file);
  return applyEdits(
    source.text,
    own.map(({ range, newText }) => ({ start: lines.offsetAt(range.start), end: lines.offsetAt(range.end), newText })),
  );
}
