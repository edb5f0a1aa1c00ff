import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { spansOfPattern } from '../../../src/engine/team/matching';
import { shared } from './support';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a search that breaks down', () => {
  const { astGrep } = shared;
  let calls = 0;
  const asked = async (crashes: number) =>
    astGrep.search('javascript', 'a()', 2000, () => {
      calls += 1;
      if (calls <= crashes) throw new WebAssembly.RuntimeError('unreachable');
      return 'an answer';
    });

  beforeEach(() => (calls = 0));

  it('is made once more where others may have left the memory full', async () => {
    await asked(0);
    calls = 0;
    assert.deepEqual([await asked(1), calls], ['an answer', 2]);
  });

  it('is stopped where it breaks down again, and at once where nobody was there before', async () => {
    await asked(0);
    calls = 0;
    await assert.rejects(asked(2), { reason: 'crash' });
    assert.equal(calls, 2);
    calls = 0;
    await assert.rejects(asked(2), { reason: 'crash' });
    assert.equal(calls, 1);
    calls = 0;
    assert.equal(await asked(0), 'an answer');
  });

  it('leaves nothing behind that the garbage collector frees in the one that is started then', async () => {
    const text = Array.from({ length: 200 }, (_, n) => `call${n}(${n});`).join('\n');
    const found = async () =>
      astGrep.search('javascript', text, 20_000, (root, hold) => spansOfPattern('$F($A)', root, hold).map(({ start, end }) => text.slice(start, end)).join('\n'));
    for (let round = 0; round < 5; round++) {
      const broken = astGrep.search('javascript', text, 20_000, (root) => {
        root.findAll({ rule: { pattern: '$F($A)' } });
        throw new WebAssembly.RuntimeError('unreachable');
      });
      await assert.rejects(broken, { reason: 'crash' });
      const expected = text.replaceAll(';', '');
      assert.equal(await found(), expected);
      collectGarbage();
      await setTimeout(20);
      assert.equal(await found(), expected, `round ${round}`);
    }
  });

  it('does not take searches with it that were begun at the same time, in languages that are not known yet', async () => {
    const languages = ['go', 'tsx', 'typescript', 'javascript'] as const;
    for (const crashing of languages) {
      const answers = languages.map(async (language) =>
        astGrep.search(language, 'a()', 2000, () => {
          if (language === crashing) throw new WebAssembly.RuntimeError('unreachable');
          return language;
        }),
      );
      const settled = await Promise.allSettled(answers);
      assert.deepEqual(settled.map((each) => (each.status === 'fulfilled' ? each.value : 'crash')), languages.map((language) => (language === crashing ? 'crash' : language)));
    }
  });
});
