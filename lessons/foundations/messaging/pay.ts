import { Queue } from 'bullmq';
import { Pool } from 'pg';

const pool = new Pool({ connectionTimeoutMillis: 2_000 });
const receiptQueue = new Queue('receipts', { connection: { url: process.env.REDIS_URL } });

export async function pay(orderId: string, email: string, cents: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('UPDATE orders SET paid_cents = $2 WHERE id = $1', [orderId, cents]);
    await client.query('INSERT INTO ledger (order_id, cents) VALUES ($1, $2)', [orderId, cents]);
    await client.query('COMMIT');
    await receiptQueue.add('send', { orderId, email, cents }, { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } });
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
