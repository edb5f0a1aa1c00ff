import assert from 'node:assert/strict';
import { addEntries } from '../../../src/engine/fix/go/keyedLiteral';
import { passContext } from '../../../src/engine/fix/go/contextForm';
import { applyEdits } from '../../../src/engine/text/edits';
import { goSource, nodeAt } from '../support/parse';

const entry = { key: 'Timeout', value: '5 * time.Second' };

const cases: readonly [name: string, literal: string, expected: string | undefined][] = [
  ['an empty one', 'T{}', 'T{Timeout: 5 * time.Second}'],
  ['one on one line', 'T{A: 1}', 'T{A: 1, Timeout: 5 * time.Second}'],
  ['lines with a shorter key', 'T{\n\t\tA: 1,\n\t}', 'T{\n\t\tA:       1,\n\t\tTimeout: 5 * time.Second,\n\t}'],
  ['lines with a longer key', 'T{\n\t\tTransport: t,\n\t}', 'T{\n\t\tTransport: t,\n\t\tTimeout:   5 * time.Second,\n\t}'],
  ['a value of several lines', 'T{\n\t\tA: T{\n\t\t\tB: 1,\n\t\t},\n\t}', 'T{\n\t\tA: T{\n\t\t\tB: 1,\n\t\t},\n\t\tTimeout: 5 * time.Second,\n\t}'],
  ['a blank line between', 'T{\n\t\tA: 1,\n\n\t\tBcd: 2,\n\t}', 'T{\n\t\tA: 1,\n\n\t\tBcd:     2,\n\t\tTimeout: 5 * time.Second,\n\t}'],
  ['values without keys', 'T{1, 2}', undefined],
  ['a comment', 'T{\n\t\tA: 1, // one\n\t}', undefined],
];

describe('a field added to a Go literal', () => {
  for (const [name, literal, expected] of cases) {
    it(`in ${name}`, async () => {
      const source = await goSource(`package main\n\nfunc f() {\n\tx := ${literal}\n}\n`);
      const edits = addEntries(nodeAt(source, literal), [entry], source);
      assert.equal(edits === undefined ? undefined : applyEdits(source.text, edits), expected === undefined ? undefined : source.text.replace(literal, expected));
    });
  }

  it('several in an empty one, each on its line', async () => {
    const source = await goSource('package main\n\nfunc f() {\n\tx := T{}\n}\n');
    const edits = addEntries(nodeAt(source, 'T{}'), [entry, { key: 'A', value: '1' }], source);
    assert.equal(applyEdits(source.text, edits ?? []), 'package main\n\nfunc f() {\n\tx := T{\n\t\tTimeout: 5 * time.Second,\n\t\tA:       1,\n\t}\n}\n');
  });
});

describe('the form of a call that takes a context', () => {
  const forms: readonly [call: string, expected: string | undefined][] = [
    ['db.Query("SELECT 1")', 'db.QueryContext(ctx, "SELECT 1")'],
    ['db.Begin()', 'db.BeginTx(ctx, nil)'],
    ['db.Ping()', 'db.PingContext(ctx)'],
    ['exec.Command("ls")', 'exec.CommandContext(ctx, "ls")'],
    ['db.Close()', undefined],
  ];
  for (const [call, expected] of forms) {
    it(call, async () => {
      const source = await goSource(`package main\n\nfunc f() {\n\t${call}\n}\n`);
      const edits = passContext(nodeAt(source, call), 'ctx');
      assert.equal(edits === undefined ? undefined : applyEdits(source.text, edits), expected === undefined ? undefined : source.text.replace(call, expected));
    });
  }
});
