import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceText } from '../../../src/engine/engine';
import type { Finding } from '../../../src/engine/finding';
import { timingUnsafeCompare } from '../../../src/engine/rules/auth/timing-unsafe-compare';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(timingUnsafeCompare, { hits: 28, misses: 29 });

const folder = path.join(process.cwd(), 'test/engine/rules/timing-unsafe-compare/fixtures/hits');

async function findingsOf(fixture: string): Promise<readonly Finding[]> {
  const text = readFileSync(path.join(folder, fixture), 'utf8').replace(/[«»]/g, '');
  const language: SourceText['language'] = fixture.endsWith('.go') ? 'go' : fixture.endsWith('.ts') ? 'typescript' : 'javascript';
  const analyzer = await analyzerFor(timingUnsafeCompare, new Map([['package.json', JSON.stringify({ dependencies: { express: '^4.21.0' } })]]));
  return (await analyzer.analyze({ file: `/project/${fixture}`, text, language })) ?? [];
}

describe('timing-unsafe-compare', () => {
  const messages: readonly [fixture: string, message: RegExp][] = [
    ['webhook.js', /^The signature is compared with `!==` and may stop at the first difference/],
    ['env-header.js', /^The secret is compared with `!==`/],
    ['buffer-equals.ts', /^The signature is compared with Buffer\.equals, which is memcmp/],
    ['go-bytes-equal.go', /^The signature is compared with bytes\.Equal/],
    ['buffer-equals-inline.js', /No automatic fix: give both sides a name first, since their length has to be read too\.$/],
    ['edge.ts', /No automatic fix: this runs where node:crypto may not exist\.$/],
  ];
  for (const [fixture, message] of messages) {
    it(`tells of ${fixture} what is compared with what`, async () => {
      const [finding] = await findingsOf(fixture);
      assert.match(finding?.message ?? '', message);
    });
  }

  it('is safe, in both languages', async () => {
    for (const fixture of ['webhook.js', 'prefixed.ts', 'go-string.go']) {
      const [finding] = await findingsOf(fixture);
      assert.deepEqual(finding?.fixes.map(({ title, safety }) => [title, safety]), [['Compare in constant time', 'safe']]);
    }
  });

  it('makes one helper for all comparisons of a file', () => {
    const fixed = readFileSync(path.join(folder, 'two-in-one-file.fixed.js'), 'utf8');
    assert.equal(fixed.split('function isSameSecret').length, 2);
    assert.equal(fixed.split('isSameSecret(').length, 4);
  });

  it('is a hint where the service reads back what it wrote, and nothing where a salt is the key', async () => {
    const analyzer = await analyzerFor(timingUnsafeCompare, new Map([['package.json', '{}']]));
    const severityOf = async (given: string, key = 'secret') => {
      const text = `import { createHmac } from 'node:crypto';\nexport async function check(job, stored, secret, salt) {\n  const { seal } = ${given};\n  return seal === createHmac('sha256', ${key}).update(stored.body).digest('hex');\n}\n`;
      return (await analyzer.analyze({ file: '/project/check.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('job.data'), ['hint']);
    assert.deepEqual(await severityOf('await stored.load()'), ['hint']);
    const later = (value: string) => analyzer.analyze({ file: '/project/check.js', text: `import { createHmac } from 'node:crypto';\nexport async function check(req, stored, secret) {\n  let kept;\n  kept = ${value};\n  return kept.seal === createHmac('sha256', secret).update(stored.body).digest('hex');\n}\n`, language: 'javascript' });
    assert.deepEqual((await later('await stored.load()'))?.map(({ severity }) => severity), ['hint']);
    assert.deepEqual((await later('req.body'))?.map(({ severity }) => severity), ['information']);
    assert.deepEqual(await severityOf('stored.sent'), ['information']);
    const hashed = (given: string, kept: string) => analyzer.analyze({ file: '/project/check.js', text: `import { createHmac } from 'node:crypto';\nexport function isSame(name, ${given}, ${kept}, key) {\n  const mac = createHmac('sha256', key);\n  mac.update(\`\${name}.\${${given}}\`);\n  const made = mac.digest('hex');\n  return made === ${kept};\n}\n`, language: 'javascript' });
    assert.deepEqual((await hashed('secret', 'stored'))?.map(({ severity }) => severity), ['hint']);
    assert.deepEqual((await hashed('body', 'signature'))?.map(({ severity }) => severity), ['information']);
    assert.deepEqual(await severityOf('stored.sent', 'salt'), []);
  });
});
