import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const dir = 'test/engine/team/fixtures';

describe('the schema of rule files', () => {
  const schema = JSON.parse(readFileSync('media/rule.schema.json', 'utf8')) as object;
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

  for (const name of readdirSync(dir).filter((each) => each.endsWith('.yml'))) {
    it(`accepts ${name}`, () => assert.ok(validate(parse(readFileSync(`${dir}/${name}`, 'utf8'))), JSON.stringify(validate.errors)));
  }

  const rule = { id: 'a', language: 'Go', message: 'x', rule: { pattern: 'a' } };
  const wrong: readonly (readonly [string, object])[] = [
    ['a missing field', { ...rule, message: undefined }],
    ['an unknown field', { ...rule, mesage: 'x' }],
    ['an unknown field of a rule in a rule', { ...rule, rule: { kind: 'x', has: { not: { patern: 'x' } } } }],
    ['an unknown language', { ...rule, language: 'Perl' }],
    ['an unknown grade', { ...rule, grade: 'guided' }],
  ];
  for (const [name, value] of wrong) it(`refuses ${name}`, () => assert.equal(validate(JSON.parse(JSON.stringify(value))), false));

  it('accepts everything of ours', () => {
    const all = { ...rule, note: 'x', severity: 'info', lesson: 'altitude:a#b', grade: 'safe', fix: [{ title: 'x', template: 'b' }], files: ['a/**', { glob: 'b', caseInsensitive: true }], url: 'https://example.com', metadata: { any: [1] }, valid: ['b'], invalid: [{ code: 'a', fixed: 'b' }] };
    assert.ok(validate(all), JSON.stringify(validate.errors));
  });
});
