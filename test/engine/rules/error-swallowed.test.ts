import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { errorSwallowed } from '../../../src/engine/rules/observability/error-swallowed';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(errorSwallowed, { hits: 15, misses: 20 });

const folder = path.join(process.cwd(), 'test/engine/rules/error-swallowed/fixtures/hits');
const packageJson = readFileSync(path.join(folder, '../package.json'), 'utf8');

async function findingOf(fixture: string): Promise<Finding | undefined> {
  const text = readFileSync(path.join(folder, fixture), 'utf8').replace(/[«»]/g, '');
  const analyzer = await analyzerFor(errorSwallowed, new Map([['package.json', packageJson]]));
  return (await analyzer.analyze({ file: `/project/${fixture}`, text, language: fixture.endsWith('.ts') ? 'typescript' : 'javascript' }))?.[0];
}

describe('error-swallowed', () => {
  const told: readonly [fixture: string, message: RegExp, title: string][] = [
    ['prisma-service.ts', /^When the write to order fails, nobody learns of it/, 'Let the error reach the caller'],
    ['with-logger.ts', /^When the write to invoice fails/, 'Log the error with logger and rethrow it'],
    ['nest-logger.ts', /^When the write to shipment fails/, 'Log the error with this.logger and rethrow it'],
    ['axios-post.js', /^When the POST request fails/, 'Let the error reach the caller'],
    ['bullmq.ts', /^When enqueuing the job fails/, 'Let the error reach the caller'],
  ];
  for (const [fixture, message, title] of told) {
    it(`says what is lost in ${fixture}, and offers "${title}" for review`, async () => {
      const finding = await findingOf(fixture);
      assert.match(finding?.message ?? '', message);
      assert.deepEqual(finding?.fixes.map((fix) => [fix.title, fix.safety]), [[title, 'review']]);
    });
  }

  it('is a hint where the write records what a provider has done already', async () => {
    const analyzer = await analyzerFor(errorSwallowed, new Map([['package.json', packageJson]]));
    const severityOf = async (id: string) => {
      const text = `import { Pool } from 'pg';\nimport twilio from 'twilio';\nconst pool = new Pool();\nexport async function remind(to: string, orderId: string) {\n  const client = twilio();\n  const sms = await client.messages.create({ to, body: 'Ready' });\n  await pool.query('INSERT INTO reminders (reference) VALUES ($1)', [${id}]).catch(() => {});\n}\n`;
      return (await analyzer.analyze({ file: '/project/main.ts', text, language: 'typescript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('sms.sid'), ['hint']);
    assert.deepEqual(await severityOf('orderId'), ['information']);
  });

  it("is a hint for Prisma's update, which throws where there is no row", async () => {
    const analyzer = await analyzerFor(errorSwallowed, new Map([['package.json', packageJson]]));
    const severityOf = async (method: string) => {
      const text = `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function leave(groupId: string, userId: string) {\n  await prisma.membership.${method}({ where: { userId }, data: { groupId } }).catch(() => null);\n}\n`;
      return (await analyzer.analyze({ file: '/project/main.ts', text, language: 'typescript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('update'), ['hint']);
    assert.deepEqual(await severityOf('updateMany'), ['information']);
  });

  it('keeps line ends and tabs', async () => {
    const text = "const { Pool } = require('pg');\r\nconst pool = new Pool();\r\nexports.add = async (name) => {\r\n\ttry {\r\n\t\tawait pool.query('INSERT INTO teams (name) VALUES ($1)', [name]);\r\n\t} catch (err) {}\r\n};\r\n";
    const fixed = await fixText(await analyzerFor(errorSwallowed), { file: '/project/main.js', text, language: 'javascript' }, { safety: 'review' });
    assert.equal(fixed.text, "const { Pool } = require('pg');\r\nconst pool = new Pool();\r\nexports.add = async (name) => {\r\n\tawait pool.query('INSERT INTO teams (name) VALUES ($1)', [name]);\r\n};\r\n");
  });

  it('is a hint for what is only sent', async () => {
    const analyzer = await analyzerFor(errorSwallowed, new Map([['package.json', packageJson]]));
    const text = "import axios from 'axios';\nexport async function tell(id: string) {\n  try {\n    await axios.post('http://studio/changed', { id });\n  } catch {}\n}\n";
    assert.deepEqual((await analyzer.analyze({ file: '/project/main.ts', text, language: 'typescript' }))?.map(({ severity }) => severity), ['hint']);
  });
});
