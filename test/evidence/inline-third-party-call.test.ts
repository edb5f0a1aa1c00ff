import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ReadProject } from '../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { inlineThirdPartyCall } from '../../src/engine/rules/consistency/inline-third-party-call';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { appliedFix } from '../support/appliedFix';
import { grammarAssets } from '../support/assets';
import { startRedis, type Redis } from '../support/redis';
import { endsWithThis } from '../support/temporary.mts';
import { recordFigures, versionOf } from './support/figures';

const rule = 'inline-third-party-call';
const signUps = 20;
const patienceMs = 3000;
const folder = path.join(process.cwd(), 'out/evidence', rule);

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "dependencies": { "express": "^5.1.0", "nodemailer": "^10.0.0", "bullmq": "^6.7.0" } }',
  'users.js': `const all = [];

export const users = {
  async insert({ email, name }) {
    all.push({ id: all.length + 1, email, name });
    return all.at(-1);
  },
};
`,
  'mail.js': `import { createTransport } from 'nodemailer';

const transport = createTransport({ host: '127.0.0.1', port: Number(process.env.EVIDENCE_SMTP_PORT), secure: false });

export async function sendWelcome(address, name) {
  await transport.sendMail({ from: 'shop@example.com', to: address, subject: 'Welcome', text: name });
}
`,
  'app.js': `import express from 'express';
import { sendWelcome } from './mail.js';
import { users } from './users.js';

export const app = express();

app.post('/users', express.json(), async (req, res) => {
  const user = await users.insert(req.body);
  await sendWelcome(user.email, user.name);
  res.status(201).json({ id: user.id });
});

app.use((error, req, res, next) => {
  res.status(502).end();
});
`,
};

/** The project's files as they are after the rule's fix. */
async function fixedFiles(): Promise<Record<string, string>> {
  const read = (file: string) => files[file.replace('/project/', '')];
  const project = new ReadProject(read, undefined, '/project', (dir) => (dir === '/project' ? Object.keys(files) : []));
  const analyzer = new Analyzer({ rules: [inlineThirdPartyCall], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings });
  const text = files['app.js'] ?? '';
  const findings = (await analyzer.analyze({ file: '/project/app.js', text, language: 'javascript' })) ?? [];
  const edits = findings[0]?.fixes[0]?.edits ?? [];
  assert.ok(edits.length > 0, 'the rule must find the flaw and offer its fix');
  const applied = appliedFix(text, edits);
  return { ...files, ...Object.fromEntries(applied.added), 'app.js': applied.text };
}

function write(name: string, project: Readonly<Record<string, string>>): string {
  const dir = path.join(folder, name);
  mkdirSync(dir, { recursive: true });
  for (const [file, text] of Object.entries(project)) writeFileSync(path.join(dir, file), text);
  return dir;
}

const load = async (dir: string, file: string) => (await import(pathToFileURL(path.join(dir, file)).href)) as Record<string, unknown>;

interface Outcome {
  readonly answered: number;
  readonly slowestMs: number;
}

/** Signs up `signUps` users at once, and counts the answers within the patience of a user. */
async function signUp(dir: string): Promise<Outcome> {
  const { app } = (await load(dir, 'app.js')) as { app: RequestListener };
  const server = createHttpServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const started = performance.now();
  const times: number[] = [];
  const all = Array.from({ length: signUps }, async (_, i) => {
    const body = JSON.stringify({ email: `user${i}@example.com`, name: `User ${i}` });
    const response = await fetch(`http://127.0.0.1:${port}/users`, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined);
    if (response?.status === 201) times.push(performance.now() - started);
  });
  await Promise.all(all);
  server.closeAllConnections();
  server.close();
  return { answered: times.length, slowestMs: Math.round(Math.max(0, ...times)) };
}

/** A mail server that takes connections; it says nothing until it is told to work. */
class MailServer {
  delivered = 0;
  private works = false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => this.serve(socket));

  async start(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** From here on it answers, and the connections that waited are cut. */
  recover(): void {
    this.works = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Waits until it has taken so many mails. */
  async allOf(count: number): Promise<void> {
    while (this.delivered < count) await delay(50);
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (!this.works) return;
    let isData = false;
    let heard = '';
    socket.write('220 ready\r\n');
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      if (!heard.endsWith(isData ? '\r\n.\r\n' : '\r\n')) return;
      const command = /^\w+/.exec(heard)?.[0].toUpperCase();
      heard = '';
      if (isData) this.delivered++;
      socket.write(isData ? '250 taken\r\n' : command === 'DATA' ? '354 go on\r\n' : command === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      isData = !isData && command === 'DATA';
    });
  }
}

describe(`evidence: ${rule}`, function () {
  this.timeout(60_000);
  const mails = new MailServer();
  let redis: Redis;

  before(async function () {
    redis = await startRedis(this);
    process.env['EVIDENCE_SMTP_PORT'] = `${await mails.start()}`;
    process.env['REDIS_PORT'] = `${redis.port}`;
  });
  after(async () => {
    mails.stop();
    delete process.env['EVIDENCE_SMTP_PORT'];
    delete process.env['REDIS_PORT'];
    rmSync(folder, { recursive: true, force: true });
    await redis.stop();
  });

  it('sign-ups hang with the mail server before our fix; after it they answer, and the worker sends once the server is back', async () => {
    const before = await signUp(write('before', files));
    assert.equal(before.answered, 0, 'every response waits for the mail');

    const dir = write('after', await fixedFiles());
    const after = await signUp(dir);
    assert.equal(after.answered, signUps, 'no response waits');
    assert.ok(after.slowestMs < patienceMs / 2);
    assert.equal(mails.delivered, 0);

    mails.recover();
    const worker = endsWithThis(spawn(process.execPath, [path.join(dir, 'send-welcome.worker.js')], { stdio: 'inherit' }));
    await mails.allOf(signUps);
    worker.kill('SIGTERM');
    const [code] = (await once(worker, 'exit')) as [number | null];
    assert.equal(code, 0, 'the worker ends in order');
    const { sendWelcomeQueue } = (await load(dir, 'send-welcome.queue.js')) as { sendWelcomeQueue: { close: () => Promise<void> } };
    await sendWelcomeQueue.close();
    recordFigures(rule, { redis: redis.version, nodemailer: versionOf('nodemailer'), bullmq: versionOf('bullmq'), express: versionOf('express') }, [
      { what: `sign-ups answered within ${patienceMs / 1000} s, of ${signUps} at once, while the mail server says nothing`, before: before.answered, after: after.answered },
      { what: 'slowest of those answers', before: `none in ${patienceMs / 1000} s`, after: after.slowestMs, unit: 'ms' },
    ]);
  });
});
