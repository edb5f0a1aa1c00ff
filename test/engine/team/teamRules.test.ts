import assert from 'node:assert/strict';
import { ruleFrom, run } from './support';

const noConsole = 'id: no-console\nlanguage: TypeScript\nmessage: Log $A with the logger.\ngrade: safe\nlesson: altitude:slow-logs\nrule:\n  pattern: console.log($A)\nfix: logger.info($A)\n';

describe('team rules', () => {
  it('find and fix, also behind characters of two code units', async () => {
    const { findings, fixed, troubles } = await run([await ruleFrom(noConsole)], 'src/a.ts', "// 😀 𝒳\nif (x) {\n  console.log('😀');\n}\n");
    assert.deepEqual(troubles, []);
    assert.equal(fixed, "// 😀 𝒳\nif (x) {\n  logger.info('😀');\n}\n");
    assert.deepEqual(
      findings.map(({ rule, message, range, severity, lesson, fixes }) => ({ rule, message, range, severity, lesson, grades: fixes.map(({ safety }) => safety) })),
      [{ rule: 'shop/no-console', message: "Log '😀' with the logger.", range: { start: { line: 2, character: 2 }, end: { line: 2, character: 19 } }, severity: 'hint', lesson: 'slow-logs', grades: ['safe'] }],
    );
  });

  it('find characters of two code units', async () => {
    const { findings } = await run([await ruleFrom("id: face\nlanguage: TypeScript\nmessage: No faces.\nrule:\n  pattern: say('😀')\n")], 'a.ts', "say('😀');\nsay('😁');\n");
    assert.deepEqual(findings.map(({ range }) => range.start.line), [0]);
  });

  it('obey comments that suppress them', async () => {
    const { findings } = await run([await ruleFrom(noConsole)], 'a.ts', '// altitude-disable-next-line shop/no-console -- a script\nconsole.log(1);\nconsole.log(2); // altitude-disable-line shop/no-console\nconsole.log(3);\n');
    assert.deepEqual(findings.map(({ range }) => range.start.line), [3]);
  });

  it('speak of files of their language and patterns alone', async () => {
    const rule = await ruleFrom(`${noConsole}files: ['src/*.ts', './lib/**/*.{ts,mts}']\nignores: ['**/gen/**', { glob: '**/LEGACY*', caseInsensitive: true }]\n`);
    const found = async (name: string) => (await run([rule], name, 'console.log(1);\n')).findings.length;
    for (const name of ['src/a.ts', 'src/deep/a.ts', 'lib/a.mts', 'lib/x/y/a.ts']) assert.equal(await found(name), 1, name);
    for (const name of ['a.ts', 'src/a.tsx', 'src/a.js', 'lib/gen/a.ts', 'src/legacyThing.ts', 'xsrc/a.ts']) assert.equal(await found(name), 0, name);
  });

  it('find nothing in code that does not parse', async () => {
    const { findings } = await run([await ruleFrom(noConsole)], 'a.ts', 'function broken() { console.log(1); if ( }\nfunction whole() { console.log(2); }\n');
    assert.deepEqual(findings.map(({ range }) => range.start.line), [1]);
  });

  it('keep line ends of Windows and the tabs of Go', async () => {
    const rule = await ruleFrom('id: wrap\nlanguage: Go\nmessage: Wrap.\nrule:\n  pattern: begin($A)\nfix: |-\n  finish(\n  \t$A,\n  )\n');
    const { fixed } = await run([rule], 'a.go', 'package a\r\n\r\nfunc f() {\r\n\tbegin(1)\r\n}\r\n');
    assert.equal(fixed, 'package a\r\n\r\nfunc f() {\r\n\tfinish(\r\n\t\t1,\r\n\t)\r\n}\r\n');
  });
});

describe('fixes of team rules', () => {
  const fixing = async (pattern: string, fix: string, text: string) => run([await ruleFrom(`id: fixing\nlanguage: TypeScript\nmessage: Found.\nrule:\n  pattern: '${pattern}'\nfix: |-\n  ${fix.replaceAll('\n', '\n  ')}\n`)], 'a.ts', text);

  it('are not offered where the code would no longer parse', async () => {
    const { findings, fixed } = await fixing('old($A)', 'fresh($A', 'old(1);\n');
    assert.deepEqual(findings.map(({ message, fixes }) => ({ message, fixes })), [{ message: 'Found. No fix here: the code would no longer parse.', fixes: [] }]);
    assert.equal(fixed, 'old(1);\n');
  });

  it('are offered at the places where it parses', async () => {
    const { findings } = await fixing('old($$$A)', '[$$$A].length', 'old(1);\nold(...a);\n@old() class A {}\n');
    assert.deepEqual(findings.map(({ fixes }) => fixes.length), [1, 1, 0]);
  });

  it('are not offered where the rule would match again', async () => {
    const { findings, fixed } = await fixing('old($A)', 'old(wrapped($A))', 'old(1);\n');
    assert.deepEqual(findings.map(({ message }) => message), ['Found. No fix here: the rule would match its result again.']);
    assert.equal(fixed, 'old(1);\n');
  });

  it('do not move the lines of a string', async () => {
    const { findings, fixed } = await fixing('old($A)', 'fresh({\n  a: $A,\n})', 'old(`a\n  b`);\nold(() => {\n  return `one line`;\n});\n');
    assert.deepEqual(findings.map(({ message }) => message), ['Found. No fix here: it would move the lines of a string.', 'Found.']);
    assert.equal(fixed, 'old(`a\n  b`);\nfresh({\n  a: () => {\n    return `one line`;\n  },\n});\n');
  });

  it('are made one in the other', async () => {
    const { fixed } = await fixing('old($A)', 'fresh($A)', 'old(old(old(1)));\n');
    assert.equal(fixed, 'fresh(fresh(fresh(1)));\n');
  });

  it('may be several, each with its title', async () => {
    const rule = await ruleFrom('id: two\nlanguage: TypeScript\nmessage: Found.\nrule:\n  pattern: old($A)\nfix:\n  - { title: Use the new one, template: fresh($A) }\n  - { title: Leave it out, template: $A }\n');
    const { findings } = await run([rule], 'a.ts', 'old(1);\n');
    assert.deepEqual(findings[0]?.fixes.map(({ title, edits }) => [title, edits[0]?.newText]), [['Use the new one', 'fresh(1)'], ['Leave it out', '1']]);
  });
});
