import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, Language } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { getThenSet } from '../../../src/engine/rules/consistency/get-then-set';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(getThenSet, { hits: 15, misses: 12 });

const folder = path.join(process.cwd(), 'test/engine/rules/get-then-set/fixtures');
const project = new Map([['package.json', readFileSync(path.join(folder, 'package.json'), 'utf8')]]);

const sourceOf = (text: string, language: Language = 'typescript', fragment = false) => ({ file: `/project/main.${language === 'javascript' ? 'js' : 'ts'}`, text, language, fragment });

async function findingsIn(fixture: string): Promise<readonly Finding[]> {
  const text = readFileSync(path.join(folder, 'hits', fixture), 'utf8').replace(/[«»]/g, '');
  const analyzer = await analyzerFor(getThenSet, project);
  return (await analyzer.analyze(sourceOf(text, fixture.endsWith('.js') ? 'javascript' : 'typescript'))) ?? [];
}

async function fixed(text: string, fragment = false): Promise<string> {
  return (await fixText(await analyzerFor(getThenSet, project), sourceOf(text, 'typescript', fragment), { safety: 'review' })).text;
}

describe('get-then-set', () => {
  const titles: readonly [fixture: string, severity: Finding['severity'], title: string][] = [
    ['webhook-processed.ts', 'information', 'Claim the key with SET NX, in one command'],
    ['charge-before-mark.ts', 'hint', 'Claim the key with SET NX before the work, and release it if that fails'],
    ['store-only.ts', 'hint', 'Store the value with SET NX, in one command'],
    ['ignored-words.ts', 'warning', 'Give NX in the object that node-redis reads'],
  ];
  for (const [fixture, severity, title] of titles) {
    it(`offers "${title}" for review in ${fixture}`, async () => {
      const found = await findingsIn(fixture);
      assert.deepEqual(
        found.map((each) => [each.severity, ...each.fixes.map((fix) => `${fix.safety}: ${fix.title}`)]),
        [[severity, `review: ${title}`]],
      );
    });
  }

  it('is a hint where nothing of the project lets a request come to it', async () => {
    const text = readFileSync(path.join(folder, 'hits/store-only.ts'), 'utf8').replace(/[«»]/g, '');
    const severityWith = async (caller: string) => {
      const analyzer = await analyzerFor(getThenSet, new Map([...project, ['main.ts', text], ['caller.ts', `import { becomeLeader } from './main';\n${caller}`]]));
      return (await analyzer.analyze(sourceOf(text)))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityWith(`setInterval(() => becomeLeader(redis, 'a'), 1000);`), ['hint']);
    assert.deepEqual(await severityWith(`import express from 'express';\nexpress().post('/', async (req, res) => { await becomeLeader(redis, req.body.node); res.end(); });`), ['information']);
  });

  const refusals: readonly [fixture: string, reason: RegExp][] = [
    ['declared-work.ts', /what the work declares is used after it/],
    ['stored-insert.ts', /what is stored is the outcome of the work/],
  ];
  for (const [fixture, reason] of refusals) {
    it(`says why ${fixture} gets no fix`, async () => {
      const [finding] = await findingsIn(fixture);
      assert.deepEqual(finding?.fixes, []);
      assert.match(finding.message, reason);
    });
  }

  it('keeps tabs and CRLF', async () => {
    const before = [
      `import Redis from 'ioredis';`,
      '',
      'const redis = new Redis();',
      '',
      'export async function once(id: string) {',
      '\tconst seen = await redis.get(id);',
      '\tif (seen) return;',
      '\tawait work(id);',
      `\tawait redis.set(id, '1', 'EX', 60);`,
      '}',
      '',
    ];
    const after = [
      `import Redis from 'ioredis';`,
      '',
      'const redis = new Redis();',
      '',
      'export async function once(id: string) {',
      `\tconst claimed = await redis.set(id, '1', 'EX', 60, 'NX');`,
      '\tif (claimed === null) return;',
      '\ttry {',
      '\t\tawait work(id);',
      '\t} catch (err) {',
      '\t\tawait redis.del(id);',
      '\t\tthrow err;',
      '\t}',
      '}',
      '',
    ];
    assert.equal(await fixed(before.join('\r\n')), after.join('\r\n'));
  });

  it('takes an unbound redis for ioredis in a fragment', async () => {
    const text = `async function once(id) {\n  if (await redis.get(id)) return;\n  await redis.set(id, '1', 'EX', 60);\n}\n`;
    assert.equal(await fixed(text, true), `async function once(id) {\n  if ((await redis.set(id, '1', 'EX', 60, 'NX')) === null) return;\n}\n`);
    assert.equal(await fixed(text), text);
  });
});
