import { Pool } from 'pg';
import { createClient } from 'redis';

const pool = new Pool({ connectionTimeoutMillis: 2_000 });
const redis = createClient();
redis.on('error', (error) => console.error('redis', error));
await redis.connect();

export async function team(id: number) {
  const cached = await redis.get(`team:${id}`);
  if (cached) return JSON.parse(cached);

  const { rows } = await pool.query('SELECT id, name, motto FROM teams WHERE id = $1', [id]);
  await redis.set(`team:${id}`, JSON.stringify(rows[0]));
  return rows[0];
}

export async function renameTeam(id: number, name: string) {
  await pool.query('UPDATE teams SET name = $1 WHERE id = $2', [name, id]);
  await redis.del(`team:${id}`);
}
