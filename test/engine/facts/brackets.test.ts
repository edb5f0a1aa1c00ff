import assert from 'node:assert/strict';
import { bracketsIn } from '../../../src/engine/facts/javascript/brackets';

const mark = 'mark';

/** What may be the code around a mark, innermost first, blanks made one. */
const headsIn = (text: string) => bracketsIn(text)?.headsAt(text.indexOf(mark)).map((head) => head.replace(/\s+/g, ' ').trim());

describe('Brackets', () => {
  it('tells what stands before a place and before each pair around it', () => {
    assert.deepEqual(headsIn('a(); async function f(b) { if (b) { let c; return mark } }'), ['return', 'if (b)', 'async function f(b)']);
    assert.deepEqual(headsIn('one(); new Promise((done) => { mark })'), ['', '(done) =>', 'new Promise']);
  });

  const kept: Readonly<Record<string, string>> = {
    'a type of the result': 'async function f(): Promise<{ a: string }> { mark }',
    'a default': 'async ({ a } = {}) => { mark }',
    'a type parameter': 'async function f<A extends { a: 1 }, B>() { mark }',
    'an object that is the result': 'async f(): { a: string; b: string } { mark }',
  };
  for (const [what, text] of Object.entries(kept)) it(`loses no head by ${what}`, () => assert.match(headsIn(text)?.join('|') ?? '', /\basync\b/));

  it('ends a head with the statement before, with or without a semicolon', () => {
    assert.deepEqual(headsIn('async function a() {}\nfunction b() { mark }'), ['', 'function b()']);
    assert.deepEqual(headsIn('class A { async a() {}\n @Get() b() { mark } }'), ['', '@Get() b()', 'class A']);
  });

  const quiet: Readonly<Record<string, string>> = {
    strings: `f("}", '\\'}', "\\\n)");`,
    comments: '/* } */ // )\nf();',
    templates: 'f(`}${g({ a: `)${b}(` })}{`);',
    'regular expressions': 'f(/[)}/]\\)/.test(a), b / (c) / d); return /}/;',
    'a quote in markup': "f(<p>don't</p>);",
    'the line of an interpreter': "#!/usr/bin/env node '(\nf();",
  };
  for (const [what, text] of Object.entries(quiet)) it(`takes no bracket out of ${what}`, () => assert.deepEqual(headsIn(`${text} { mark }`)?.length, 2));

  it('says nothing of code whose brackets do not pair up', () => {
    for (const text of ['{', '}', '(}', '{ ( }', '`${', '`', '/*']) assert.equal(bracketsIn(text), undefined, text);
  });
});
