import { Queue, Worker } from 'bullmq';
import { transport } from './mail.js';

interface Welcome {
  readonly userId: string;
  readonly address: string;
}

const connection = { host: process.env.REDIS_HOST ?? '127.0.0.1', port: 6379 };
const mails = new Queue<Welcome>('mails', { connection });

/** Called by the sign-up route, once the user is stored. */
export async function welcome(userId: string, address: string): Promise<void> {
  await mails.add('welcome', { userId, address });
}

export const worker = new Worker<Welcome>(
  'mails',
  async ({ data }) => {
    await transport.sendMail({ from: 'hello@shop.example', to: data.address, subject: 'Welcome' });
  },
  { connection, concurrency: 10 },
);

worker.on('failed', (job, error) => console.error('mail failed', job?.id, error.message));
worker.on('error', (error) => console.error('worker', error.message));
