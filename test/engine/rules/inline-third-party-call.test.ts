import assert from 'node:assert/strict';
import { inlineThirdPartyCall } from '../../../src/engine/rules/consistency/inline-third-party-call';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(inlineThirdPartyCall, { hits: 12, misses: 15 });

const mail = `import { createTransport } from 'nodemailer';\nconst transport = createTransport(process.env.SMTP_URL);\nexport const sendWelcome = (to: string) => transport.sendMail({ to });\n`;
const route = `import { Router } from 'express';\nimport { sendWelcome } from './mail';\nimport { users } from './users';\n\nexport const router = Router();\n\nrouter.post('/users', async (req, res) => {\n  const user = await users.insert(req.body);\n  await sendWelcome(user.email);\n  res.json(user);\n});\n`;

async function findingsIn(files: Readonly<Record<string, string>>, text = route) {
  const analyzer = await analyzerFor(inlineThirdPartyCall, new Map(Object.entries({ 'src/mail.ts': mail, ...files })));
  return (await analyzer.analyze({ file: '/project/src/routes.ts', text, language: 'typescript' })) ?? [];
}

const dependencies = (names: readonly string[]) => JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '*'])) });

describe('inline-third-party-call: what it says and adds', () => {
  it('names the provider, the grade and what is missing', async () => {
    const [finding] = await findingsIn({ 'package.json': dependencies(['express', 'nodemailer']) });
    assert.equal(finding?.message, 'The response waits until the mail server has taken the e-mail: when that is slow or hangs, so does this endpoint, though its own work is done.');
    assert.deepEqual(finding.fixes.map(({ title, safety }) => [title, safety]), [['Send the e-mail from a BullMQ job, with a worker of its own (needs bullmq)', 'guided']]);
  });

  it('knows an imported transport by its usual name in a fragment, where its file is not there', async () => {
    const text = route.replace('sendWelcome', 'transport').replace('sendWelcome(user.email)', 'transport.sendMail({ to: user.email })');
    const analyzer = await analyzerFor(inlineThirdPartyCall, new Map());
    const count = async (source: { text: string; fragment: boolean }) => (await analyzer.analyze({ file: '/project/src/routes.ts', language: 'typescript', ...source }))?.flatMap(({ fixes }) => fixes).length;
    assert.equal(await count({ text, fragment: true }), 1);
    assert.equal(await count({ text: text.replaceAll('transport', 'users2'), fragment: true }), 0);
    assert.equal(await count({ text, fragment: false }), 0);
  });

  it('is a hint in an endpoint that only sends', async () => {
    const files = { 'package.json': dependencies(['express', 'nodemailer']) };
    const contact = route.replace('  const user = await users.insert(req.body);\n', '  const user = readContact(req.body);\n');
    const [finding] = await findingsIn(files, contact);
    assert.deepEqual([finding?.severity, finding?.message], ['hint', 'The response waits until the mail server has taken the e-mail: when that is slow or hangs, so does this endpoint.']);
    assert.deepEqual((await findingsIn(files, contact.replace('  await sendWelcome(user.email);\n  res.json(user);', '  res.json(user);\n  await sendWelcome(user.email);'))).length, 0);
  });

  it('says that the own work is done only where it is', async () => {
    const files = { 'package.json': dependencies(['express', 'nodemailer']) };
    const [finding] = await findingsIn(files, route.replace('  res.json(user);', '  await users.markInvited(user.id);\n  res.json(user);'));
    assert.deepEqual([finding?.severity, finding?.message], ['information', 'The response waits until the mail server has taken the e-mail: when that is slow or hangs, so does this endpoint.']);
  });

  it('is a hint where a comment before the sending speaks of a queue', async () => {
    const files = { 'package.json': dependencies(['express', 'nodemailer']) };
    const severityOf = async (comment: string) => (await findingsIn(files, route.replace('  await sendWelcome', `  ${comment}\n  await sendWelcome`))).map(({ severity }) => severity);
    assert.deepEqual(await severityOf('// await mailQueue.add(user.email);'), ['hint']);
    assert.deepEqual(await severityOf('// TODO: a queue'), ['information']);
  });

  it('is a hint in an endpoint of administrators', async () => {
    const files = { 'package.json': dependencies(['express', 'nodemailer']) };
    const severityOf = async (text: string) => (await findingsIn(files, text)).map(({ severity }) => severity);
    assert.deepEqual(await severityOf(route), ['information']);
    assert.deepEqual(await severityOf(route.replace("'/users', async", "'/users', authorizer({ anyAdmin: true }), async")), ['hint']);
    assert.deepEqual(await severityOf(route.replace('  const user =', '  if (!req.user.isAdmin) return res.sendStatus(403);\n  const user =')), ['hint']);
    assert.deepEqual(await severityOf(route.replace('  const user =', '  if (req.user.isAdmin) return res.sendStatus(409);\n  const user =')), ['information']);
  });

  it('does not write over a file', async () => {
    const [finding] = await findingsIn({ 'package.json': dependencies(['express', 'bullmq']), 'src/send-welcome.queue.ts': '' });
    assert.ok(finding?.message.endsWith('No automatic fix: files for a send-welcome queue exist already.'));
    assert.deepEqual(finding?.fixes, []);
  });

  it('writes tabs and CRLF where the handler has them', async () => {
    const [finding] = await findingsIn({ 'package.json': dependencies(['express', 'bullmq']) }, route.replaceAll('  ', '\t').replaceAll('\n', '\r\n'));
    const added = finding?.fixes[0]?.edits.filter((edit) => edit.create === true) ?? [];
    assert.equal(added.length, 2);
    for (const { newText } of added) assert.ok(newText.includes('\r\n\t') && !/[^\r]\n/.test(newText));
  });

  it('does not take a connection that gives up for one a worker can use', async () => {
    const redis = (options: string) => `import IORedis from 'ioredis';\nexport const redis = new IORedis('redis://cache'${options});\n`;
    for (const [options, isUsed] of [['', false], [', { maxRetriesPerRequest: null }', true]] as const) {
      const [finding] = await findingsIn({ 'package.json': dependencies(['express', 'bullmq']), 'src/redis.ts': redis(options) });
      const queue = finding?.fixes[0]?.edits.find(({ file }) => file.endsWith('.queue.ts'))?.newText ?? '';
      assert.equal(queue.includes('connection: redis,'), isUsed);
    }
  });
});
