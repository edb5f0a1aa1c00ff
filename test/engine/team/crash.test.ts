import assert from 'node:assert/strict';
import { shared } from './support';

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
