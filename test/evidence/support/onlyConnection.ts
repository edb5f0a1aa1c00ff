import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';

/** Waits until a pool that was ended has left the server: its last clients close after `end` resolves. */
export async function onlyConnection(admin: Client): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { rows } = await admin.query<{ n: number }>("SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend'");
    if (rows[0]?.n === 1) return;
    await delay(25);
  }
  throw new Error('a client keeps its connection');
}
