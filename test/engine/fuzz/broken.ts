import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import type { SourceText } from '../../../src/engine/engine';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { collectSchema } from '../../../src/engine/facts/sql/collect';
import type { Finding, Language } from '../../../src/engine/finding';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { fixText } from '../../../src/engine/fix/fixText';
import { rules } from '../../../src/engine/rules/registry';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { languageOf } from '../../../src/engine/syntax/languages';
import { loadSqlParser, type SqlParser } from '../../../src/engine/syntax/sql';
import { applyEdits, conflicts } from '../../../src/engine/text/edits';
import { LineIndex } from '../../../src/engine/text/lineIndex';
import { ownEdits } from '../../support/appliedFix';
import { grammarAssets } from '../../support/assets';
import { readCases, type FixtureCase } from '../support/fixtures';
import { anySteps, mutated } from './mutations';

/** Longest one analysis may take, in milliseconds: far more than any does, far less than a hang. */
const patience = 4000;

/** Every source file of every fixture, each once as the one that is analysed. */
const cases = rules
  .flatMap((rule) => [...readCases(rule.id, 'hits'), ...readCases(rule.id, 'misses')])
  .flatMap((fixture) => [...fixture.files.keys()].filter((name) => languageOf(name) !== undefined).map((main) => ({ ...fixture, main })));
const nameOf = ({ name, main }: FixtureCase): string => `${name} ${main}`;
const byName = new Map(cases.map((fixture) => [nameOf(fixture), fixture]));
const textOf = ({ files, main }: FixtureCase): string => files.get(main) ?? '';
const casesIn = (...languages: readonly Language[]) => cases.filter(({ main }) => languages.includes(languageOf(main) ?? 'sql'));

/** Fixtures by the language whose grammar reads them. */
export const groups: Readonly<Record<string, readonly FixtureCase[]>> = {
  JavaScript: casesIn('javascript'),
  TypeScript: casesIn('typescript', 'tsx'),
  Go: casesIn('go'),
  SQL: casesIn('sql'),
};

/** Breaks fixtures and checks what every rule makes of them. */
export class Breaker {
  private readonly base: Analyzer;

  private constructor(private readonly sql: SqlParser) {
    this.base = this.analyzerOf(new Map());
  }

  static async load(): Promise<Breaker> {
    return new Breaker(await loadSqlParser());
  }

  /**
   * Fails for a text that makes a rule throw or take too long, or whose fixes overlap or break it.
   * @param onRun called before each text
   */
  property(group: readonly FixtureCase[], onRun?: () => void) {
    const anyCase = fc.constantFrom(...group.map(nameOf));
    return fc.asyncProperty(anyCase, anyCase, anySteps, async (start, other, steps) => {
      onRun?.();
      const [fixture, lender] = [byName.get(start), byName.get(other)];
      assert.ok(fixture !== undefined && lender !== undefined);
      await this.check(fixture, mutated(textOf(fixture), textOf(lender), steps));
    });
  }

  private analyzerOf(files: ReadonlyMap<string, string>, before?: Analyzer): Analyzer {
    const sqlFiles = [...files].filter(([name]) => languageOf(name) === 'sql').map(([name, text]) => ({ file: `/project/${name}`, text }));
    const read = (file: string) => files.get(path.posix.relative('/project', file));
    const project = new ReadProject(read, () => ({ schema: collectSchema(sqlFiles, this.sql), sqlFiles: sqlFiles.map(({ file }) => file) }), '/project');
    return new Analyzer({ rules, assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings }, before);
  }

  private async check(fixture: FixtureCase, text: string): Promise<void> {
    const language = languageOf(fixture.main);
    assert.ok(language !== undefined);
    const source: SourceText = { file: `/project/${fixture.main}`, text, language };
    const analyzer = this.analyzerOf(new Map([...fixture.files, [fixture.main, text]]), this.base);
    const findings = await promptly(async () => (await analyzer.analyze(source)) ?? []);
    const isClean = await analyzer.parses(source);
    for (const finding of findings) await checkFinding(analyzer, source, finding, isClean);
    const fixed = await fixText(analyzer, source, { safety: 'review' });
    if (isClean) assert.ok(await analyzer.parses({ ...source, text: fixed.text }), `all fixes together do not parse:\n${fixed.text}`);
    else assert.equal(fixed.text, text, 'a file that does not parse is not fixed as a whole');
  }
}

/** Asked twice before it is called slow: a machine that is busy elsewhere is no fault of a rule. */
async function promptly<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const started = performance.now();
    const result = await work();
    if (performance.now() - started < patience) return result;
    assert.ok(attempt < 2, `took longer than ${patience} ms`);
  }
}

async function checkFinding(analyzer: Analyzer, source: SourceText, finding: Finding, isClean: boolean): Promise<void> {
  const lines = new LineIndex(source.text);
  const [start, end] = [lines.offsetAt(finding.range.start), lines.offsetAt(finding.range.end)];
  assert.ok(start < end && end <= source.text.length, `${finding.rule}: a finding covers text`);
  for (const fix of finding.fixes) {
    const own = fix.edits.filter((edit) => edit.create !== true);
    assert.ok(own.every(({ file }) => file === source.file), `${finding.rule}: a fix changes its own file`);
    const edits = ownEdits(source.text, own);
    assert.ok(!conflicts(edits), `${finding.rule}: edits overlap`);
    for (const { file, newText } of fix.edits.filter((edit) => edit.create === true)) {
      const language = languageOf(file);
      if (language !== undefined) assert.ok(await analyzer.parses({ file, text: newText, language }), `${finding.rule}: what it adds does not parse:\n${newText}`);
    }
    const text = applyEdits(source.text, edits);
    if (isClean) assert.ok(await analyzer.parses({ ...source, text }), `${finding.rule}: does not parse after "${fix.title}":\n${text}`);
  }
}
