import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestRulesDocument } from '../../src/cli/testRules';
import { temporaryFolder } from '../support/temporary.mts';

import { altitude, builtCommand } from './support/command';

const rule = `id: no-console
language: TypeScript
message: Log with the logger.
severity: warning
grade: safe
lesson: logging
rule:
  pattern: console.log($A)
fix: logger.info($A)
valid:
  - logger.info('a');
invalid:
  - code: console.log('a');
    fixed: logger.info('a');
`;

interface ScanOutput {
  readonly findings: readonly { readonly rule: string; readonly file: string; readonly severity: string; readonly lesson: string }[];
}

describe('rules of teams on the command line', () => {
  let cwd = '';
  let remove: (() => void) | undefined;

  before(builtCommand);
  beforeEach(() => {
    ({ folder: cwd, remove } = temporaryFolder('rules'));
    mkdirSync(path.join(cwd, '.git'));
    write('.altitude/onboarding.yml', 'id: shop\ntitle: The shop\nwelcome: Hello.\nowners: [us]\nroles: []\n');
    write('.altitude/rules/no-console.yml', rule);
    write('src/deep/a.ts', "console.log('x');\n");
  });
  afterEach(() => remove?.());

  const write = (name: string, text: string) => {
    const file = path.join(cwd, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const scanned = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await altitude(['scan', '--format', 'json', ...args], { cwd });
    return { code, stderr, rules: (JSON.parse(stdout) as ScanOutput).findings.map((finding) => `${finding.rule} ${finding.severity}`) };
  };

  it('find where they lie below, above, or at a file', async () => {
    for (const place of ['.', 'src', 'src/deep/a.ts']) assert.deepEqual(await scanned(place), { code: 1, stderr: '', rules: ['shop/no-console warning'] }, place);
  });

  it('are chosen by name, configured, and fixed', async () => {
    assert.deepEqual((await scanned('--rule', 'shop/no-console', 'src')).rules, ['shop/no-console warning']);
    write('.altitude/config.json', '{ "rules": { "shop/no-console": "error" } }');
    assert.deepEqual((await scanned('src')).rules, ['shop/no-console error']);
    write('.altitude/config.json', '{ "rules": { "shop/no-console": "off" } }');
    assert.deepEqual((await scanned('src')).rules, []);
    rmSync(path.join(cwd, '.altitude/config.json'));
    assert.equal((await altitude(['scan', '--fix', 'src'], { cwd })).code, 0);
    assert.equal(readFileSync(path.join(cwd, 'src/deep/a.ts'), 'utf8'), "logger.info('x');\n");
  });

  it('are told of in SARIF', async () => {
    const { stdout } = await altitude(['scan', '--format', 'sarif', 'src'], { cwd });
    const { runs } = JSON.parse(stdout) as { readonly runs: readonly [{ readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }; readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[] }] };
    const [{ tool, results }] = runs;
    assert.deepEqual(results.map(({ ruleId, ruleIndex }) => [ruleId, tool.driver.rules[ruleIndex]?.id]), [['shop/no-console', 'shop/no-console']]);
  });

  it('that are broken are named, with exit code 2, and the others run', async () => {
    write('.altitude/rules/broken.yml', rule.replace('id: no-console', 'id: broken').replace('pattern:', 'patern:'));
    const { code, stderr, rules } = await scanned('src');
    assert.equal(code, 2);
    assert.match(stderr, /^\.altitude\/rules\/broken\.yml:8: patern is not a known field; /);
    assert.deepEqual(rules, ['shop/no-console warning']);
  });

  it('that ast-grep refuses are named too', async () => {
    write('.altitude/rules/kinds.yml', 'id: kinds\nlanguage: TypeScript\nmessage: x\nrule:\n  kind: no_such_kind\n');
    const { code, stderr } = await scanned('src');
    assert.equal(code, 2);
    assert.match(stderr, /^\.altitude\/rules\/kinds\.yml:4: .*no_such_kind/);
  });

  it('are listed after the built-in ones, with the same fields', async () => {
    const { stdout } = await altitude(['rules', '--format', 'json'], { cwd });
    const { rules } = JSON.parse(stdout) as { readonly rules: readonly Readonly<Record<string, unknown>>[] };
    const last = rules.at(-1);
    assert.deepEqual(last, { id: 'shop/no-console', title: 'Log with the logger', area: 'shop', languages: ['typescript'], grade: 'safe', lesson: 'shop/logging', defaultOn: true });
    assert.deepEqual(Object.keys(rules[0] ?? {}), Object.keys(last));
    assert.match((await altitude(['rules', 'shop/no-console'], { cwd })).stdout, /^# shop\/no-console/);
  });

  describe('test-rules', () => {
    const tested = async () => {
      const { code, stdout } = await altitude(['test-rules', '--format', 'json'], { cwd });
      const { rules, problems } = JSON.parse(stdout) as TestRulesDocument;
      return { code, problems, failures: rules.flatMap(({ failures }) => failures.map(({ line, message }) => `${line}: ${message}`)), warnings: rules.flatMap(({ warnings }) => warnings.map(({ message }) => message)), passed: rules.reduce((sum, { passed }) => sum + passed, 0) };
    };

    it('passes fixtures that do as they should', async () => {
      assert.deepEqual(await tested(), { code: 0, problems: [], failures: [], warnings: [], passed: 2 });
    });

    const cases: readonly (readonly [string, (yaml: string) => string, RegExp])[] = [
      ['valid code that is matched', (yaml) => yaml.replace("- logger.info('a');", "- console.log('a');"), /^11: this valid code is matched at 1:1$/],
      ['invalid code that is not', (yaml) => yaml.replace("code: console.log('a');", "code: console.warn('a');"), /^13: this invalid code is not matched$/],
      ['another fix', (yaml) => yaml.replace("fixed: logger.info('a');", "fixed: logger.debug('a');"), /^13: the fix makes something else of it:\n {4}- logger\.debug\('a'\);\n {4}\+ logger\.info\('a'\);$/],
      ['a fix that is matched again', (yaml) => yaml.replace('fix: logger.info($A)', 'fix: console.log(f($A))'), /^13: no fix is offered at 1:1: .*match its result again/],
      ['a fix that does not parse', (yaml) => yaml.replace('fix: logger.info($A)', 'fix: logger.info($A'), /^13: no fix is offered at 1:1: .*no longer parse/],
      ['a fix where there is none', (yaml) => yaml.replace('fix: logger.info($A)\n', ''), /^12: says what the fix makes of it, but the rule has no fix$/],
      ['a rule that ast-grep refuses', (yaml) => yaml.replace('pattern: console.log($A)', 'kind: nothing'), /^7: .*nothing/],
    ];
    for (const [name, change, says] of cases) {
      it(`fails for ${name}`, async () => {
        write('.altitude/rules/no-console.yml', change(rule));
        const { code, failures } = await tested();
        assert.equal(code, 1);
        assert.equal(failures.length, 1);
        assert.match(failures[0] ?? '', says);
      });
    }

    it('warns of a rule without fixtures', async () => {
      write('.altitude/rules/no-console.yml', rule.slice(0, rule.indexOf('valid:')));
      const { code, warnings } = await tested();
      assert.equal(code, 0);
      assert.match(warnings.join(), /has no fixtures/);
    });

    it('says what is wrong with its arguments, and where there is nothing to test', async () => {
      assert.equal((await altitude(['test-rules', 'nowhere'], { cwd })).code, 2);
      rmSync(path.join(cwd, '.altitude'), { recursive: true });
      const { code, stderr } = await altitude(['test-rules'], { cwd });
      assert.equal(code, 2);
      assert.match(stderr, /no rules found/);
    });
  });
});
