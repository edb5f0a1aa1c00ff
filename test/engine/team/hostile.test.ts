import assert from 'node:assert/strict';
import { link, read, run } from './support';

const sound = (id: string) => `id: ${id}\nlanguage: JavaScript\nmessage: Found it.\nrule:\n  pattern: sound($A)\n`;

/** A rule file with some fields more, or others. */
const withFields = (fields: string, rule = '  pattern: a($A)') => `id: bad\nlanguage: JavaScript\nmessage: Bad.\nrule:\n${rule}\n${fields}`;

const repeated = (text: string, times: number) => text.repeat(times);

/** Refused when it is read: the file, and what its one problem says. */
const refused: readonly (readonly [string, string | Uint8Array | typeof link, RegExp])[] = [
  ['a bomb of aliases', `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nid: bad\n`, /alias \*a is not allowed/],
  ['an alias to itself', withFields('metadata: &a\n  self: *a\n'), /alias \*a is not allowed/],
  ['a merge key', withFields('utils: &u { x: { kind: identifier } }\nmetadata:\n  <<: *u\n'), /alias \*u is not allowed/],
  ['a custom tag', withFields('metadata: !!js/function "x"\n'), /tag .*js\/function is not allowed/],
  ['a binary tag', withFields('metadata:\n  x: !!binary aGk=\n'), /tag .*binary is not allowed/],
  ['deep brackets', withFields(`metadata: ${repeated('[', 5000)}${repeated(']', 5000)}\n`), /nested (?:too deeply|deeper)/],
  ['deep rules', withFields('', `  not: ${repeated('{not: ', 100)}{kind: identifier}${repeated('}', 100)}`), /nested (?:too deeply|deeper)/],
  ['very deep rules', withFields('', `  not: ${repeated('{not: ', 3000)}{kind: identifier}${repeated('}', 3000)}`), /nested (?:too deeply|deeper)/],
  ['10 MB', new Uint8Array(10_000_000).fill(0x23), /larger than/],
  ['bytes that are no UTF-8', Uint8Array.of(0x69, 0x64, 0x3a, 0xff, 0xfe), /not valid UTF-8/],
  ['UTF-16', new Uint8Array(Buffer.from('\ufeffid: bad\n', 'utf16le')), /not valid UTF-8/],
  ['a NUL character', 'id: bad\0\n', /NUL/],
  ['a symbolic link', link, /symbolic link/],
  ['two documents', `${sound('bad')}---\n${sound('bad')}`, /second document/],
  ['a field twice', withFields('message: again\n'), /unique/i],
  ['a list', '- id: bad\n', /set of fields/],
  ['nothing', '', /set of fields/],
  ['a prototype field', withFields('__proto__: { x: 1 }\n'), /__proto__ is not a known field/],
  ['an id with a slash', sound('bad').replace('id: bad', 'id: altitude/bad'), /kebab-case/],
  ['the id of another rule', sound('other'), /id must be bad/],
  ['an id that shows other text than it holds', sound('bad').replace('id: bad', 'id: "b\u202ead"'), /cannot be seen/],
  ['a message with an escape sequence', sound('bad').replace('Found it.', '"\\e[31mred"'), /cannot be seen/],
  ['a message that turns direction', sound('bad').replace('Found it.', 'Found \u2066it.'), /cannot be seen/],
  ['a fix that hides characters', withFields('fix: "b(\u202e$A)"\n'), /cannot be seen/],
  ['a note that runs a command', withFields('note: "[x](command:altitude.fix)"\n'), /links to command:/],
  ['a note with a script', withFields('note: "[x](javascript:alert(1))"\n'), /links to javascript:/],
  ['a note whose link is defined elsewhere', withFields('note: "[x][y]\\n\\n[y]: vscode://x"\n'), /links to vscode:/],
  ['a note whose link is defined in a quotation', withFields('note: "[x][y]\\n\\n> [y]: command:workbench.action.quit"\n'), /links to command:/],
  ['a note whose link is written in entities', withFields('note: "[x](&#99;ommand:workbench.action.quit)"\n'), /links to /],
  ['a note with an image defined elsewhere', withFields('note: "![y][z]\\n\\n[z]: https://example.com/x.png"\n'), /images/],
  ['a fix with a name that looks like another', withFields('fix: "ver\\u200dify($A)"\n'), /cannot be seen \(U\+200D\)/],
  ['a fix with a name that is not seen at all', withFields('fix: "b(\\u3164, $A)"\n'), /cannot be seen \(U\+3164\)/],
  ['a fix with a line end that nobody sees', withFields('fix: "b($A)//\\u2028evil()"\n'), /cannot be seen \(U\+2028\)/],
  ['a fix with half a character', withFields(`fix: "b('\\ud800', $A)"\n`), /cannot be seen \(U\+D800\)/],
  ['a transformation that hides characters', withFields('transform: { V: { replace: { source: $A, replace: "1", by: "\\u202e" } } }\nfix: b($V)\n'), /cannot be seen/],
  ['a message with half a character', sound('bad').replace('Found it.', '"\\udc00 found"'), /cannot be seen/],
  ['a fix of a hundred thousand characters', withFields(`fix: "${repeated('b', 100_000)}"\n`), /longer than 10000 characters/],
  ['two hundred fixes', withFields(`fix:\n${repeated('  - { template: b($A), title: t }\n', 200)}`), /more than 10 fixes/],
  ['a place beyond every file', withFields('', '  kind: identifier\n  range: { start: { line: 99999999999, column: 0 }, end: { line: 1, column: 1 } }'), /must be at most/],
  ['infinity', withFields('', '  kind: identifier\n  nthChild: .inf'), /whole number/],
  ['a note with an image', withFields('note: "![x](https://example.com/track.png)"\n'), /images/],
  ['an address that is none', withFields('url: javascript:alert(1)\n'), /https address/],
  ['files outside the folder', withFields("files: ['../**/*.js']\n"), /files/],
  ['files at an absolute path', withFields("files: ['/etc/*']\n"), /files/],
  ['files on a drive', withFields("ignores: ['C:\\\\x']\n"), /ignores/],
  ['files in a thousand braces', withFields(`files: ['${repeated('{a,b}', 20)}']\n`), /files/],
  ['rewriters', withFields('rewriters: []\n'), /rewriters is not a known field/],
  ['an unknown language', sound('bad').replace('JavaScript', 'Brainfuck'), /language must be one of/],
  ['a rule that says no more than what it is not', withFields('', '  not: { kind: identifier }'), /must say what it looks for/],
  ['a rule that tries an expression on every node', withFields('', '  regex: x'), /must say what it looks for/],
  ['a pattern that is everything', withFields('', '  pattern: $A'), /must say what it looks for/],
  ['a rule that is text', 'id: bad\nlanguage: Go\nmessage: x\nrule: foo\n', /rule must be a set of fields/],
];

/** Read, and refused by ast-grep when it is first asked. */
const useless: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown kind', withFields('', '  kind: no_such_kind'), /no_such_kind/],
  ['an expression that does not end', withFields('', '  kind: identifier\n  regex: "(a"'), /unclosed group/],
  ['an expression of a billion states', withFields('', '  kind: identifier\n  regex: "(((a{1000}){1000}){1000})"'), /size limit/],
  ['a rule that refers to itself', withFields('utils: { self: { matches: self } }\n', '  matches: self'), /cyclic/],
  ['a rule that is not there', withFields('', '  matches: nothing'), /not defined/],
  ['a rule called as what every object has', withFields('', '  matches: constructor'), /constructor/],
  ['a fix with a variable that nothing captures', withFields('fix: b($B)\n'), /Undefined meta var `B`/],
  ['a constraint on nothing', withFields('constraints: { Z: { kind: identifier } }\n'), /Undefined meta var `Z`/],
];

const source = 'a(1); sound(2);\n';

describe('hostile rule files', () => {
  for (const [name, content, says] of refused) {
    it(`${name}: one clear problem, the rest works`, async () => {
      const { rules, problems } = await read({ 'bad.yml': content, 'good.yml': sound('good') });
      assert.ok(problems.length >= 1 && problems.every(({ file }) => file === '/repository/.altitude/rules/bad.yml'), JSON.stringify(problems));
      assert.match(problems.map(({ message }) => message).join('\n'), says);
      assert.deepEqual(rules.map(({ id }) => id), ['shop/good']);
      assert.deepEqual((await run(rules, 'a.js', source)).findings.map(({ rule }) => rule), ['shop/good']);
    });
  }

  for (const [name, content, says] of useless) {
    it(`${name}: told at its place, the rest works`, async () => {
      const { rules, problems } = await read({ 'bad.yml': content, 'good.yml': sound('good') });
      assert.deepEqual(problems, []);
      const { findings, troubles } = await run(rules, 'a.js', source);
      assert.deepEqual(troubles.map(({ rule, line }) => [rule, line > 1]), [['shop/bad', true]]);
      assert.match(troubles.map(({ message }) => message).join(), says);
      assert.deepEqual(findings.map(({ rule }) => rule), ['shop/good']);
    });
  }

  it('200 rules are read, and more are told of', async () => {
    const files = Object.fromEntries(Array.from({ length: 230 }, (_, index): [string, string] => [`r${1000 + index}.yml`, sound(`r${1000 + index}`)]));
    const { rules, problems } = await read(files);
    assert.equal(rules.length, 200);
    assert.match(problems.map(({ message }) => message).join(), /more than 200 rules/);
  });

  it('a rule cannot take the id of a built-in one: its own has a namespace', async () => {
    const { rules } = await read({ 'sync-in-request-path.yml': sound('sync-in-request-path') });
    assert.deepEqual(rules.map(({ id }) => id), ['shop/sync-in-request-path']);
  });

  it('a search that takes too long is stopped and named once, and the others go on', async () => {
    const slow = withFields('', '  pattern: $F($$$A)\n  has: { stopBy: end, has: { stopBy: end, has: { stopBy: end, has: { stopBy: end, regex: nowhere.$ } } } }');
    const { rules } = await read({ 'bad.yml': slow, 'good.yml': sound('good') });
    const deep = `${repeated('f(', 150)}sound(1)${repeated(')', 150)};\n`;
    const { findings, troubles } = await run(rules, 'a.js', deep + deep, 100);
    assert.deepEqual(troubles.map(({ rule }) => rule), ['shop/bad']);
    assert.match(troubles[0]?.message ?? '', /took longer than 0\.1 s on a\.js/);
    assert.deepEqual(findings.map(({ rule }) => rule), ['shop/good', 'shop/good']);
  });

  it('a rule that matches everything is told of once, and shows the first thousand places', async () => {
    const { rules } = await read({ 'bad.yml': withFields('fix: b($A)\n'), 'good.yml': sound('good') });
    const began = performance.now();
    const { findings, troubles } = await run(rules, 'a.js', repeated('a(1);\n', 2500) + source);
    assert.equal(findings.filter(({ rule }) => rule === 'shop/bad').length, 1000);
    assert.equal(findings.filter(({ rule }) => rule === 'shop/good').length, 1);
    assert.deepEqual(troubles.map(({ message }) => message), ['matches 2501 times in a.js; of one file only the first 1000 places are shown']);
    assert.ok(performance.now() - began < 20_000);
  });

  it('text that doubles with each transformation ends within the memory that ast-grep has, and the others go on', async () => {
    const doubling = Array.from({ length: 40 }, (_, n) => `  V${n + 1}: { replace: { source: $${n === 0 ? 'A' : `V${n}`}, replace: "(?s)^(.*)$", by: "$1$1" } }`).join('\n');
    const { rules } = await read({ 'bad.yml': withFields(`transform:\n${doubling}\nfix: b($V40)\n`), 'good.yml': sound('good') });
    const before = process.memoryUsage().rss;
    const { findings, troubles } = await run(rules, 'a.js', 'a(1234567); sound(1);\n');
    assert.ok(process.memoryUsage().rss - before < 1e9);
    const [trouble, ...others] = troubles.map(({ rule, message }) => `${rule} ${message}`);
    assert.deepEqual(others, []);
    // A busy machine comes to the end of the time before that of the memory.
    assert.match(trouble ?? '', /^shop\/bad (?:ran out of memory or broke down on a\.js and is|took longer than 2 s on a\.js and was stopped there; after 3 such files it is) not asked any more$/);
    assert.deepEqual(findings.map(({ rule }) => rule), ['shop/good']);
  });

  it('a fix that would be longer than any file is not offered, and the finding says why', async () => {
    const { rules } = await read({ 'bad.yml': withFields(`fix: "[${repeated('$A,', 200)}]"\n`) });
    const { findings } = await run(rules, 'a.js', `a("${repeated('x', 20_000)}");\n`);
    assert.deepEqual(findings.map(({ message, fixes }) => [message, fixes.length]), [['Bad. No fix here: its text would be too long.', 0]]);
  });

  it('a fix whose transformation writes what nobody sees is not offered', async () => {
    const { rules, problems } = await read({ 'bad.yml': withFields('transform:\n  V: replace($A, replace="1", by="\\u202e")\nfix: b($V)\n') });
    assert.deepEqual(problems, []);
    const { findings } = await run(rules, 'a.js', 'a(1);\n');
    assert.deepEqual(findings.map(({ message, fixes }) => [message, fixes.length]), [['Bad. No fix here: it would insert characters that cannot be seen.', 0]]);
  });

  it('code that holds such characters already keeps them when it is fixed', async () => {
    const { rules } = await read({ 'bad.yml': withFields('fix: b($A)\n') });
    const { fixed } = await run(rules, 'a.js', "a('👩\u200d💻');\n");
    assert.equal(fixed, "b('👩\u200d💻');\n");
  });

  it('a message does not grow with the code it names', async () => {
    const { rules } = await read({ 'bad.yml': withFields('').replace('Bad.', repeated('$A ', 150)) });
    const { findings } = await run(rules, 'a.js', `a("${repeated('x', 500_000)}");\n`);
    assert.ok((findings[0]?.message.length ?? Infinity) <= 1000);
  });

  it('ten thousand files that are no rules are told of in a sentence', async () => {
    const files = Object.fromEntries(Array.from({ length: 10_000 }, (_, n): [string, string | typeof link] => (n % 2 === 0 ? [`r${n}.yaml`, ''] : [`r${n}.yml`, link])));
    const { rules, problems } = await read({ ...files, 'good.yml': sound('good') });
    assert.deepEqual(rules.map(({ id }) => id), ['shop/good']);
    assert.equal(problems.length, 12);
    assert.match(problems.map(({ message }) => message).join('\n'), /is not read, nor are 4999 more: the name of a rule's file ends with \.yml/);
  });

  it('globs take no longer for being hostile', async () => {
    const { rules, problems } = await read({ 'bad.yml': withFields(`files: ['${repeated('*a', 60)}*b']\n`) });
    assert.deepEqual(problems, []);
    const began = performance.now();
    const { findings } = await run(rules, `${repeated('a', 4000)}.js`, source);
    assert.deepEqual(findings, []);
    assert.ok(performance.now() - began < 1000);
  });
});
