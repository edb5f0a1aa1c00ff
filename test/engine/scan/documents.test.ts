import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextChange } from '../../../src/engine/engine';
import type { Finding, Language } from '../../../src/engine/finding';
import type { TreeHit } from '../../../src/engine/rules/rule';
import { Documents } from '../../../src/engine/scan/documents';
import { LineIndex } from '../../../src/engine/text/lineIndex';
import { heldMemory } from '../support/memory';
import { probeAnalyzer, probeRule, sourceOf } from '../support/probe';

/** Set for a longer run, which then begins elsewhere each time. */
const runs = process.env['ALTITUDE_FUZZ_RUNS'];

const nowhere = { triggers: [], check: () => [] };

const readsSql = probeRule('reads-sql', {
  script: nowhere,
  go: nowhere,
  sql: {
    triggers: ['SELECT'],
    needsSql: true,
    check: ({ offset }, { sql, text }) => (sql.parse(text).error === undefined ? [{ start: offset, end: offset + 6, message: 'It reads.', fixes: [] }] : []),
  },
});
/** Says where the tree has each call, so that rows are compared too. */
const tellsRows = probeRule('tells-rows', {
  sql: nowhere,
  ...Object.fromEntries(['script', 'go'].map((family) => [family, { triggers: ['dangerSync'], check: ({ node }: TreeHit) => [rowDraft(node)] }])),
});

const rowDraft = ({ startIndex, endIndex, startPosition, endPosition }: TreeHit['node']) => {
  const [from, to] = [startPosition, endPosition].map(({ row, column }) => `${row}:${column}`);
  return { start: startIndex, end: endIndex, message: `${String(from)} to ${String(to)}`, fixes: [] };
};

const analyzer = probeAnalyzer([probeRule(), readsSql, tellsRows]);

const newDocuments = () => new Documents(() => analyzer, async () => Promise.resolve());

const starts: Readonly<Record<Exclude<Language, 'tsx'>, string>> = {
  javascript: "const é = '😀';\r\nasync function a(x) {\r\n  return dangerSync(x); // 😀\r\n}\r\na();\r\n",
  typescript: "class A {\n  async b(x: string): Promise<void> {\n    const s = `😀 ${dangerSync(x)}`;\n    await c(s);\n  }\n}\n",
  go: 'package a\n\nfunc f(s string) error {\n\tx := "日本"\n\treturn dangerSync(s, x)\n}\n',
  sql: "-- 😀\nSELECT dangerSync, 'é' FROM t;\r\nSELECT 2;\n",
};

/** What people and formatters type, and what breaks lines, pairs and statements in two. */
const typed = fc.constantFrom('', 'x', '\n', '\r\n', '\r', '{', '}', '(', ')', '`', "'", '"', '/*', '*/', '//', '😀', 'é', 'dangerSync(1);', '\nfunction g() { dangerSync(2); }\n', 'SELECT 1;', ' ', ';');

/** Places and lengths as shares of the text, so that every text can be edited. */
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(12), text: typed });

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** An editor never splits a surrogate pair or a \r\n. */
function snap(text: string, offset: number): number {
  const isInside = /[\ud800-\udbff][\udc00-\udfff]|\r\n/.test(text.slice(Math.max(offset - 1, 0), offset + 1)) && offset > 0 && offset < text.length;
  return isInside ? offset - 1 : offset;
}

/** One event of an editor: several changes that do not touch, in coordinates of the text before it, last first. */
function changesOf(text: string, edits: readonly Edit[]): { changes: TextChange[]; after: string } {
  const lines = new LineIndex(text);
  const spans = edits
    .map(({ at, length, text: inserted }) => {
      const start = snap(text, Math.floor(at * text.length));
      return { start, end: snap(text, Math.min(start + length, text.length)), inserted };
    })
    .map((span) => ({ ...span, end: Math.max(span.start, span.end) }))
    .sort((a, b) => b.start - a.start);
  const apart = spans.filter((span, i) => i === 0 || span.end < (spans[i - 1]?.start ?? 0));
  let after = text;
  for (const { start, end, inserted } of apart) after = after.slice(0, start) + inserted + after.slice(end);
  return { changes: apart.map(({ start, end, inserted }) => ({ range: lines.rangeOf(start, end), text: inserted })), after };
}

const probes = (findings: readonly Finding[]) => findings.filter(({ rule }) => rule === 'probe');

describe('Documents', () => {
  for (const [language, start] of Object.entries(starts) as [Language, string][]) {
    it(`finds after any edits what a fresh analysis finds (fuzz): ${language}`, async function () {
      this.timeout(runs === undefined ? 20_000 : 0);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(edit, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }), async (events) => {
          const documents = newDocuments();
          const { file } = sourceOf(language, '');
          await documents.openDocument(sourceOf(language, start), 1);
          let text = start;
          for (const [i, edits] of events.entries()) {
            const { changes, after } = changesOf(text, edits);
            text = after;
            const { findings, version } = await documents.changeDocument(file, i + 2, changes);
            assert.equal(version, i + 2);
            assert.deepEqual(findings, (await analyzer.analyze(sourceOf(language, text))) ?? [], text);
          }
          documents.close(file);
        }),
        runs === undefined ? { numRuns: 60, seed: 1 } : { numRuns: Number(runs) },
      );
    });
  }

  it('takes several events at once, each in the coordinates of the text before it', async () => {
    const documents = newDocuments();
    await documents.openDocument(sourceOf('javascript', 'a();\n'), 1);
    const at = (line: number, character: number, text: string): TextChange => ({ range: { start: { line, character }, end: { line, character } }, text });
    const { findings } = await documents.changeDocument('/project/main.js', 2, [at(0, 4, '\nb();'), at(1, 0, 'dangerSync();'), at(0, 0, '\n')]);
    assert.deepEqual(probes(findings).map(({ range }) => range.start), [{ line: 2, character: 0 }]);
  });

  it('gains and loses its tree with the last trigger', async () => {
    const documents = newDocuments();
    const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const counts: number[] = [];
    await documents.openDocument(sourceOf('javascript', ''), 1);
    for (const text of ['dangerSync();', 'other();', '', 'x = dangerSync();']) {
      counts.push(probes((await documents.changeDocument('/project/main.js', 2, [{ range: whole, text }])).findings).length);
    }
    assert.deepEqual(counts, [1, 0, 0, 1]);
  });

  it('refuses a change of a document it does not know, also after it was closed', async () => {
    const documents = newDocuments();
    await assert.rejects(documents.changeDocument('/project/main.js', 2, []), /not an open document/);
    await documents.openDocument(sourceOf('javascript', ''), 1);
    documents.close('/project/main.js');
    await assert.rejects(documents.changeDocument('/project/main.js', 2, []), /not an open document/);
  });

  it('forgets a document whose analysis failed, for its tree may no longer fit', async () => {
    let fails = false;
    const documents = new Documents(() => analyzer, async () => (fails ? Promise.reject(new Error('broken')) : Promise.resolve()));
    await documents.openDocument(sourceOf('javascript', 'dangerSync();'), 1);
    fails = true;
    await assert.rejects(documents.changeDocument('/project/main.js', 2, []), /broken/);
    fails = false;
    await assert.rejects(documents.changeDocument('/project/main.js', 3, []), /not an open document/);
  });

  it('answers a thousand cursors in a long file at once', async () => {
    const documents = newDocuments();
    const lines = Array.from({ length: 20_000 }, (_, i) => `const value${i} = compute(${i});`);
    const opening = performance.now();
    await documents.openDocument(sourceOf('javascript', `dangerSync();\n${lines.join('\n')}\n`), 1);
    const started = performance.now();
    const changes = Array.from({ length: 1000 }, (_, i): TextChange => {
      const place = { line: 20_000 - i * 10, character: 6 };
      return { range: { start: place, end: place }, text: 'x' };
    });
    const { findings } = await documents.changeDocument('/project/main.js', 2, changes);
    assert.equal(probes(findings).length, 1);
    // Each cursor by itself would take a good part of what the whole text takes.
    const times = (performance.now() - started) / (started - opening);
    assert.ok(times < 50, `${times.toFixed(1)} times as long as opening the document`);
  });

  it('frees each tree: thousands of edits leave memory where it was', async function () {
    this.timeout(60_000);
    const documents = newDocuments();
    const text = starts.typescript.repeat(20);
    await documents.openDocument(sourceOf('typescript', text), 1);
    // The whole text is replaced, so that no tree shares its nodes with the one before.
    const whole = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
    const edits = async (count: number) => {
      for (let i = 0; i < count; i++) await documents.changeDocument('/project/main.ts', 2, [{ range: whole, text: i % 2 === 0 ? `${text};` : text }]);
    };
    await edits(500);
    const before = heldMemory();
    await edits(3000);
    const grown = (heldMemory() - before) / 1_000_000;
    // With the old trees kept it is above 300 MB.
    assert.ok(grown < 100, `${grown.toFixed(0)} MB more`);
  });
});
