import { Worker } from 'bullmq';

interface Welcome {
  readonly userId: string;
  readonly address: string;
}

const connection = { host: process.env.REDIS_HOST ?? '127.0.0.1', port: 6379 };

export const worker = new Worker<Welcome>(
  'mails',
  async ({ data }) => {
    const response = await fetch('https://mail.example/v1/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: data.address, template: 'welcome' }),
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`mail provider answered ${response.status}`);
  },
  { connection, concurrency: 10 },
);

worker.on('failed', (job, error) => console.error('mail failed', job?.id, error.message));
worker.on('error', (error) => console.error('worker', error.message));
