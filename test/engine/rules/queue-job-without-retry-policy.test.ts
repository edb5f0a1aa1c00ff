import assert from 'node:assert/strict';
import { queueJobWithoutRetryPolicy } from '../../../src/engine/rules/consistency/queue-job-without-retry-policy';
import { fixText } from '../../../src/engine/fix/fixText';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(queueJobWithoutRetryPolicy, { hits: 12, misses: 16 });

const project = (version: string) => new Map([['package.json', JSON.stringify({ dependencies: { bullmq: version } })]]);

async function findingsIn(text: string, version = '^5.61.0') {
  const analyzer = await analyzerFor(queueJobWithoutRetryPolicy, project(version));
  const source = { file: '/project/src/jobs.ts', text, language: 'typescript' } as const;
  return { analyzer, source, findings: (await analyzer.analyze(source)) ?? [] };
}

const queue = (options: string) => `import { Queue } from 'bullmq';\n\nconst jobs = new Queue('jobs', { connection });\n\nexport async function start(id: string) {\n  await jobs.add('start', { id }${options});\n}\n`;

describe('queue-job-without-retry-policy: what it says', () => {
  it('one run', async () => {
    const [finding] = (await findingsIn(queue(''))).findings;
    assert.equal(finding?.message, 'BullMQ runs a job once where attempts is not set: one error in its worker, such as a timeout under load, and the job is never done.');
    assert.deepEqual(finding.fixes.map(({ title, safety }) => [title, safety]), [["Give the queue's jobs 5 runs with exponential backoff", 'review']]);
  });

  it('a backoff that never applies', async () => {
    const [finding] = (await findingsIn(queue(', { backoff: 500 }'))).findings;
    assert.equal(finding?.message, 'The backoff never applies: attempts is not set, so BullMQ runs the job once and the first error is its last.');
    assert.equal(finding.fixes[0]?.title, 'Give the job 5 runs');
  });

  it('attempts without a wait', async () => {
    const [finding] = (await findingsIn(queue(', { attempts: 4 }'))).findings;
    assert.equal(finding?.message, 'Without a backoff every attempt follows the failed one at once: all of them are used up before what made the first fail is over.');
    assert.equal(finding.fixes[0]?.title, 'Wait exponentially longer before each further run of the job');
  });

  it('an injected queue of a file that no package.json stands by', async () => {
    const text = "import { InjectQueue } from '@nestjs/bullmq';\nimport { Queue } from 'bullmq';\n\nexport class Orders {\n  constructor(@InjectQueue('orders') private readonly orders: Queue) {}\n\n  place(id: string) {\n    return this.orders.add('fulfil', { id });\n  }\n}\n";
    const analyzer = await analyzerFor(queueJobWithoutRetryPolicy);
    assert.equal((await analyzer.analyze({ file: '/project/orders.ts', text, language: 'typescript' }))?.length, 1);
    assert.deepEqual((await findingsIn(text)).findings, []);
  });

  it('no edit where the data would take the place of the options', async () => {
    const text = "import { Queue } from 'bullmq';\n\nconst options = { connection };\nconst jobs = new Queue('jobs', options);\nexport const others = new Queue('others', options);\n\nexport const start = () => jobs.add('start');\n";
    const [finding] = (await findingsIn(text)).findings;
    assert.equal(finding?.message.endsWith('No automatic fix: its options are put together elsewhere.'), true);
    assert.deepEqual(finding.fixes, []);
  });

  it('jitter only where the installed BullMQ reads it', async () => {
    for (const [version, expected] of [['^5.53.0', false], ['5.54.1', true], ['^4.0.0', false], ['^6.0.0', true], ['latest', true]] as const) {
      const { analyzer, source } = await findingsIn(queue(''), version);
      const { text } = await fixText(analyzer, source, { safety: 'review' });
      assert.equal(text.includes('jitter: 0.5'), expected, version);
    }
  });

  it('a hint where the worker beside it catches what its work throws', async () => {
    const main = "import { ordersQueue } from './orders.queue';\n\nexport const place = (orderId: string) => ordersQueue.add('execute', { orderId });\n";
    const severityWith = async (handler: string) => {
      const worker = `import { Worker } from 'bullmq';\nimport { execute, load, fail } from './execution';\nexport const worker = new Worker('orders', async (job) => {\n  const order = await load(job.data.orderId);\n  try {\n    await execute(order);\n  } catch (error) {\n    ${handler}\n  }\n});\n`;
      const files = new Map([['package.json', '{ "dependencies": { "bullmq": "^5.61.0" } }'], ['src/orders/main.ts', main], ['src/orders/orders.worker.ts', worker], ['src/orders/orders.queue.ts', "import { Queue } from 'bullmq';\nexport const ordersQueue = new Queue('orders', { connection: { host: 'redis' } });\n"]]);
      return (await (await analyzerFor(queueJobWithoutRetryPolicy, files)).analyze({ file: '/project/src/orders/main.ts', text: main, language: 'typescript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityWith('await fail(order, error);'), ['hint']);
    assert.deepEqual(await severityWith('throw error;'), ['information']);
  });

  it('a hint where the methods that a Nest processor dispatches to catch what they do', async () => {
    const main = "import { Injectable } from '@nestjs/common';\nimport { InjectQueue } from '@nestjs/bullmq';\nimport { Queue } from 'bullmq';\n\n@Injectable()\nexport class Accounts {\n  constructor(@InjectQueue('letters') private readonly letters: Queue) {}\n\n  async welcome(id: string) {\n    await this.letters.add('email', { id });\n  }\n}\n";
    const severityWith = async (handler: string) => {
      const processor = `import { Processor, WorkerHost } from '@nestjs/bullmq';\n\n@Processor('letters')\nexport class Letters extends WorkerHost {\n  private readonly handlers = { email: (job) => this.handleEmail(job) };\n\n  async process(job) {\n    await this.handlers[job.name](job);\n  }\n\n  async handleEmail(job) {\n    const account = await this.accounts.find(job.data.id);\n    try {\n      await this.provider.send(account);\n    } catch (error) {\n      ${handler}\n    }\n  }\n}\n`;
      const module = "import { Module } from '@nestjs/common';\nimport { BullModule } from '@nestjs/bullmq';\n\n@Module({ imports: [BullModule.forRoot({ connection: { host: 'redis' } }), BullModule.registerQueue({ name: 'letters' })] })\nexport class AppModule {}\n";
      const files = new Map([['package.json', '{ "dependencies": { "bullmq": "^5.61.0", "@nestjs/bullmq": "^11.0.0" } }'], ['src/accounts/accounts.service.ts', main], ['src/letters/letters.processor.ts', processor], ['src/app.module.ts', module]]);
      return (await (await analyzerFor(queueJobWithoutRetryPolicy, files)).analyze({ file: '/project/src/accounts/accounts.service.ts', text: main, language: 'typescript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityWith('this.logger.error(error);'), ['hint']);
    assert.deepEqual(await severityWith('throw error;'), ['information']);
  });

  it('nothing where the file works on its own queue and lets no error out', async () => {
    const countWith = async (end: string) => (await findingsIn(`import Queue from 'bull';\nimport { send } from './mails';\n\nconst mails = new Queue('mails');\n\nexport function work() {\n  mails.process(4, async (job, done) => {\n    try {\n      await send(job.data);\n    } catch (error) {\n      ${end}\n    } finally {\n      done();\n    }\n  });\n}\n\nexport async function invite(to: string) {\n  await mails.add({ to });\n}\n`)).findings.length;
    assert.deepEqual([await countWith('console.error(error);'), await countWith('done(error);'), await countWith('throw error;')], [0, 1, 1]);
  });

  it('keeps CRLF and tabs', async () => {
    const { analyzer, source } = await findingsIn(queue(", {\n    removeOnComplete: true,\n  }").replaceAll('\n', '\r\n').replaceAll('  ', '\t'));
    const { text } = await fixText(analyzer, source, { safety: 'review' });
    assert.ok(!/[^\r]\n/.test(text));
  });

  it('a hint where the job carries nothing, or its id is the answer', async () => {
    const severityOf = async (body: string) => (await findingsIn(`import { Queue } from 'bullmq';\n\nconst jobs = new Queue('jobs', { connection });\n\nexport async function start(req, res) {\n  const id = randomUUID();\n  ${body}\n}\n`)).findings.map(({ severity }) => severity);
    assert.deepEqual(await severityOf("await jobs.add('sweep', {});"), ['hint']);
    assert.deepEqual(await severityOf("await jobs.add('refresh', { feed: req.feed }, { jobId: `refresh-${req.feed}`, removeOnFail: true });"), ['hint']);
    assert.deepEqual(await severityOf("await jobs.add('refresh', { feed: req.feed }, { jobId: `refresh-${req.feed}` });"), ['information']);
    assert.deepEqual(await severityOf("await jobs.add('report', req.body, { jobId: id });\n  res.json({ id });"), ['hint']);
    assert.deepEqual(await severityOf("await jobs.add('report', req.body, { jobId: id });\n  return { id };"), ['hint']);
    assert.deepEqual(await severityOf("await jobs.add('bill', req.body, { jobId: id });\n  log(id);"), ['information']);
  });

  it('a hint where the function waits for the end of the job', async () => {
    const severityOf = async (body: string) => (await findingsIn(`import { Queue } from 'bullmq';\n\nconst prints = new Queue('prints', { connection });\n\nexport async function print(page) {\n  const job = await prints.add('print', { page });\n  ${body}\n}\n`)).findings.map(({ severity }) => severity);
    assert.deepEqual(await severityOf('return await job.waitUntilFinished(events);'), ['hint']);
    assert.deepEqual(await severityOf('return await job.finished();'), ['hint']);
    assert.deepEqual(await severityOf('void job.waitUntilFinished(events);'), ['information']);
    assert.deepEqual(await severityOf('return job.id;'), ['information']);
  });

  it('asks who leaves the job, and whether its worker can fail', async () => {
    const main = "import Queue from 'bull';\n\nexport const stock = new Queue('stock');\n\nexport const count = (item) => stock.add('count', { item });\n";
    const severities = async (...others: readonly [name: string, text: string][]) => {
      const files = new Map([['package.json', '{ "dependencies": { "bull": "^4.16.0", "express": "^5.0.0" } }'], ['lib/stock.js', main], ['server.js', "import express from 'express';\nexport const app = express();\n"], ...others]);
      const findings = await (await analyzerFor(queueJobWithoutRetryPolicy, files)).analyze({ file: '/project/lib/stock.js', text: main, language: 'javascript' });
      for (const { severity, message } of findings ?? []) assert.equal(/neither a request that leaves the job nor a worker that can fail/.test(message), severity === 'hint');
      return findings?.map(({ severity }) => severity);
    };
    const clock = ['clock.js', "import { count } from './lib/stock.js';\nsetInterval(() => void count('tea'), 60_000);\n"] as const;
    const route = ['routes.js', "import { count } from './lib/stock.js';\nimport { app } from './server.js';\n\napp.post('/items/:item', async (req, res) => {\n  await count(req.params.item);\n  res.sendStatus(202);\n});\n"] as const;
    const worker = (body: string) => ['shelf/consumer.js', `import { stock } from '../lib/stock.js';\n\nexport const begin = () => stock.process(tell);\n\nasync function tell(job) {\n  ${body}\n}\n`] as const;
    assert.deepEqual(await severities([...clock]), ['hint']);
    assert.deepEqual(await severities([...route]), ['information']);
    assert.deepEqual(await severities([...clock], [...worker('await ledger.save(job.data.item);')]), ['information']);
    assert.deepEqual(await severities([...route], [...worker("listeners.emit('counted', job.data.item);")]), []);
  });

  it('finds a worker that a function of the project makes', async () => {
    const main = "import { Queue } from 'bullmq';\n\nexport const prints = new Queue('prints', { connection });\n\nexport const print = (page) => prints.add('print', { page });\n";
    const files = (body: string) => new Map([['package.json', '{ "dependencies": { "bullmq": "^5.61.0" } }'], ['prints.js', main], ['clock.js', "import { print } from './prints.js';\nsetInterval(() => void print('all'), 60_000);\n"], ['work.js', `import { startWorker } from './start.js';\n\nstartWorker('prints', async (job) => {\n  ${body}\n});\n`]]);
    const severities = async (body: string) => (await (await analyzerFor(queueJobWithoutRetryPolicy, files(body))).analyze({ file: '/project/prints.js', text: main, language: 'javascript' }))?.map(({ severity }) => severity);
    assert.deepEqual(await severities('await press(job.data.page);'), ['information']);
    assert.deepEqual(await severities('pages.add(job.data.page);'), []);
  });

  it('a hint where nothing of the job is decided by its call', async () => {
    const severityOf = async (call: string) => (await findingsIn(`import { Queue } from 'bullmq';\n\nconst tables = ['carts', 'visits'];\nconst jobs = new Queue('jobs', { connection });\n\nexport async function start(req) {\n  const kinds = [4, 7];\n  await ${call};\n}\n`)).findings.map(({ severity }) => severity);
    assert.deepEqual(await severityOf("jobs.add('sweep')"), ['hint']);
    assert.deepEqual(await severityOf("jobs.add('sweep', { tables, days: 30 })"), ['hint']);
    assert.deepEqual(await severityOf("jobs.add('kinds', kinds)"), ['hint']);
    assert.deepEqual((await findingsIn("import { Queue } from 'bullmq';\n\nconst jobs = new Queue('jobs', { connection });\n\nexport async function renewAll() {\n  const ids = await shops.ids();\n  await jobs.add('renew', ids);\n}\n")).findings.map(({ severity }) => severity), ['hint']);
    assert.deepEqual(await severityOf("jobs.add('sweep', { tables, shop: req.shop })"), ['information']);
    assert.deepEqual(await severityOf("jobs.add('sweep', { tables, before: monthAgo() })"), ['information']);
  });
});
