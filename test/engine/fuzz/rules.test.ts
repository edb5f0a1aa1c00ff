import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import type { SourceText } from '../../../src/engine/engine';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { collectSchema } from '../../../src/engine/facts/sql/collect';
import type { Finding, Language } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { rules } from '../../../src/engine/rules/registry';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { languageOf } from '../../../src/engine/syntax/languages';
import { loadSqlParser, type SqlParser } from '../../../src/engine/syntax/sql';
import { applyEdits, conflicts } from '../../../src/engine/text/edits';
import { LineIndex } from '../../../src/engine/text/lineIndex';
import { grammarAssets } from '../../support/assets';
import { readCases, type FixtureCase } from '../support/fixtures';
import { testSettings } from '../support/ruleTests';

/** `npm run fuzz` sets it, and then every run begins elsewhere. */
const runs = process.env['ALTITUDE_FUZZ_RUNS'];
const parameters = runs === undefined ? { numRuns: 120, seed: 1 } : { numRuns: Number(runs) };

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

/** What breaks a text: brackets, quotes and line ends out of place. */
const scraps = ['', '{', '}', '(', ')', '`', "'", '"', '${', '/*', '*/', '//', '--', '\n', '\r\n', '\r', '\t', ';', ',', '=>', 'async ', 'await ', 'function ', 'return ', '😀', 'é', '\ufeff', '\0', '<a>', '@x()\n', 'defer ', 'go ', 'NULL', '$1', '?'];

/** Where, as shares of the text and of the one that is borrowed from; how much; and with what. */
interface Choice {
  readonly at: number;
  readonly from: number;
  readonly length: number;
  readonly scrap: string;
}

type Mutate = (text: string, choice: Choice, other: string) => string;

const spanOf = (text: string, { at, length }: Choice): [start: number, end: number] => {
  const start = Math.floor(at * text.length);
  return [start, Math.min(start + length, text.length)];
};

const byLine = (change: (lines: string[], at: number, choice: Choice) => string[]): Mutate => (text, choice) => {
  const lines = text.split('\n');
  return change(lines, Math.floor(choice.at * lines.length), choice).join('\n');
};

/** Half of them mostly leave a text that parses, for there fixes have most to lose. */
const mutations: Readonly<Record<string, Mutate>> = {
  scrap: (text, choice) => {
    const [start] = spanOf(text, choice);
    return text.slice(0, start) + choice.scrap + text.slice(start + (choice.length % 4));
  },
  cut: (text, choice) => {
    const [start, end] = spanOf(text, choice);
    return text.slice(0, start) + text.slice(end);
  },
  double: (text, choice) => {
    const [start, end] = spanOf(text, choice);
    return text.slice(0, end) + text.slice(start);
  },
  borrow: (text, choice, other) => {
    const [start, end] = spanOf(text, choice);
    return text.slice(0, start) + other.slice(Math.floor(choice.from * other.length)).slice(0, choice.length * 4) + text.slice(end);
  },
  dropLine: byLine((lines, at) => lines.toSpliced(at, 1)),
  doubleLine: byLine((lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')),
  moveLine: byLine((lines, at, { from }) => lines.toSpliced(at, 1).toSpliced(Math.floor(from * lines.length), 0, lines[at] ?? '')),
  comment: byLine((lines, at) => lines.with(at, `${lines[at] ?? ''} /* 😀 */`)),
  dropWord: byLine((lines, at) => lines.with(at, (lines[at] ?? '').replace(/\b(?:async|await|const|export|return|defer|go) /, ''))),
  windows: byLine((lines) => lines.map((line) => `${line.replaceAll('  ', '\t').replace(/\r$/, '')}\r`)),
  oneLine: (text) => text.replaceAll(/\n\s*/g, ' '),
  renameWord: (text, { at, from }) => {
    const words = [...text.matchAll(/\b[\w$]+\b/g)];
    const [target, source] = [words[Math.floor(at * words.length)], words[Math.floor(from * words.length)]];
    return target === undefined || source === undefined ? text : text.slice(0, target.index) + source[0] + text.slice(target.index + target[0].length);
  },
};

const share = fc.double({ min: 0, max: 0.999, noNaN: true });
const choice: fc.Arbitrary<Choice> = fc.record({ at: share, from: share, length: fc.nat(40), scrap: fc.constantFrom(...scraps) });
const step = fc.tuple(fc.constantFrom(...Object.keys(mutations)), choice);

describe('fuzz', () => {
  let sql: SqlParser;
  let base: Analyzer;
  before(async () => {
    sql = await loadSqlParser();
    base = newAnalyzer(new Map());
  });

  function newAnalyzer(files: ReadonlyMap<string, string>, before?: Analyzer): Analyzer {
    const sqlFiles = [...files].filter(([name]) => languageOf(name) === 'sql').map(([name, text]) => ({ file: `/project/${name}`, text }));
    const read = (file: string) => files.get(path.posix.relative('/project', file));
    const project = new ReadProject(read, () => ({ schema: collectSchema(sqlFiles, sql), sqlFiles: sqlFiles.map(({ file }) => file) }), '/project');
    return new Analyzer({ rules, assets: grammarAssets, projectOf: () => project, settings: testSettings }, before);
  }

  async function check(fixture: FixtureCase, text: string): Promise<void> {
    const language = languageOf(fixture.main);
    assert.ok(language !== undefined);
    const source: SourceText = { file: `/project/${fixture.main}`, text, language };
    const analyzer = newAnalyzer(new Map([...fixture.files, [fixture.main, text]]), base);
    const started = performance.now();
    const findings = (await analyzer.analyze(source)) ?? [];
    assert.ok(performance.now() - started < patience, 'took too long');
    const isClean = await analyzer.parses(source);
    for (const finding of findings) await checkFinding(analyzer, source, finding, isClean);
    const fixed = await fixText(analyzer, source, { safety: 'review' });
    if (isClean) assert.ok(await analyzer.parses({ ...source, text: fixed.text }), `all fixes together do not parse:\n${fixed.text}`);
    else assert.equal(fixed.text, text, 'a file that does not parse is not fixed as a whole');
  }

  async function checkFinding(analyzer: Analyzer, source: SourceText, finding: Finding, isClean: boolean): Promise<void> {
    const lines = new LineIndex(source.text);
    const [start, end] = [lines.offsetAt(finding.range.start), lines.offsetAt(finding.range.end)];
    assert.ok(start < end && end <= source.text.length, 'a finding covers text');
    for (const fix of finding.fixes) {
      const own = fix.edits.filter((edit) => edit.create !== true);
      assert.ok(own.every(({ file }) => file === source.file), 'a fix changes its own file');
      const edits = own.map(({ range, newText }) => ({ start: lines.offsetAt(range.start), end: lines.offsetAt(range.end), newText }));
      assert.ok(!conflicts(edits), 'edits overlap');
      const text = applyEdits(source.text, edits);
      if (isClean) assert.ok(await analyzer.parses({ ...source, text }), `does not parse after "${fix.title}":\n${text}`);
    }
  }

  const groups: Readonly<Record<string, readonly FixtureCase[]>> = {
    JavaScript: casesIn('javascript'),
    TypeScript: casesIn('typescript', 'tsx'),
    Go: casesIn('go'),
    SQL: casesIn('sql'),
  };
  for (const [name, group] of Object.entries(groups)) {
    it(`survives broken ${name}`, async function () {
      this.timeout(runs === undefined ? 20_000 : 0);
      assert.ok(group.length > 0, 'there are fixtures to break');
      const anyCase = fc.constantFrom(...group.map(nameOf));
      await fc.assert(
        fc.asyncProperty(anyCase, anyCase, fc.array(step, { minLength: 1, maxLength: 3 }), async (start, other, steps) => {
          const [fixture, lender] = [byName.get(start), byName.get(other)];
          assert.ok(fixture !== undefined && lender !== undefined);
          const text = steps.reduce((before, [mutate, where]) => mutations[mutate]?.(before, where, textOf(lender)) ?? before, textOf(fixture));
          await check(fixture, text);
        }),
        parameters,
      );
    });
  }
});
