import assert from 'node:assert/strict';
import { TeamWorkshop } from '../../src/editor/authoring/teamWorkshop';
import { ruleList } from '../../src/engine/rules/list';
import { builtIn, MemoryRepository, resolve, sampleRepository } from '../team/support';

const rule = 'id: no-float-money\nlanguage: JavaScript\nmessage: An amount read as a float loses cents.\nrule:\n  pattern: parseFloat($A)\n';

describe('what the author of a team’s lesson can name', () => {
  const names = async (changes: Readonly<Record<string, string>> = {}) => {
    const files = new MemoryRepository({ ...sampleRepository, '/repo/.altitude/rules/no-float-money.yml': rule, ...changes });
    return (await new TeamWorkshop(files, '/repo', ruleList, { builtIn, resolve }).check()).names;
  };

  it('are the team’s own rules and lessons, then what is built in', async () => {
    const { lessons, rules } = await names();
    assert.deepEqual(lessons.map(({ id }) => id), ['charge-flow', 'altitude:big-upload']);
    assert.deepEqual(rules.slice(0, 2).map(({ id }) => id), ['no-float-money', `altitude:${ruleList[0]?.id ?? ''}`]);
    assert.equal(rules[0]?.title, 'An amount read as a float loses cents');
    assert.equal(rules.length, ruleList.length + 1);
  });

  it('are no rules whose files are broken', async () => {
    const { rules } = await names({ '/repo/.altitude/rules/no-float-money.yml': 'id: no-float-money' });
    assert.equal(rules.length, ruleList.length);
  });
});
