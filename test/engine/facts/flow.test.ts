import assert from 'node:assert/strict';
import { functionBehind, heldValue, holderOf, valuesFrom } from '../../../src/engine/facts/javascript/flow';
import { nodeAt, scriptSource } from '../support/parse';

const made = 'make(1)';

const holders: readonly [name: string, text: string, uses: readonly string[]][] = [
  ['a constant', `const a = make(1); a.x; f(a);`, ['a', 'a']],
  ['a variable given its value later', `let a; function init() { a = make(1); } a.x;`, ['a']],
  ['a class field', `class A { a = make(1); f() { return this.a.x; } } class B { f() { return this.a; } }`, ['this.a']],
  ['a private field', `class A { #a = make(1); f() { return this.#a; } }`, ['this.#a']],
  ['a constructor assignment', `class A { constructor() { this.a = make(1); } f() { this.a.x(); } }`, ['this.a']],
  ['an entry of an object', `const all = { a: make(1), b: 2 }; all.a.x; all.b; f(all);`, ['all.a']],
  ['a value in parentheses', `const a = (make(1)); a;`, ['a']],
];

const held: readonly [name: string, text: string, expression: string, value: string][] = [
  ['a constant', `const a = make(1); use(a);`, 'a', 'make(1)'],
  ['an alias of an alias', `const a = make(1); const b = a; use(b);`, 'b', 'make(1)'],
  ['a field', `class A { a = make(1); f() { return this.a; } }`, 'this.a', 'make(1)'],
  ['an entry', `const all = { a: make(1) }; use(all.a);`, 'all.a', 'make(1)'],
  ['a variable that changes', `let a = make(1); a = other(); use(a);`, 'a', 'a'],
  ['a field that changes', `class A { a = make(1); g() { this.a = 2; } f() { return this.a; } }`, 'this.a', 'this.a'],
  ['a cycle', `const a = a.b; use(a.b);`, 'a.b', 'a.b'],
];

const functions: readonly [name: string, text: string, expression: string, found: RegExp | undefined][] = [
  ['a function written there', `use(() => 1);`, '() => 1', /^\(\) => 1$/],
  ['a named function', `function go() {} use(go);`, 'go', /^function go/],
  ['a constant', `const go = async () => 1; use(go);`, 'go', /^async/],
  ['a method', `class A { go() {} f() { use(this.go); } }`, 'this.go', /^go\(\)/],
  ['a bound method', `class A { go() {} f() { use(this.go.bind(this)); } }`, 'this.go.bind(this)', /^go\(\)/],
  ['an import', `import { go } from './go'; use(go);`, 'go', undefined],
];

describe('flow of a JavaScript value', () => {
  for (const [name, text, uses] of holders) {
    it(`finds the uses of ${name}`, async () => {
      const source = await scriptSource(text);
      const holder = holderOf(nodeAt(source, made), source);
      assert.deepEqual(holder?.uses.map((use) => use.text), uses);
    });
  }

  it('gives no holder to a value that is passed on or whose variable changes', async () => {
    for (const text of [`f(make(1));`, `let a = make(1); a = other();`, `const { a } = make(1);`, `export default make(1);`]) {
      const source = await scriptSource(text);
      assert.equal(holderOf(nodeAt(source, made), source), undefined, text);
    }
  });

  for (const [name, text, expression, value] of held) {
    it(`knows the value behind ${name}`, async () => {
      const source = await scriptSource(text);
      assert.equal(heldValue(nodeAt(source, expression), source).text, value);
    });
  }

  it('follows a value out of local functions', async () => {
    const source = await scriptSource(`function inner() { return make(1); } const outer = () => inner(); const a = outer(); const b = outer();`);
    const found = valuesFrom(nodeAt(source, made), source);
    assert.deepEqual(found.map((node) => node.text), ['make(1)', 'inner()', 'outer()', 'outer()']);
  });

  for (const [name, text, expression, found] of functions) {
    it(`${found === undefined ? 'does not know' : 'knows'} the function behind ${name}`, async () => {
      const source = await scriptSource(text);
      const fn = functionBehind(nodeAt(source, expression), source);
      if (found === undefined) assert.equal(fn, undefined);
      else assert.match(fn?.text ?? '', found);
    });
  }
});
