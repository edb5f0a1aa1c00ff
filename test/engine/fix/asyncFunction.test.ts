import assert from 'node:assert/strict';
import { enclosingFunction } from '../../../src/engine/facts/javascript/functions';
import { makeAsync } from '../../../src/engine/fix/javascript/asyncFunction';
import { awaitCall } from '../../../src/engine/fix/javascript/awaitCall';
import { caughtName, wrapBody } from '../../../src/engine/fix/javascript/tryCatch';
import { applyEdits } from '../../../src/engine/text/edits';
import { nodeAt, scriptSource } from '../support/parse';

describe('makeAsync', () => {
  const cases: readonly [name: string, before: string, after: string | undefined][] = [
    ['an arrow function', `f((a) => mark);`, `f(async (a) => mark);`],
    ['an arrow without parentheses', `f(a => mark);`, `f(async a => mark);`],
    ['a function', `export function f(): number { return mark; }`, `export async function f(): Promise<number> { return mark; }`],
    ['a method with modifiers', `class A { public static f(): void { mark; } }`, `class A { public static async f(): Promise<void> { mark; } }`],
    ['a shorthand method', `g({ handler(a) { mark; } });`, `g({ async handler(a) { mark; } });`],
    ['a function that gives a promise', `function f(): Promise<string> { return mark; }`, `async function f(): Promise<string> { return mark; }`],
    ['one that is async', `async function f() { mark; }`, `async function f() { mark; }`],
    ['a getter', `class A { get f() { return mark; } }`, undefined],
    ['a generator', `function* f() { yield mark; }`, undefined],
    ['a stream', `class A { f(): Observable<string> { return mark; } }`, undefined],
    ['a type guard', `function f(a: unknown): a is string { return mark; }`, undefined],
  ];
  for (const [name, before, after] of cases) {
    it(name, async () => {
      const source = await scriptSource(before);
      const fn = enclosingFunction(nodeAt(source, 'mark'));
      assert.ok(fn !== undefined);
      const edits = makeAsync(fn);
      assert.equal(edits === undefined ? undefined : applyEdits(before, edits), after);
    });
  }
});

describe('awaitCall', () => {
  const cases: readonly [before: string, after: string][] = [
    [`const a = old(1);`, `const a = await twin(1);`],
    [`use(old(1), 2);`, `use(await twin(1), 2);`],
    [`const n = old(1).length;`, `const n = (await twin(1)).length;`],
    [`const n = old(1)?.[0];`, `const n = (await twin(1))?.[0];`],
    [`old(1)(2);`, `(await twin(1))(2);`],
    [`const n = old(1) ** 2;`, `const n = (await twin(1)) ** 2;`],
    [`if (!old(1)) use();`, `if (!(await twin(1))) use();`],
    [`const n = old(1) ? 1 : 2;`, `const n = (await twin(1)) ? 1 : 2;`],
    [`const n = ok ? old(1) : 2;`, `const n = ok ? await twin(1) : 2;`],
    [`const n = [...old(1)];`, `const n = [...(await twin(1))];`],
    ['const n = `${old(1)}`;', 'const n = `${await twin(1)}`;'],
    [`const n = await old(1);`, `const n = await twin(1);`],
    [`for (const x of old(1)) use(x);`, `for (const x of await twin(1)) use(x);`],
    [`use()\nold(1).close()\n`, `use()\n;(await twin(1)).close()\n`],
    [`use();\nold(1).close();\n`, `use();\n(await twin(1)).close();\n`],
  ];
  for (const [before, after] of cases) {
    it(before.trim(), async () => {
      const text = `async function f() {\n${before}}\n`;
      const source = await scriptSource(text, { language: 'javascript' });
      assert.equal(applyEdits(text, awaitCall(nodeAt(source, 'old(1)'), 'twin', source)), `async function f() {\n${after}}\n`);
    });
  }

  it('reads a member of the result', async () => {
    const text = `const n = old(1).trim();`;
    const source = await scriptSource(text);
    assert.equal(applyEdits(text, awaitCall(nodeAt(source, 'old(1)'), 'twin', source, '.stdout')), `const n = (await twin(1)).stdout.trim();`);
  });
});

describe('wrapBody', () => {
  const cases: readonly [name: string, before: string, after: string | undefined][] = [
    [
      'pushes lines in, but not those of a template',
      'f(() => {\n  // why\n  const a = `\n x\n`;\n\n  mark(a);\n});\n',
      'f(() => {\n  try {\n    // why\n    const a = `\n x\n`;\n\n    mark(a);\n  } catch (err) {\n    next(err);\n  }\n});\n',
    ],
    ['breaks up a block on one line', 'f(() => { mark(); });\n', 'f(() => {\n  try {\n    mark();\n  } catch (err) {\n    next(err);\n  }\n});\n'],
    ['gives an expression a block', 'f(() => mark());\n', 'f(() => {\n  try {\n    mark();\n  } catch (err) {\n    next(err);\n  }\n});\n'],
    [
      'keeps tabs and line ends',
      'class A {\r\n\tf() {\r\n\t\tmark();\r\n\t}\r\n}\r\n',
      'class A {\r\n\tf() {\r\n\t\ttry {\r\n\t\t\tmark();\r\n\t\t} catch (err) {\r\n\t\t\tnext(err);\r\n\t\t}\r\n\t}\r\n}\r\n',
    ],
    ['refuses code on the line of the brace', 'f(() => { mark();\n});\n', undefined],
  ];
  for (const [name, before, after] of cases) {
    it(name, async () => {
      const source = await scriptSource(before, { language: 'javascript' });
      const fn = enclosingFunction(nodeAt(source, 'mark'));
      assert.ok(fn !== undefined);
      const edits = wrapBody(fn, [], 'err', ['next(err);'], source);
      assert.equal(edits === undefined ? undefined : applyEdits(before, edits), after);
    });
  }

  it('indents what the edits inside it add', async () => {
    const before = `f(() => {\n  mark();\n  use();\n});\n`;
    const source = await scriptSource(before, { language: 'javascript' });
    const at = before.indexOf('mark();');
    const fn = enclosingFunction(nodeAt(source, 'mark'));
    assert.ok(fn !== undefined);
    const edits = wrapBody(fn, [{ start: at, end: at + 7, newText: 'one();\n  two();' }], 'err', ['next(err);'], source);
    assert.equal(applyEdits(before, edits ?? []), `f(() => {\n  try {\n    one();\n    two();\n    use();\n  } catch (err) {\n    next(err);\n  }\n});\n`);
  });

  it('names the error as the file does', async () => {
    const source = await scriptSource(`try { a(); } catch (error) { b(error); }`);
    assert.equal(caughtName(source, []), 'error');
    assert.equal(caughtName(source, [nodeAt(source, 'b(error)')]), 'err');
  });
});
