import { Worker } from 'bullmq';
import { Pool } from 'pg';

const pool = new Pool({ connectionTimeoutMillis: 2_000 });

interface Award {
  readonly orderId: string;
  readonly customerId: string;
  readonly points: number;
}

export const worker = new Worker<Award>(
  'points',
  async ({ data: { orderId, customerId, points } }) => {
    await pool.query('UPDATE customers SET points = points + $2 WHERE id = $1', [customerId, points]);
    console.log(`order ${orderId}: ${points} points`);
  },
  { connection: { url: process.env.REDIS_URL }, concurrency: 10 },
);
