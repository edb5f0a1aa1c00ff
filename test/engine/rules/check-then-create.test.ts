import assert from 'node:assert/strict';
import { checkThenCreate } from '../../../src/engine/rules/consistency/check-then-create';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(checkThenCreate, { hits: 22, misses: 23 });

const schema = (key: string) => `model User {\n  id    Int    @id\n  email String${key}\n}\n`;

const code = `import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export async function open(email: string) {
  const user = await prisma.user.findUnique({ where: { email } });
  if (user) throw new Error('taken');
  return prisma.user.create({ data: { email } });
}
`;

async function only(text: string, files: Readonly<Record<string, string>> = {}): Promise<Finding> {
  const analyzer = await analyzerFor(checkThenCreate, new Map(Object.entries({ ...files, 'main.ts': text })));
  const findings = (await analyzer.analyze({ file: '/project/main.ts', text, language: 'typescript' })) ?? [];
  assert.equal(findings.length, 1);
  return findings[0]!;
}

describe('check-then-create', () => {
  it('is safe and a hint where the schema proves the key', async () => {
    const finding = await only(code, { 'schema.prisma': schema(' @unique') });
    assert.equal(finding.severity, 'hint');
    assert.deepEqual(finding.fixes.map(({ safety, title }) => [safety, title]), [['safe', 'Answer a conflict on the key as an existing record (P2002)']]);
  });

  it('is a warning without an edit where the schema has no such key', async () => {
    const finding = await only(code, { 'schema.prisma': schema('') });
    assert.equal(finding.severity, 'warning');
    assert.equal(finding.message, 'Two calls with the same email at once both find no user and both create one: nothing in the schema makes email unique. No edit: add a unique key on email first; the create can then answer its violation.');
    assert.deepEqual(finding.fixes, []);
  });

  it('is a hint, and names what it needs, where the schema is not there', async () => {
    const finding = await only(code, { 'package.json': '{}' });
    assert.equal(finding.severity, 'hint');
    assert.deepEqual(finding.fixes.map(({ safety, title }) => [safety, title]), [['review', 'Answer a conflict on the key as an existing record (P2002) (needs a unique key on email)']]);
  });

  it('names no key that would not hold', async () => {
    const nullable = await only(code, { 'schema.prisma': schema('?') });
    assert.match(nullable.message, / No edit: a field that is asked for may be null, and databases differ in what a unique key makes of two nulls\.$/);
    const other = `import { PrismaClient } from '@prisma/client';\nexport const add = (prisma: PrismaClient, email: string, team: string) => prisma.user.create({ data: { email, team } });\n`;
    const shared = await only(code, { 'schema.prisma': schema(''), 'package.json': '{}', 'other.ts': other });
    assert.match(shared.message, / No edit: a unique key has to hold it first, and other code creates user too: see what it relies on\.$/);
  });

  it('offers nothing that reads other fields than the create gives', async () => {
    const text = (select: string) => code.replace('{ where: { email } }', `{ where: { email }${select} }`).replace(`if (user) throw new Error('taken');\n  return prisma.user.create({ data: { email } });`, 'if (!user) {\n    return prisma.user.create({ data: { email } });\n  }\n  return prisma.user.findFirst({ where: { email } });');
    const files = { 'schema.prisma': schema(' @unique') };
    assert.deepEqual((await only(text(''), files)).fixes.map(({ safety }) => safety), ['safe']);
    const narrowed = await only(text(', select: { id: true }'), files);
    assert.deepEqual(narrowed.fixes, []);
    assert.match(narrowed.message, / No edit: the check reads other fields than the create gives\.$/);
  });

  it('is a hint where the record only notes a mail that was sent', async () => {
    const text = (guard: string, model: string) => `import { PrismaClient } from '@prisma/client';\n\nconst prisma = new PrismaClient();\n\nexport async function note(email: string) {\n  const known = await prisma.${model}.findFirst({ where: { email } });\n  ${guard} prisma.${model}.create({ data: { email } });\n}\n`;
    const files = (model: string) => ({ 'schema.prisma': schema('').replace('User', model) });
    assert.equal((await only(text('if (!known) await', 'sentMail'), files('SentMail'))).severity, 'hint');
    assert.equal((await only(text('if (!known) await', 'mailAddress'), files('MailAddress'))).severity, 'warning');
    assert.equal((await only(text('if (known) return;\n  await send(email);\n  await', 'sentMail'), files('SentMail'))).severity, 'warning');
  });

  it('is shown in a file that belongs to no project', async () => {
    assert.equal((await only(code)).severity, 'information');
  });

  it('leaves files that fill a database alone', async () => {
    const analyzer = await analyzerFor(checkThenCreate, new Map([['schema.prisma', schema('')]]));
    const found = async (file: string) => (await analyzer.analyze({ file: `/project/prisma/${file}`, text: code, language: 'typescript' }))?.length;
    assert.deepEqual([await found('rooms.ts'), await found('seed-rooms.ts')], [1, 0]);
  });

  it('leaves a create alone that another one of its transaction guards by a unique key', async () => {
    const models = 'model Mail {\n  id String @id\n  run String\n  person String\n}\nmodel Sent {\n  run String\n  person String\n  mail String\n  @@id([run, person])\n}\n';
    const text = (last: string) => `import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export const record = (run: string, person: string) =>
  prisma.$transaction(async (tx) => {
    let mail = await tx.mail.findFirst({ where: { run, person } });
    if (!mail) {
      mail = await tx.mail.create({ data: { run, person } });
    }
    ${last}
  });
`;
    const analyzer = await analyzerFor(checkThenCreate, new Map([['schema.prisma', models]]));
    const count = async (last: string) => (await analyzer.analyze({ file: '/project/main.ts', text: text(last), language: 'typescript' }))?.length;
    assert.equal(await count('await tx.sent.create({ data: { run, person, mail: mail.id } });'), 0);
    assert.equal(await count('await tx.sent.create({ data: { run, person: mail.owner, mail: mail.id } });'), 1);
    assert.equal(await count('if (mail.isNew) {\n      await tx.sent.create({ data: { run, person, mail: mail.id } });\n    }'), 1);
  });

  it('is a hint where no request comes to it', async () => {
    const severityWith = async (caller: string) => (await only(code, { 'schema.prisma': schema(''), 'package.json': '{}', 'caller.ts': `import { open } from './main';\n${caller}` })).severity;
    const handled = (guard: string) => `import express from 'express';\nexpress().post('/users', ${guard}async (req, res) => { res.json(await open(req.body.email)); });`;
    assert.equal(await severityWith(handled('')), 'warning');
    assert.equal(await severityWith(handled('').replace('res.json(await open(req.body.email));', 'void open(req.body.email); res.end();')), 'warning', 'two that nobody waits for race too');
    assert.equal(await severityWith(handled('requireAdmin, ')), 'hint');
    assert.equal(await severityWith(`program.command('import').action(async (file) => { await open(file); });`), 'hint');
    assert.equal(await severityWith(`new CronJob('* * * * *', async () => { await open('a'); });`), 'hint');
    assert.equal(await severityWith(`export const title = 'open';`), 'hint');
  });

  it('is a hint in a class that runs scripts once', async () => {
    const analyzer = await analyzerFor(checkThenCreate, new Map([['schema.prisma', schema('')]]));
    const severityIn = async (file: string) => (await analyzer.analyze({ file: `/project/src/services/${file}`, text: code, language: 'typescript' }))?.map(({ severity }) => severity);
    assert.deepEqual([await severityIn('script-runner.service.ts'), await severityIn('runner.service.ts')], [['hint'], ['warning']]);
  });

  it('is a hint for a primary key: the second create fails', async () => {
    assert.equal((await only(code.replaceAll('email', 'id'))).severity, 'hint');
  });

  it('is a hint in the callback of a sign-in, whose code is good once', async () => {
    const callback = `import { PrismaClient } from '@prisma/client';
import { redeem } from './provider';

const prisma = new PrismaClient();

export async function signInCallback(code: string) {
  const { accessToken, email } = await redeem(code);
  const user = await prisma.user.findUnique({ where: { email } });
  if (user) throw new Error('taken');
  return prisma.user.create({ data: { email, accessToken } });
}
`;
    const files = { 'schema.prisma': schema('') };
    assert.equal((await only(callback, files)).severity, 'hint');
    assert.equal((await only(callback.replace('signInCallback', 'open'), files)).severity, 'warning');
  });

  it('is a hint in an endpoint of administrators, and in a forked process', async () => {
    const files = { 'schema.prisma': schema('') };
    const checked = code.replace('(email: string) {', '(email: string, user: { isAdmin: boolean }) {\n  if (!user.isAdmin) throw new Error();').replace('const user', 'const known').replace('if (user)', 'if (known)');
    assert.equal((await only(checked, files)).severity, 'hint');
    assert.equal((await only(checked.replace('!user.isAdmin', '!user.isActive'), files)).severity, 'warning');
    assert.equal((await only(`${code}process.send?.('ready');\n`, files)).severity, 'warning');
    assert.equal((await only(`${code}process.send('ready');\n`, files)).severity, 'hint');
  });

  it('is a hint after a reservation that lets one caller through', async () => {
    const files = { 'schema.prisma': schema('') };
    const reserved = (before: string) => code.replace(/(\(email: string\)[^{]*\{\n)/, `$1  ${before}\n`);
    assert.notEqual(reserved('x'), code);
    const severityAfter = async (before: string) => (await only(reserved(before), files)).severity;
    assert.equal(await severityAfter("const seat = await reserveSeat(email);\n  if (seat.status === 'taken') return seat.owner;"), 'hint');
    assert.equal(await severityAfter('const claimed = await jobs.tryClaim(email);\n  if (!claimed) {\n    throw new Error();\n  }'), 'hint');
    assert.equal(await severityAfter('const seat = await reserveSeat(email);\n  log(seat);'), 'warning');
    assert.equal(await severityAfter("const seat = await reserveSeat(email);\n  if (seat.status === 'taken') log(seat);"), 'warning');
    assert.equal(await severityAfter('const claims = await claimsOf(email);\n  if (!claims) throw new Error();'), 'warning');
  });

  it('is shown for a collection of MongoDB, unless an index elsewhere makes the fields unique', async () => {
    const text = `import { MongoClient } from 'mongodb';

const guests = new MongoClient(process.env.MONGO_URL ?? '').db().collection('guests');

export async function invite(email: string) {
  const guest = await guests.findOne({ email });
  if (guest) return guest;
  return guests.insertOne({ email });
}
`;
    const route = { 'package.json': '{}', 'routes.ts': `import express from 'express';\nimport { invite } from './main';\nexpress().post('/guests', async (req, res) => { res.json(await invite(req.body.email)); });\n` };
    const index = (fields: string) => ({ ...route, 'indexes.ts': `export const indexes = (db) => db.collection('guests').createIndex({ ${fields} }, { unique: true });\n` });
    assert.equal((await only(text)).severity, 'information');
    assert.equal((await only(text, index('phone: 1'))).severity, 'information');
    assert.equal((await only(text, index('email: 1'))).severity, 'hint');
    const ended = text.replace('return guests.insertOne({ email });', 'try {\n    await guests.insertOne({ email });\n  } catch (error) {\n    console.warn(error);\n  }\n  return undefined;');
    assert.equal((await only(ended)).severity, 'hint');
    const assured = text.replace('if (guest) return guest;\n  return guests.insertOne({ email });', 'if (!guest) {\n    await guests.insertOne({ email });\n  }');
    assert.equal((await only(assured)).severity, 'hint');
    assert.equal((await only(assured.replace('  }\n', '  }\n  return guest;\n'))).severity, 'information');
  });

  it('knows the schema of a mongoose model by the name it is imported under', async () => {
    const text = `import userModel from './user.model';

export async function register(email: string) {
  const known = await userModel.findOne({ email });
  if (known) throw new Error('taken');
  return userModel.create({ email });
}
`;
    const model = (options: string) => ({ 'user.model.ts': `import mongoose from 'mongoose';\n\nconst users = mongoose.Schema({ email: { type: String, ${options} } });\n\nexport default mongoose.model('User', users);\n` });
    assert.equal((await only(text, model('required: true'))).severity, 'warning');
    assert.equal((await only(text, model('unique: true'))).severity, 'hint');
  });

  it('does not import from a package that is not where the client comes from', async () => {
    const finding = await only(code.replace('@prisma/client', './generated/prisma/client'), { 'schema.prisma': schema(' @unique') });
    assert.deepEqual(finding.fixes, []);
    const bound = await only(code.replace("{ PrismaClient } from '@prisma/client'", "{ Prisma, PrismaClient } from './generated/prisma/client'"), { 'schema.prisma': schema(' @unique') });
    assert.equal(bound.fixes.length, 1);
  });

  it('keeps line ends and tabs', async () => {
    const text = code.replace(/ {2}/g, '\t').replace(/\n/g, '\r\n');
    const analyzer = await analyzerFor(checkThenCreate, new Map([['main.ts', text], ['schema.prisma', schema(' @unique')]]));
    const fixed = await fixText(analyzer, { file: '/project/main.ts', text, language: 'typescript' }, { safety: 'safe' });
    assert.equal(fixed.text.replace(/\r\n/g, '').includes('\n'), false);
    assert.match(fixed.text, /\.catch\(\(err: unknown\) => \{\r\n\t\tif \(err instanceof Prisma\.PrismaClientKnownRequestError && err\.code === 'P2002'\) throw new Error\('taken'\);\r\n\t\tthrow err;\r\n\t\}\);/);
  });
});
