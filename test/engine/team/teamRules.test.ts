import assert from 'node:assert/strict';
import { ruleFrom, run } from './support';

describe('team rules', () => {
  it('finds and fixes', async () => {
    const rule = await ruleFrom('id: no-console\nlanguage: TypeScript\nmessage: Log $A with the logger.\ngrade: safe\nrule:\n  pattern: console.log($A)\nfix: logger.info($A)\n');
    const { findings, fixed, troubles } = await run([rule], 'src/a.ts', "// 😀\nif (x) {\n  console.log('a');\n}\n");
    assert.deepEqual(troubles, []);
    assert.equal(fixed, "// 😀\nif (x) {\n  logger.info('a');\n}\n");
    assert.deepEqual(findings.map(({ rule: id, message, range }) => ({ id, message, range })), [{ id: 'shop/no-console', message: "Log 'a' with the logger.", range: { start: { line: 2, character: 2 }, end: { line: 2, character: 18 } } }]);
  });
});
