import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LineIndex } from '../../../src/engine/text/lineIndex';
import { ruleFrom, run } from './support';

const dir = path.join(process.cwd(), 'test/engine/team/fixtures');
const text = (name: string) => readFileSync(path.join(dir, name), 'utf8');

interface Recorded {
  readonly start: readonly [number, number];
  readonly text: string;
  readonly message: string;
  readonly replaced?: string;
  readonly replacement?: string;
}

/** What `ast-grep scan --rule x.yml --json` of @ast-grep/cli 0.45.3 answered for each file. */
const expected = JSON.parse(text('expected.json')) as Readonly<Record<string, readonly Recorded[]>>;

/** Ours are shown on one line. */
const onOneLine = (message: string) => message.replace(/\s+/g, ' ');

/** ast-grep indents empty lines too. */
const tidy = (replacement: string | undefined) => replacement?.replace(/^[ \t]+$/gm, '');

describe('rules mean what they mean to ast-grep', () => {
  it('in every rule file that was recorded', () => {
    const rules = readdirSync(dir).filter((name) => name.endsWith('.yml'));
    assert.equal(rules.length, Object.keys(expected).length);
    assert.ok(rules.length >= 12);
  });

  for (const [name, recorded] of Object.entries(expected)) {
    it(path.parse(name).name, async () => {
      const source = text(name);
      const { findings, troubles } = await run([await ruleFrom(text(`${path.parse(name).name}.yml`))], name, source);
      assert.deepEqual(troubles, []);
      const lines = new LineIndex(source);
      const slice = ({ start, end }: (typeof findings)[number]['range']) => source.slice(lines.offsetAt(start), lines.offsetAt(end));
      const found = findings.map(({ range, message, fixes: [fix] }) => {
        const [edit] = fix?.edits ?? [];
        return { line: range.start.line, text: slice(range), message, replaced: edit && slice(edit.range), replacement: edit?.newText };
      });
      assert.deepEqual(
        found,
        recorded.map(({ start: [line], ...each }) => ({ line, text: each.text, message: onOneLine(each.message), replaced: each.replaced, replacement: tidy(each.replacement) })),
      );
    });
  }
});
