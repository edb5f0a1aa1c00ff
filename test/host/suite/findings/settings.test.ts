import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { defaultFixSettings } from '../../../../src/engine/fixSettings';
import { rules } from '../../../../src/engine/rules/registry';
import { readSettings } from '../../../../src/editor/settings';
import { setting, unboundedPool, until, untilFindings, usePlayground } from './support';

/** A configuration that holds what a reader may have written, whatever its type. */
function configuration(values: Readonly<Record<string, unknown>>): Pick<vscode.WorkspaceConfiguration, 'get'> {
  return { get: (name: string) => values[name] } as Pick<vscode.WorkspaceConfiguration, 'get'>;
}

const defaults = {
  enabled: true,
  doubtful: false,
  rules: rules.filter(({ defaultOn }) => defaultOn).map(({ id }) => id),
  severities: {},
  decided: [],
  fixes: defaultFixSettings,
  includeTests: false,
};

describe('settings', () => {
  const play = usePlayground();

  it('have their defaults where nothing is set', () => {
    assert.deepEqual(readSettings(configuration({}), rules), { ...defaults, problems: [] });
  });

  it('choose rules and severities', () => {
    const [first = '', second = '', third = ''] = rules.map(({ id }) => id);
    const read = readSettings(configuration({ rules: { [first]: 'off', [second]: 'error', [third]: 'on' } }), rules);
    assert.equal(read.rules.includes(first), false);
    assert.equal(read.rules.includes(second), true);
    assert.deepEqual(read.severities, { [second]: 'error' });
    assert.deepEqual(read.decided, [first, second, third]);
    assert.deepEqual(read.problems, []);
  });

  for (const [name, value, says] of [
    ['findings.enabled', 'yes', 'Setting "altitude.findings.enabled" must be true or false, not "yes"; true is used.'],
    ['findings.doubtful', 1, 'Setting "altitude.findings.doubtful" must be true or false, not 1; false is used.'],
    ['rules', ['off'], 'Setting "altitude.rules" must be an object of rule ids, not ["off"]; {} is used.'],
    ['rules', null, 'Setting "altitude.rules" must be an object of rule ids, not null; {} is used.'],
    ['fixes.timeoutMs', '5s', 'Setting "altitude.fixes.timeoutMs" must be a positive whole number, not "5s"; 5000 is used.'],
    ['fixes.timeoutMs', 0, 'Setting "altitude.fixes.timeoutMs" must be a positive whole number, not 0; 5000 is used.'],
    ['fixes.queueLimit', 1.5, 'Setting "altitude.fixes.queueLimit" must be a positive whole number, not 1.5; 100 is used.'],
    ['scan.includeTests', 1, 'Setting "altitude.scan.includeTests" must be true or false, not 1; false is used.'],
  ] as const) {
    it(`say what is wrong with ${name} of ${JSON.stringify(value)}, and use the default`, () => {
      assert.deepEqual(readSettings(configuration({ [name]: value }), rules), { ...defaults, problems: [says] });
    });
  }

  it('say what is wrong with one rule, and keep the others', () => {
    const [id = ''] = defaults.rules;
    const read = readSettings(configuration({ rules: { [id]: 'loud', 'no-such-rule': 'off' } }), rules);
    assert.deepEqual(read, {
      ...defaults,
      problems: [
        `Setting "altitude.rules.${id}" must be one of off, on, hint, information, warning, error, not "loud"; its own severity is used.`,
        'Setting "altitude.rules" names "no-such-rule", which is no rule.',
      ],
    });
  });

  it('of the wrong type do not stop anything', async () => {
    await setting('altitude.rules', 'all of them');
    await setting('altitude.fixes.timeoutMs', 'soon');
    try {
      const { document } = await play().open('db.js', unboundedPool);
      await untilFindings(document.uri, 1);
    } finally {
      await setting('altitude.rules', undefined);
      await setting('altitude.fixes.timeoutMs', undefined);
    }
    await until('the settings to be as they were', () => vscode.workspace.getConfiguration('altitude').get('fixes.timeoutMs') === 5000);
  });
});
