import type { Client } from 'pg';

/**
 * Waits until no other connection is open: a pool's `end` may resolve before the server has seen its sockets close, and
 * stopping the server would then be an error of the pool.
 */
export async function lastConnection(client: Client): Promise<void> {
  const others = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
  while (((await client.query<{ n: number }>(others)).rows[0]?.n ?? 0) > 0) await new Promise((done) => setTimeout(done, 10));
}
