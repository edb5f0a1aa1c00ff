import assert from 'node:assert/strict';
import { checkThenCreate } from '../../../src/engine/rules/consistency/check-then-create';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(checkThenCreate, { hits: 21, misses: 22 });

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

  it('names what it needs where the schema is not there', async () => {
    const finding = await only(code);
    assert.equal(finding.severity, 'information');
    assert.deepEqual(finding.fixes.map(({ safety, title }) => [safety, title]), [['review', 'Answer a conflict on the key as an existing record (P2002) (needs a unique key on email)']]);
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
    assert.equal((await only(callback)).severity, 'hint');
    assert.equal((await only(callback.replace('signInCallback', 'open'))).severity, 'information');
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
