import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/engine/config/parse';
import { configSchema } from '../../../src/engine/config/schema';

const schema = configSchema([
  { id: 'query-in-loop', title: 'A query in a loop' },
  { id: 'dual-write', title: 'Two writes' },
]);

const read = (text: string) => {
  const { config, problems } = parseConfig(text, schema);
  return { config, problems: problems.map(({ range: { start }, message }) => `${start.line + 1}:${start.character + 1} ${message}`) };
};

describe('a configuration file', () => {
  it('may hold comments, trailing commas and a schema address', () => {
    const { config, problems } = read(`{
  "$schema": "https://example.com/schema.json",
  // the legacy service is being retired
  "rules": { "query-in-loop": "warning", },
  "fixes": { "timeoutMs": 2000 },
  "overrides": [{ "files": ["legacy/**"], "rules": { "dual-write": "off" } }],
}`);
    assert.deepEqual(problems, []);
    assert.deepEqual(config.rules, { 'query-in-loop': 'warning' });
    assert.deepEqual(config.fixes, { timeoutMs: 2000 });
    assert.deepEqual(config.overrides, [{ files: ['legacy/**'], rules: { 'dual-write': 'off' } }]);
  });

  it('names each mistake with its place and its mend, and keeps the rest', () => {
    const { config, problems } = read(`{
  "rules": {
    "query-in-lop": "warning",
    "dual-write": "loud",
    "query-in-loop": "error"
  },
  "fixes": { "timeoutMs": 0, "queueLimit": 7, "retries": 3 },
  "ignore": ["dist"]
}`);
    assert.deepEqual(problems.sort(), [
      '3:5 "query-in-lop" is no rule; `altitude rules` lists them',
      '4:5 "dual-write" must be one of off, on, hint, information, warning, error',
      '7:14 "timeoutMs" must be at least 1',
      '7:47 "retries" must be one of timeoutMs, queueLimit, concurrency, attempts, cacheSeconds, cacheEntries, bodyLimitBytes',
      '8:3 "ignore" must be one of rules, fixes, overrides',
    ].sort());
    assert.deepEqual(config, { rules: { 'query-in-loop': 'error' }, fixes: { queueLimit: 7 } });
  });

  it('leaves out only the override that is wrong', () => {
    const { config, problems } = read('{ "overrides": [\n{ "rules": { "dual-write": "off" } },\n{ "files": [] },\n{ "files": ["a/**"], "rules": { "dual-write": "hint" } }\n] }');
    assert.deepEqual(problems, ['2:1 "files" is missing', '3:3 "files" must name at least one pattern']);
    assert.deepEqual(config.overrides, [{ files: ['a/**'], rules: { 'dual-write': 'hint' } }]);
  });

  it('names a key that stands in an object twice, and tells of everything in the order of the file', () => {
    const { config, problems } = read('{ "rules": { "dual-write": "off" },\n"overrides": [{ "files": ["a"], "files": ["b"] }],\n"rulez": {},\n"rules": {}, "fixes": 1 }');
    assert.deepEqual(problems, [
      '2:33 "files" stands here a second time; keep one',
      '3:1 "rulez" must be one of rules, fixes, overrides',
      '4:1 "rules" stands here a second time; keep one',
      '4:14 "fixes" must be an object',
    ]);
    assert.deepEqual(config.overrides, [{ files: ['b'] }]);
  });

  it('says where the JSON breaks off', () => {
    assert.deepEqual(read('{ "rules": { "dual-write": }\n}'), { config: {}, problems: ['1:28 not valid JSON: value expected'] });
    assert.deepEqual(read(''), { config: {}, problems: ['1:1 the file is empty; write {}'] });
  });

  for (const text of ['[]', 'null', '7', '"rules"', '{ "rules": [] }', '{ "overrides": {} }', '{ "overrides": [7] }', '{ "fixes": null }', '{ "rules": { "__proto__": "off" } }']) {
    it(`refuses ${text} in one sentence`, () => {
      const { problems } = read(text);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', /^\d+:\d+ (?:"[^"]+"|the file) (?:must|is) /);
    });
  }
});
