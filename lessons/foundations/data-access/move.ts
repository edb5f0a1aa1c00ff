import { Pool } from 'pg';

const pool = new Pool({ connectionTimeoutMillis: 2000 });

/** Moves money from one account to another. */
export async function move(from: string, to: string, cents: number): Promise<void> {
  await pool.query('UPDATE accounts SET cents = cents - $2 WHERE id = $1', [from, cents]);
  await pool.query('UPDATE accounts SET cents = cents + $2 WHERE id = $1', [to, cents]);
}
