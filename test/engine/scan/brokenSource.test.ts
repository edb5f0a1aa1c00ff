import assert from 'node:assert/strict';
import { probeAnalyzer, probeRule, sourceOf } from '../support/probe';
import type { Language } from '../../../src/engine/finding';

const analyzer = probeAnalyzer();

async function linesOf(language: Language, text: string): Promise<number[] | string> {
  const result = await analyzer.inspect(sourceOf(language, text));
  return 'findings' in result ? result.findings.map(({ range }) => range.start.line) : result.skip;
}

describe('source that does not parse', () => {
  it('is judged where it does: findings in clean functions alone', async () => {
    const text = ['async function a() { dangerSync(1); }', 'async function b() { if (( dangerSync(2); }', 'async function c() { dangerSync(3); }'].join('\n');
    assert.deepEqual(await linesOf('javascript', text), [0, 2]);
  });

  it('spoils what a broken function holds', async () => {
    const text = ['function a() {', '  let x = ;', '  run(() => dangerSync(1));', '}', 'function b() { dangerSync(2); }'].join('\n');
    assert.deepEqual(await linesOf('typescript', text), [4]);
  });

  it('keeps a broken handler from spoiling its neighbours', async () => {
    const text = ['module.exports = (app) => {', "  app.get('/a', () => { dangerSync(1); });", "  app.get('/b', () => { let x = ; dangerSync(2); });", '};'].join('\n');
    assert.deepEqual(await linesOf('javascript', text), [1]);
  });

  it('spoils one statement outside functions', async () => {
    const text = ['const a = dangerSync(1);', 'const b = [dangerSync(2), };', 'const c = dangerSync(3);'].join('\n');
    const lines = await linesOf('javascript', text);
    assert.ok(Array.isArray(lines) && lines.includes(0) && !lines.includes(1), String(lines));
  });

  it('holds for Go', async () => {
    const text = ['package a', 'func a() { dangerSync(1) }', 'func b() { if x := ; dangerSync(2) }', 'func c() { dangerSync(3) }', ''].join('\n');
    assert.deepEqual(await linesOf('go', text), [1, 3]);
  });

  it('is skipped when nothing a rule would look at parses', async () => {
    assert.equal(await linesOf('javascript', '%%% {{{ ))) dangerSync('), 'parse');
    assert.equal(await linesOf('go', 'func func {{ dangerSync( }'), 'parse');
    assert.equal(await linesOf('tsx', '<div <div dangerSync( {'), 'parse');
  });

  it('is not skipped for a trigger in a comment', async () => {
    assert.deepEqual(await linesOf('javascript', '// dangerSync\nlet x = ;'), []);
  });

  it('is skipped in SQL when PostgreSQL cannot read it and no rule could', async () => {
    const sqlRule = probeRule('reads-sql', { sql: { triggers: ['dangerSync'], needsSql: true, check: (_hit, { sql, text }) => (sql.parse(text).error ? [] : []) } });
    const result = await probeAnalyzer([sqlRule]).inspect(sourceOf('sql', 'SELEC dangerSync FROM;'));
    assert.deepEqual(result, { skip: 'parse' });
  });

  it('is skipped when the parser takes too long', async () => {
    const slow = probeAnalyzer([probeRule()], { parseBudget: 50 });
    const source = sourceOf('javascript', `dangerSync();\n${'class {\n'.repeat(100_000)}`);
    const started = performance.now();
    assert.deepEqual(await slow.inspect(source), { skip: 'timeout' });
    assert.ok(performance.now() - started < 2000);
    assert.equal((await slow.analyze(sourceOf('javascript', 'dangerSync();')))?.length, 1, 'the parser works on');
  });
});

describe('very deep source', () => {
  const depth = 10_000;
  const shapes: Readonly<Record<string, readonly [Language, string]>> = {
    parentheses: ['javascript', `f(${'('.repeat(depth)}dangerSync(1)${')'.repeat(depth)});`],
    arrays: ['typescript', `x = ${'['.repeat(depth)}dangerSync(1)${']'.repeat(depth)};`],
    'a concatenation': ['javascript', `x = dangerSync(1)${' + a'.repeat(depth)};`],
    'a chain of calls': ['javascript', `dangerSync(1)${'.then(a)'.repeat(depth)};`],
    'else if': ['javascript', `${'if (a) {} else '.repeat(depth)} { dangerSync(1); }`],
    functions: ['javascript', `${'(() => '.repeat(depth)}dangerSync(1)${')'.repeat(depth)};`],
    elements: ['tsx', `x = ${'<a>'.repeat(2000)}{dangerSync(1)}${'</a>'.repeat(2000)};`],
    'Go parentheses': ['go', `package a\nfunc f() { x := ${'('.repeat(depth)}dangerSync(1)${')'.repeat(depth)}; _ = x }\n`],
  };
  for (const [name, [language, text]] of Object.entries(shapes)) {
    it(`neither overflows the stack nor takes long: ${name}`, async () => {
      const started = performance.now();
      await analyzer.inspect(sourceOf(language, text));
      const shallow = await analyzer.inspect(sourceOf(language, language === 'go' ? `${text}func g() { dangerSync(2) }\n` : `dangerSync(2);\n${text}`));
      assert.ok('findings' in shallow && shallow.findings.length > 0, 'what is not deep is still found');
      assert.ok(performance.now() - started < 3000, `${performance.now() - started} ms`);
    });
  }
});
