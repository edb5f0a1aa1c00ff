import { Pool } from 'pg';
import { logger } from './logger';
import { provider } from './provider';

const pool = new Pool();

export async function recordRefund(orderId: string, cents: number): Promise<void> {
  try {
    await pool.query('INSERT INTO refunds (order_id, cents) VALUES ($1, $2)', [orderId, cents]);
  } catch (err) {}
}

export async function refund(orderId: string, cents: number): Promise<string> {
  await recordRefund(orderId, cents);
  const receipt = await provider.refund({ orderId, cents, idempotencyKey: orderId });
  logger.info({ orderId, receipt }, 'refund sent');
  return receipt;
}
