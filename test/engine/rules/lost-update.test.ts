import assert from 'node:assert/strict';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { lostUpdate } from '../../../src/engine/rules/consistency/lost-update';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(lostUpdate, { hits: 33, misses: 30 });

const code = (check: string) => `import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export async function withdraw(id: string, amount: number) {
  const account = await prisma.account.findUniqueOrThrow({ where: { id } });
${check}  await prisma.account.update({ where: { id }, data: { balance: account.balance - amount } });
}
`;

async function only(text: string, files: Readonly<Record<string, string>> = {}): Promise<Finding> {
  const analyzer = await analyzerFor(lostUpdate, new Map(Object.entries({ ...files, 'main.ts': text })));
  const findings = (await analyzer.analyze({ file: '/project/main.ts', text, language: 'typescript' })) ?? [];
  assert.equal(findings.length, 1);
  return findings[0]!;
}

describe('lost-update', () => {
  it('is safe where nothing else depends on the value', async () => {
    const finding = await only(code(''));
    assert.equal(finding.severity, 'information');
    assert.equal(finding.message, 'Two calls at once both read the same balance, and the second write undoes the first: one of the two changes is lost.');
    assert.deepEqual(finding.fixes.map(({ safety, title }) => [safety, title]), [['safe', 'Let the database add: { decrement }']]);
  });

  it('is a hint where no request comes to it', async () => {
    const severityWith = async (caller: string) => (await only(code(''), { 'package.json': '{}', 'caller.ts': `import { withdraw } from './main';\n${caller}` })).severity;
    assert.equal(await severityWith(`export const resolvers = { Mutation: { withdraw: async (_, { id, amount }) => withdraw(id, amount) } };`), 'information');
    assert.equal(await severityWith(`setInterval(() => withdraw('fees', 1), 1000);`), 'hint');
  });

  it('is shown where the write ends something else than what it adds', async () => {
    const text = code('').replace('balance: account.balance - amount', 'balance: account.balance - amount, openedAt: 0');
    assert.equal((await only(text)).severity, 'information');
  });

  it('is a warning and up for review where a check of the value stands before', async () => {
    const finding = await only(code(`  if (account.balance < amount) throw new Error('insufficient funds');\n`));
    assert.equal(finding.severity, 'warning');
    assert.match(finding.message, /Both also pass the check of balance: ask it in the write’s own condition\.$/);
    assert.deepEqual(finding.fixes.map(({ safety }) => safety), ['review']);
  });

  it('names every field of one write in one finding', async () => {
    const finding = await only(code('').replace('balance: account.balance - amount', 'balance: account.balance - amount, paid: account.paid + amount'));
    assert.match(finding.message, /both read the same balance and paid, and the second write/);
    assert.equal(finding.fixes.length, 1);
  });

  it('is a hint where the table holds figures to look at', async () => {
    const ofModel = async (model: string) => (await only(code('').replaceAll('prisma.account', `prisma.${model}`))).severity;
    assert.equal(await ofModel('dailyStats'), 'hint');
    assert.equal(await ofModel('visit_metrics'), 'hint');
    assert.equal(await ofModel('orderStatus'), 'information');
  });

  it('is up for review where the write takes a missing record for none to change', async () => {
    const text = code('').replace('findUniqueOrThrow', 'findUnique').replace('account.update({', 'account.updateMany({');
    assert.deepEqual((await only(text)).fixes.map(({ safety, title }) => [safety, title]), [['review', 'Let the database add: { decrement } (a missing record is then no error)']]);
  });

  it('skips what Sequelize’s update does and its increment does not, for review only', async () => {
    const text = `import { Sequelize } from 'sequelize';

const sequelize = new Sequelize('');
const Stock = sequelize.define('Stock', {});

export async function take(id: number, pieces: number) {
  const stock = await Stock.findOne({ where: { id } });
  if (stock === null) return;
  await Stock.update({ left: stock.left - pieces }, { where: { id } });
}
`;
    assert.deepEqual((await only(text)).fixes.map(({ safety, title }) => [safety, title]), [['review', 'Let the database add: decrement (skips the update’s validation and hooks)']]);
  });

  it('offers no edit where the schema lets the field be empty', async () => {
    const schema = (type: string) => ({ 'schema.prisma': `model Account {\n  id      String @id\n  balance ${type}\n}\n` });
    assert.equal((await only(code(''), schema('Int'))).fixes.length, 1);
    const finding = await only(code(''), schema('Int?'));
    assert.deepEqual(finding.fixes, []);
    assert.match(finding.message, / No edit: the field may be empty, and the database adds nothing to that\.$/);
  });

  it('keeps line ends and tabs', async () => {
    const text = code('').replace(/ {2}/g, '\t').replace(/\n/g, '\r\n');
    const analyzer = await analyzerFor(lostUpdate, new Map([['main.ts', text]]));
    const fixed = await fixText(analyzer, { file: '/project/main.ts', text, language: 'typescript' }, { safety: 'safe' });
    assert.equal(fixed.text.replace(/\r\n/g, '').includes('\n'), false);
    assert.match(fixed.text, /data: \{ balance: \{ decrement: amount \} \}/);
  });
});
