import assert from 'node:assert/strict';
import type { FolderConfig } from '../../../src/engine/config/model';
import { Policies, rulesInUse, type PolicyInputs } from '../../../src/engine/config/policy';
import { defaultFixSettings } from '../../../src/engine/fixSettings';

const inputs = (configs: readonly FolderConfig[], decided: readonly string[] = []): PolicyInputs => ({
  configs,
  rules: ['a', 'b'],
  severities: { b: 'error' },
  doubtful: true,
  decided,
  settings: defaultFixSettings,
});

describe('what applies to a file', () => {
  const repository: FolderConfig = {
    folder: '/repo',
    config: {
      rules: { a: 'warning', b: 'off', c: 'hint' },
      fixes: { timeoutMs: 2000 },
      overrides: [
        { files: ['legacy/**'], rules: { a: 'off', b: 'on' } },
        { files: ['legacy/api/**', '!legacy/api/new.ts'], rules: { a: 'hint' }, fixes: { timeoutMs: 100 } },
      ],
    },
  };

  it('is the default outside every configured folder', () => {
    const policy = new Policies(inputs([repository])).of('/other/x.ts');
    assert.deepEqual(['a', 'b', 'c'].map((id) => policy.isOn(id)), [true, true, false]);
    assert.equal(policy.severityOf('b'), 'error');
    assert.equal(policy.settings.timeoutMs, defaultFixSettings.timeoutMs);
  });

  it('is the configuration above the file, a later override being stronger', () => {
    const policies = new Policies(inputs([repository]));
    const seen = (file: string) => {
      const policy = policies.of(file);
      return { on: ['a', 'b', 'c'].filter((id) => policy.isOn(id)), a: policy.severityOf('a'), timeoutMs: policy.settings.timeoutMs };
    };
    assert.deepEqual(seen('/repo/src/x.ts'), { on: ['a', 'c'], a: 'warning', timeoutMs: 2000 });
    assert.deepEqual(seen('/repo/legacy/x.ts'), { on: ['b', 'c'], a: undefined, timeoutMs: 2000 });
    assert.deepEqual(seen('/repo/legacy/api/x.ts'), { on: ['a', 'b', 'c'], a: 'hint', timeoutMs: 100 });
    assert.deepEqual(seen('/repo/legacy/api/new.ts'), { on: ['b', 'c'], a: undefined, timeoutMs: 2000 });
  });

  it('is the nearest configuration where folders lie in one another', () => {
    const policies = new Policies(inputs([repository, { folder: '/repo/packages/inner', config: { rules: { a: 'error' } } }]));
    assert.equal(policies.of('/repo/packages/inner/x.ts').severityOf('a'), 'error');
    assert.equal(policies.of('/repo/packages/x.ts').severityOf('a'), 'warning');
  });

  it('is the reader\'s own choice where they made one', () => {
    const policy = new Policies(inputs([repository], ['b'])).of('/repo/x.ts');
    assert.equal(policy.isOn('b'), true);
    assert.equal(policy.severityOf('b'), 'error');
  });

  it('may turn on a rule that is off by default', () => {
    assert.deepEqual([...rulesInUse(inputs([repository]))].sort(), ['a', 'b', 'c']);
    assert.deepEqual([...rulesInUse(inputs([repository], ['c']))].sort(), ['a', 'b']);
  });
});
