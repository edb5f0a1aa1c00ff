import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { ReadProject } from '../../src/engine/facts/project/project';
import { fixText } from '../../src/engine/fix/fixText';
import { queueJobWithoutRetryPolicy } from '../../src/engine/rules/consistency/queue-job-without-retry-policy';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { startRedis, type Redis } from '../support/redis';
import { recordFigures, versionOf } from './support/figures';
import { loadModule, removeModules } from './support/modules';

const rule = 'queue-job-without-retry-policy';
const jobs = 20;

/** The flawed module: each welcome mail is one job, and nothing says that it may be tried again. */
const flawed = (port: number, queue: string) => `import { Queue } from 'bullmq';

const mailQueue = new Queue('${queue}', { connection: { host: '127.0.0.1', port: ${port} } });

export async function welcome(userId) {
  await mailQueue.add('welcome', { userId });
}

export const close = () => mailQueue.close();
`;

interface Mails {
  readonly welcome: (userId: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Outcome {
  readonly sent: number;
  readonly failed: number;
  readonly calls: number;
}

async function fixed(text: string): Promise<string> {
  const analyzer = new Analyzer({ rules: [queueJobWithoutRetryPolicy], assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: defaultFixSettings });
  const result = await fixText(analyzer, { file: '/project/mails.js', text, language: 'javascript' }, { safety: 'review' });
  assert.ok(result.applied.length > 0, 'the rule must find the flaw');
  return result.text;
}

/** Adds the jobs and works them off with a provider that refuses the first call for each user. */
async function run(text: string, queue: string, port: number): Promise<Outcome> {
  const connection = { host: '127.0.0.1', port };
  const mails = (await loadModule(rule, queue, text)) as unknown as Mails;
  const refused = new Set<number>();
  let sent = 0;
  let calls = 0;
  const worker = new Worker<{ userId: number }>(
    queue,
    async ({ data: { userId } }) => {
      calls++;
      if (!refused.has(userId)) {
        refused.add(userId);
        return Promise.reject(new Error('503 from the provider'));
      }
      sent++;
      return Promise.resolve();
    },
    { connection, concurrency: 10 },
  );
  const counts = new Queue(queue, { connection });
  try {
    for (let userId = 1; userId <= jobs; userId++) await mails.welcome(userId);
    while ((await counts.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')) > 0) await delay(20);
    return { sent, failed: await counts.getFailedCount(), calls };
  } finally {
    await Promise.all([worker.close(), counts.close(), mails.close()]);
  }
}

describe(`evidence: ${rule}`, function () {
  this.timeout(60_000);
  let redis: Redis;

  before(async function () {
    redis = await startRedis(this);
  });
  after(async () => {
    removeModules(rule);
    await redis.stop();
  });

  it('a job whose first run fails is lost before our fix, and done after it', async () => {
    const text = flawed(redis.port, 'before');
    const before = await run(text, 'before', redis.port);
    assert.deepEqual(before, { sent: 0, failed: jobs, calls: jobs }, 'each job ran once, failed and was put aside');
    const after = await run(await fixed(flawed(redis.port, 'after')), 'after', redis.port);
    assert.deepEqual(after, { sent: jobs, failed: 0, calls: 2 * jobs }, 'each job ran a second time');
    recordFigures(rule, { bullmq: versionOf('bullmq'), redis: redis.version }, [
      { what: `jobs done, of ${jobs} whose first call the provider refused`, before: before.sent, after: after.sent },
    ]);
  });
});
