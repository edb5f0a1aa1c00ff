import { Redis } from 'ioredis';
import { Pool } from 'pg';

const pool = new Pool({ connectionTimeoutMillis: 2_000 });
const redis = new Redis();

export async function profile(userId: string) {
  const cached = await redis.get(`profile:${userId}`);
  if (cached) return JSON.parse(cached);

  const { rows } = await pool.query('SELECT name, bio FROM profiles WHERE user_id = $1', [userId]);
  await redis.set(`profile:${userId}`, JSON.stringify(rows[0]), 'EX', 3600);
  return rows[0];
}

export async function updateBio(userId: string, bio: string) {
  await pool.query('UPDATE profiles SET bio = $1 WHERE user_id = $2', [bio, userId]);
}
