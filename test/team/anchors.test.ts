import assert from 'node:assert/strict';
import type { Language } from '../../src/engine/finding';
import { languageOf } from '../../src/engine/syntax/languages';
import { resolve } from './support';

const find = (text: string, symbol: string, language: Exclude<Language, 'sql'> = 'typescript', hot: readonly string[] = []) =>
  resolve({ text, language, anchor: { symbol }, hot });

/** The code a symbol stands for, or why there is none. */
async function codeOf(text: string, symbol: string, language: Exclude<Language, 'sql'> = 'typescript'): Promise<string> {
  const found = await find(text, symbol, language);
  if ('lost' in found) return JSON.stringify(found.lost);
  return text.split('\n').slice(found.startLine, found.endLine + 1).join('\n');
}

const script = `import { db } from './db';

export async function charge(id: string): Promise<void> {
  function retry(): void {}
  retry();
}

const limit = 3, other = 4;
export const policy = { retries: 3, backoff(n: number) { return n; }, send: async () => 1, nested: { deep() {} } };
export const refund = async (id: string) => {
  const inner = () => 1;
  await db.refund(id);
};

@Controller()
export class Payments {
  @Column() amount = 0;

  @Post('/charge')
  async charge(id: string) {
    return id;
  }

  handler = () => 1;
  get total() { return 1; }
  static #secret() {}
}

export default abstract class Base {
  run() {}
}
interface Charge { id: string }
type Id = string;
enum State { Open }
namespace Money {
  export function add() {}
}
module.exports.settle = function () {};
Payments.prototype.old = function () {};
`;

const go = `package payments

import "context"

type Service struct {
	db DB
}

type (
	Charge struct{ ID string }
	ID     = string
)

const retries, limit = 3, 4

var (
	timeout = 5
)

func Charge2(ctx context.Context) error {
	return nil
}

func (s *Service) Refund(ctx context.Context) error {
	return nil
}

func (s Service) String() string { return "" }

func (l *List[T]) Push(v T) {}
`;

describe('anchors by symbol', () => {
  const inScript: [symbol: string, first: string, last: string][] = [
    ['charge', 'export async function charge(id: string): Promise<void> {', '}'],
    ['retry', '  function retry(): void {}', '  function retry(): void {}'],
    ['limit', 'const limit = 3, other = 4;', 'const limit = 3, other = 4;'],
    ['policy', 'export const policy', 'nested: { deep() {} } };'],
    ['policy.backoff', 'export const policy', 'nested: { deep() {} } };'],
    ['policy.send', 'export const policy', 'nested: { deep() {} } };'],
    ['policy.nested.deep', 'export const policy', 'nested: { deep() {} } };'],
    ['refund', 'export const refund', '};'],
    ['inner', '  const inner = () => 1;', '  const inner = () => 1;'],
    ['Payments', '@Controller()', '}'],
    ['Payments.charge', "  @Post('/charge')", '  }'],
    ['Payments.amount', '  @Column() amount = 0;', '  @Column() amount = 0;'],
    ['Payments.handler', '  handler = () => 1;', '  handler = () => 1;'],
    ['Payments.total', '  get total()', '  get total() { return 1; }'],
    ['Payments.#secret', '  static #secret() {}', '  static #secret() {}'],
    ['Payments.old', 'Payments.prototype.old', 'Payments.prototype.old = function () {};'],
    ['default', 'export default abstract class Base {', '}'],
    ['Base', 'export default abstract class Base {', '}'],
    ['Base.run', '  run() {}', '  run() {}'],
    ['Charge', 'interface Charge', 'interface Charge { id: string }'],
    ['Id', 'type Id = string;', 'type Id = string;'],
    ['State', 'enum State { Open }', 'enum State { Open }'],
    ['Money.add', '  export function add() {}', '  export function add() {}'],
    ['settle', 'module.exports.settle', 'module.exports.settle = function () {};'],
  ];
  const inGo: typeof inScript = [
    ['Charge2', 'func Charge2', '}'],
    ['Service', 'type Service struct {', '}'],
    ['Service.Refund', 'func (s *Service) Refund', '}'],
    ['(*Service).Refund', 'func (s *Service) Refund', '}'],
    ['Service.String', 'func (s Service) String()', 'func (s Service) String() string { return "" }'],
    ['List.Push', 'func (l *List[T]) Push', 'func (l *List[T]) Push(v T) {}'],
    ['(*List).Push', 'func (l *List[T]) Push', 'func (l *List[T]) Push(v T) {}'],
    ['Charge', '\tCharge struct{ ID string }', '\tCharge struct{ ID string }'],
    ['ID', '\tID     = string', '\tID     = string'],
    ['limit', 'const retries, limit', 'const retries, limit = 3, 4'],
    ['timeout', '\ttimeout = 5', '\ttimeout = 5'],
  ];
  for (const [language, text, cases] of [['typescript', script, inScript], ['go', go, inGo]] as const) {
    for (const [symbol, first, last] of cases) {
      it(`finds ${symbol} in ${language}`, async () => {
        const code = await codeOf(text, symbol, language);
        assert.ok(code.startsWith(first) && code.endsWith(last), code);
      });
    }
  }

  it('does not take a pointer’s method for that of a value, nor a member that is no code', async () => {
    assert.equal(await codeOf(go, '(*Service).String', 'go'), '{"kind":"none"}');
    assert.equal(await codeOf(script, 'policy.retries'), '{"kind":"none"}');
    assert.equal(await codeOf(script, 'Payments.nothing'), '{"kind":"none"}');
  });

  const defaults: [name: string, text: string][] = [
    ['a function without a name', 'export default function () {\n  run();\n}'],
    ['an arrow function', 'export default async () => {\n  run();\n};'],
    ['a class without a name', 'export default class {\n  run() {}\n}'],
    ['an object', 'export default {\n  run() {},\n};'],
    ['a call', 'export default define({\n  a: 1,\n});'],
    ['module.exports', 'module.exports = {\n  run() {},\n};'],
  ];
  for (const [name, text] of defaults) {
    it(`finds the default export that is ${name}`, async () => {
      for (const language of ['typescript', 'javascript', 'tsx'] as const) assert.equal(await codeOf(`const a = 1;\n${text}\n`, 'default', language), text);
    });
  }
});

const charge = `export async function charge(id) {
  const res = await fetch(url, {
    method: 'POST',
  });
  return res;
}
`;
const hot = ["const res = await fetch(url, {\n  method: 'POST',", 'return res;'];

describe('an anchor', () => {
  const at = async (text: string, symbol = 'charge') => find(text, symbol, 'javascript', hot);

  it('marks hot text in its code', async () => {
    assert.deepEqual(await at(charge), { startLine: 0, endLine: 5, hotLines: [{ startLine: 1, endLine: 2 }, { startLine: 4, endLine: 4 }] });
  });

  it('follows code that is moved', async () => {
    assert.deepEqual(await at(`// one\n\nconst a = 1;\n${charge}`), { startLine: 3, endLine: 8, hotLines: [{ startLine: 4, endLine: 5 }, { startLine: 7, endLine: 7 }] });
  });

  it('follows code that is indented otherwise', async () => {
    const indented = charge.replaceAll(/^ +/gm, (spaces) => '\t'.repeat(spaces.length));
    assert.deepEqual(await at(indented), await at(charge));
    const inside = `if (on) {\n${charge.replace('export ', '').replaceAll(/^(?=.)/gm, '    ')}}\n`;
    assert.deepEqual(await at(inside), { startLine: 1, endLine: 6, hotLines: [{ startLine: 2, endLine: 3 }, { startLine: 5, endLine: 5 }] });
  });

  it('keeps to its code when text of the same words stands elsewhere', async () => {
    const found = await at(`${charge}function other(res) {\n  return res;\n}\n`);
    assert.ok('hotLines' in found && found.hotLines.length === 2);
  });

  it('is lost when its code is renamed or deleted', async () => {
    assert.deepEqual(await at(charge.replace('charge', 'chargeCard')), { lost: { kind: 'none' } });
    assert.deepEqual(await at(''), { lost: { kind: 'none' } });
  });

  it('is lost, with both lines, when there are two', async () => {
    assert.deepEqual(await at(`${charge}\nfunction charge() {}\n`), { lost: { kind: 'several', lines: [1, 8] } });
  });

  it('is not lost for a namesake inside another function', async () => {
    const found = await at(`${charge}\nfunction other() {\n  function charge() {}\n}\n`);
    assert.ok('startLine' in found && found.startLine === 0);
  });

  it('is lost when its marked text is gone or there twice', async () => {
    assert.deepEqual(await at(charge.replace('return res;', 'return res.json();')), { lost: { kind: 'hot', hot: 'return res;', lines: [] } });
    assert.deepEqual(await at(charge.replace('  return res;', '  if (!res.ok) return res;\n  return res;')), { lost: { kind: 'hot', hot: 'return res;', lines: [5, 6] } });
  });

  it('is found in a file that does not parse to its end', async () => {
    const found = await at(`${charge}\nconst broken = {{{ ;\n`);
    assert.ok('startLine' in found && found.startLine === 0);
  });

  it('is found in all of our languages', async () => {
    for (const file of ['a.js', 'a.mjs', 'a.cjs', 'a.jsx', 'a.ts', 'a.mts', 'a.tsx']) {
      const found = await find(charge, 'charge', languageOf(file) as 'javascript', hot);
      assert.ok('startLine' in found, file);
    }
  });
});

describe('anchors by pattern', () => {
  const byPattern = async (text: string, pattern: string, language: Exclude<Language, 'sql'> = 'javascript', marked = hot) =>
    resolve({ text, language, anchor: { pattern }, hot: marked });

  it('stand for what the pattern matches, and follow it', async () => {
    const pattern = 'export async function $NAME($$$ARGS) { $$$BODY }';
    const expected = { startLine: 0, endLine: 5, hotLines: [{ startLine: 1, endLine: 2 }, { startLine: 4, endLine: 4 }] };
    assert.deepEqual(await byPattern(charge, pattern), expected);
    assert.deepEqual(await byPattern(charge.replace('charge', 'chargeCard'), pattern), expected);
    assert.deepEqual(await byPattern(`'😀';\n${charge}`, 'fetch($$$)', 'javascript', []), { startLine: 2, endLine: 4, hotLines: [] });
  });

  it('are lost when nothing matches, or more than one thing', async () => {
    assert.deepEqual(await byPattern(charge, 'axios($$$)'), { lost: { kind: 'none' } });
    assert.deepEqual(await byPattern(`${charge}fetch(url);\n`, 'fetch($$$)'), { lost: { kind: 'several', lines: [2, 7] } });
  });

  it('are searched in Go', async () => {
    assert.deepEqual(await byPattern(go, 'func (s $T) String() string { $$$ }', 'go', ['return ""']), { startLine: 27, endLine: 27, hotLines: [{ startLine: 27, endLine: 27 }] });
  });

  it('say what is wrong with a pattern that is none', async () => {
    const found = await byPattern(charge, '');
    assert.ok('lost' in found && found.lost.kind === 'failed' && found.lost.cause.length > 10);
  });
});
