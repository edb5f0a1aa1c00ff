import { Pool } from 'pg';
import { charge } from './cards.js';

const db = new Pool({ connectionTimeoutMillis: 2_000 });
db.on('error', (error) => console.error('idle connection lost', error));

/** False when the payment was already made. A retry sends the key of its first attempt again. */
export async function pay(key: string, orderId: string, cents: number): Promise<boolean> {
  const seen = await db.query('SELECT 1 FROM payments WHERE idempotency_key = $1', [key]);
  if (seen.rows.length > 0) return false;

  await charge(orderId, cents);

  await db.query(
    'INSERT INTO payments (idempotency_key, order_id, cents) VALUES ($1, $2, $3)',
    [key, orderId, cents],
  );
  return true;
}
