import { Pool } from 'pg';

const pool = new Pool({ connectionTimeoutMillis: 2_000 });

export async function spend(accountId: string, credits: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query('SELECT balance FROM accounts WHERE id = $1', [accountId]);
    const balance = rows[0].balance - credits;
    await client.query('UPDATE accounts SET balance = $1 WHERE id = $2', [balance, accountId]);
    await client.query('INSERT INTO spendings (account_id, credits) VALUES ($1, $2)', [accountId, credits]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
