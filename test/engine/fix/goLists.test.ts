import assert from 'node:assert/strict';
import { appendGoArgument } from '../../../src/engine/fix/go/lists';
import { insertBefore } from '../../../src/engine/fix/javascript/lists';
import { namedChildren } from '../../../src/engine/syntax/nodes';
import { applyEdits } from '../../../src/engine/text/edits';
import { goSource, scriptSource } from '../support/parse';

const goCases: readonly [name: string, before: string, after: string][] = [
  ['one row', 'f(a, b)', 'f(a, b, c)'],
  ['nothing', 'f()', 'f(c)'],
  ['a function last', 'f(a, func() int {\n\t\treturn 1\n\t})', 'f(a, func() int {\n\t\treturn 1\n\t}, c)'],
  ['rows', 'f(\n\t\ta,\n\t\tb,\n\t)', 'f(\n\t\ta,\n\t\tb,\n\t\tc,\n\t)'],
  ['rows in CRLF', 'f(\r\n\t\ta,\r\n\t)', 'f(\r\n\t\ta,\r\n\t\tc,\r\n\t)'],
];

describe('appending to the arguments of a Go call', () => {
  for (const [name, before, after] of goCases) {
    it(`follows ${name}`, async () => {
      const newline = before.includes('\r\n') ? '\r\n' : '\n';
      const whole = (call: string) => `package p${newline}${newline}func g() {${newline}\t${call}${newline}}${newline}`;
      const source = await goSource(whole(before));
      const list = source.tree.rootNode.descendantsOfType('argument_list')[0];
      assert.ok(list !== null && list !== undefined);
      assert.equal(applyEdits(whole(before), appendGoArgument(list, 'c', source)), whole(after));
    });
  }
});

describe('inserting before an item', () => {
  const cases: readonly [name: string, before: string, after: string][] = [
    ['on one row', 'f(a, g);', 'f(a, o, g);'],
    ['on a row of its own', 'f(\n  a,\n  g,\n);', 'f(\n  a,\n  o,\n  g,\n);'],
  ];
  for (const [name, before, after] of cases) {
    it(name, async () => {
      const source = await scriptSource(before);
      const list = source.tree.rootNode.descendantsOfType('arguments')[0];
      const last = list === null || list === undefined ? undefined : namedChildren(list).at(-1);
      assert.ok(last !== undefined);
      assert.equal(applyEdits(before, [insertBefore(last, 'o', source)]), after);
    });
  }
});
