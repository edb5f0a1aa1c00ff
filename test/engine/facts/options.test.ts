import assert from 'node:assert/strict';
import { numberValue } from '../../../src/engine/facts/javascript/numbers';
import { optionOf, optionsOf } from '../../../src/engine/facts/javascript/options';
import { nodeAt, scriptSource } from '../support/parse';

/** What the options of the last `use(…)` say about `limit`: its state, its value's text, and whether others share it. */
async function limitOf(text: string): Promise<string> {
  const source = await scriptSource(text);
  const at = text.lastIndexOf('use(') + 'use('.length;
  const argument = source.tree.rootNode.descendantForIndex(at)?.parent;
  const call = nodeAt(source, text.slice(text.lastIndexOf('use('), text.indexOf(');', at) + 1));
  assert.ok(argument !== null && argument !== undefined);
  const first = call.childForFieldName('arguments')?.namedChild(0);
  assert.ok(first !== null && first !== undefined);
  const options = optionsOf(first, source);
  if (options === undefined) return 'not known';
  const option = optionOf(options, 'limit', source);
  return [option.state, ...(option.state === 'set' ? [option.value.text] : []), ...(options.shared ? ['shared'] : [])].join(' ');
}

const cases: readonly [name: string, text: string, expected: string][] = [
  ['a literal without it', `use({ max: 1 });`, 'absent'],
  ['a literal with it', `use({ limit: 0, max: 1 });`, 'set 0'],
  ['a quoted key', `use({ 'limit': a.b });`, 'set a.b'],
  ['a computed constant key', `use({ ['limit']: 2 });`, 'set 2'],
  ['a shorthand', `use({ limit });`, 'set limit'],
  ['a computed key', `use({ [key]: 1 });`, 'unknown'],
  ['a getter', `use({ get limit() { return 1; } });`, 'unknown'],
  ['a typed literal', `use({ max: 1 } as const satisfies Config);`, 'absent'],
  ['a spread of something', `use({ ...base, max: 1 });`, 'unknown'],
  ['a spread before the option', `use({ ...base, limit: 1 });`, 'set 1'],
  ['a spread after the option', `use({ limit: 1, ...base });`, 'unknown'],
  ['a spread of a known object', `const base = { max: 1 }; use({ ...base });`, 'absent'],
  ['a spread of a known object that has it', `const base = { limit: 1 }; use({ ...base });`, 'unknown'],
  ['a conditional spread', `use({ ...(tls && { ssl: true }), ...(a ? { max: 1 } : {}) });`, 'absent'],
  ['a conditional spread of it', `use({ ...(a ? { limit: 1 } : {}) });`, 'unknown'],
  ['a conditional spread of something', `use({ ...(a && base) });`, 'unknown'],
  ['a constant', `const config: Config = { max: 1 }; use(config);`, 'absent'],
  ['a frozen constant', `const config = Object.freeze({ max: 1 } as const); use(config);`, 'absent'],
  ['a constant that is read', `const config = { max: 1 }; console.log(config, config.max); use(config);`, 'absent'],
  ['a constant that is extended', `const config = { max: 1 }; config.limit = 2; use(config);`, 'unknown'],
  ['a constant extended otherwise', `const config = { max: 1 }; config.ssl = {}; config.ssl.x = 2; use(config);`, 'absent'],
  ['a constant extended by a computed key', `const config = { max: 1 }; config[key] = 2; use(config);`, 'not known'],
  ['a constant that others receive', `const config = { max: 1 }; apply(config); use(config);`, 'not known'],
  ['a constant that another constructor receives', `const config = { max: 1 }; new Client(config); use(config);`, 'absent shared'],
  ['an exported constant', `export const config = { max: 1 }; use(config);`, 'absent shared'],
  ['a constant exported later', `const config = { max: 1 }; export { config }; use(config);`, 'absent shared'],
  ['a constant of module.exports', `const config = { max: 1 }; module.exports = { config }; use(config);`, 'absent shared'],
  ['a variable set again', `let config = { max: 1 }; config = other(); use(config);`, 'not known'],
  ['a parameter', `function f(config) { use(config); }`, 'not known'],
  ['a function result', `use(load());`, 'not known'],
];

describe('options of a call', () => {
  for (const [name, text, expected] of cases) {
    it(`${name}: ${expected}`, async () => {
      assert.equal(await limitOf(text), expected);
    });
  }
});

describe('a number in code', () => {
  const numbers: readonly [text: string, value: number | undefined][] = [
    ['x(10_000)', 10_000],
    ['x(5 * 60 * 1000)', 300_000],
    ['x(-(1 + 2) / 2)', -1.5],
    ['const T = 3 * 2; x(T as number)', 6],
    ['x(Infinity)', Infinity],
    ['let T = 3; x(T)', undefined],
    ['const { T } = c; x(T)', undefined],
    ['const a = b, b = a; x(a)', undefined],
    ['x(process.env.T)', undefined],
    ['x("3")', undefined],
    ['x(2 ** 3)', undefined],
  ];
  for (const [text, value] of numbers) {
    it(text, async () => {
      const source = await scriptSource(text);
      const argument = nodeAt(source, text.slice(text.indexOf('x('))).descendantsOfType('arguments')[0]?.namedChild(0);
      assert.ok(argument !== null && argument !== undefined);
      assert.equal(numberValue(argument, source.scopes), value);
    });
  }
});
