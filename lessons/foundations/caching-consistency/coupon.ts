import { Redis } from 'ioredis';
import { Pool } from 'pg';

const redis = new Redis();
const pool = new Pool({ connectionTimeoutMillis: 2_000 });

/** How often a coupon may still be used, at most a minute old. */
export async function left(code: string): Promise<number> {
  const cached = await redis.get(`coupon:${code}`);
  if (cached !== null) return Number(cached);
  const { rows } = await pool.query('SELECT uses_left FROM coupons WHERE code = $1', [code]);
  await redis.set(`coupon:${code}`, rows[0].uses_left, 'EX', 60);
  return rows[0].uses_left;
}

/** True when the coupon was applied to the order. */
export async function apply(code: string, orderId: string): Promise<boolean> {
  const uses = await left(code);
  if (uses < 1) return false;
  await pool.query('UPDATE coupons SET uses_left = $2 WHERE code = $1', [code, uses - 1]);
  await pool.query('UPDATE orders SET coupon = $2 WHERE id = $1', [orderId, code]);
  return true;
}
