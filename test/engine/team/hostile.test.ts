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

  it('globs take no longer for being hostile', async () => {
    const { rules, problems } = await read({ 'bad.yml': withFields(`files: ['${repeated('*a', 60)}*b']\n`) });
    assert.deepEqual(problems, []);
    const began = performance.now();
    const { findings } = await run(rules, `${repeated('a', 4000)}.js`, source);
    assert.deepEqual(findings, []);
    assert.ok(performance.now() - began < 1000);
  });
});
