import Redis from 'ioredis';
import { Pool } from 'pg';

const redis = new Redis();
const pool = new Pool({ connectionTimeoutMillis: 2_000 });

/** Runs after each deploy, before the instance takes traffic. */
export async function warmProducts() {
  const { rows } = await pool.query('SELECT id, name, cents FROM products WHERE listed');
  for (const product of rows) {
    await redis.set(`product:${product.id}`, JSON.stringify(product), 'EX', 3600);
  }
}

export async function findProduct(id: number) {
  const cached = await redis.get(`product:${id}`);
  if (cached !== null) return JSON.parse(cached);
  const { rows } = await pool.query('SELECT id, name, cents FROM products WHERE listed AND id = $1', [id]);
  await redis.set(`product:${id}`, JSON.stringify(rows[0] ?? null), 'EX', 3600);
  return rows[0] ?? null;
}
