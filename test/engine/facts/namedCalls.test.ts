import assert from 'node:assert/strict';
import { isCaught } from '../../../src/engine/facts/javascript/caught';
import { callsOfName } from '../../../src/engine/facts/javascript/namedCalls';
import { nodeAt, scriptSource } from '../support/parse';

async function callsIn(text: string, name: string): Promise<string[]> {
  return callsOfName(name, await scriptSource(text)).map((call) => call.text);
}

const cases: readonly [name: string, text: string, expected: readonly string[]][] = [
  ['a member', `import jwt from 'jsonwebtoken'; jwt.verify(a); jwt.sign(b);`, ['jwt.verify(a)']],
  ['an import', `import { verify } from 'jsonwebtoken'; verify(a); verify(b);`, ['verify(a)', 'verify(b)']],
  ['an import under another name', `import { verify as check } from 'jsonwebtoken'; check(a);`, ['check(a)']],
  ['a destructured require', `const { verify: check } = require('jsonwebtoken'); check(a);`, ['check(a)']],
  ['an alias of a member', `const check = jwt.verify; check(a);`, ['check(a)']],
  ['a construction', `import { verify } from 'x'; new verify(a);`, ['new verify(a)']],
  ['neither a comment nor a longer name', `// verify(a)\nverifyAll(b); it.verifyOne(c);`, []],
];

describe('calls of a name', () => {
  for (const [name, text, expected] of cases) it(`finds those of ${name}`, async () => assert.deepEqual(await callsIn(text, 'verify'), expected));
});

describe('a caught error', () => {
  it('is caught by a try of the same function alone', async () => {
    const source = await scriptSource(`function f() { try { a(); g(() => b()); } catch (e) { c(); } try { d(); } finally {} }`);
    const answers = ['a()', 'b()', 'c()', 'd()'].map((text) => isCaught(nodeAt(source, text)));
    assert.deepEqual(answers, [true, false, false, false]);
  });
});
