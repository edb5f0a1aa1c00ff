import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { poolAcquireWithoutTimeout } from '../../src/engine/rules/pools/pool-acquire-without-timeout';
import { startPostgres, type Postgres } from '../support/postgres';
import { recordFigures, versionOf } from './support/figures';
import { fixedBy, run } from './support/fixedModule';

const connections = 4;
const callers = 20;
/** The deadline that the fix takes from the settings, shortened for the test, in milliseconds. */
const timeoutMs = 300;

const textFor = (url: string) => `import { Pool } from 'pg';

export const pool = new Pool({ connectionString: '${url}', max: ${connections} });
`;

describe('evidence: pool-acquire-without-timeout', function () {
  this.timeout(60_000);
  let server: Postgres | undefined;

  before(async function () {
    server = await startPostgres(this);
  });
  after(async () => server?.stop());

  /** How many callers had an answer of any kind while every connection was held, and what they were told. */
  async function waited(module: string): Promise<{ settled: number; errors: string[] }> {
    const { pool } = await run<{ pool: Pool }>(module);
    pool.on('error', () => undefined);
    const held = await Promise.all(Array.from({ length: connections }, async () => pool.connect()));
    const errors: string[] = [];
    let settled = 0;
    const waiting = Array.from({ length: callers }, async () =>
      pool.query('SELECT 1').then(
        () => settled++,
        (error: unknown) => {
          settled++;
          errors.push((error as Error).message);
        },
      ),
    );
    await delay(timeoutMs * 3);
    const seen = { settled, errors: [...new Set(errors)] };
    for (const client of held) client.release();
    await Promise.all(waiting);
    await pool.end();
    return seen;
  }

  it('nobody is told before our fix; after it everybody is, in bounded time', async () => {
    const versions = await fixedBy(poolAcquireWithoutTimeout, textFor(server?.url ?? ''));
    // The setting's 5 s are more than a test should take.
    const shorter = versions.after.replace(/connectionTimeoutMillis: \d[\d_]*/, `connectionTimeoutMillis: ${timeoutMs}`);
    assert.notEqual(shorter, versions.after);
    const before = await waited(versions.before);
    const after = await waited(shorter);
    assert.deepEqual(before, { settled: 0, errors: [] });
    assert.deepEqual(after, { settled: callers, errors: ['timeout exceeded when trying to connect'] });
    recordFigures(poolAcquireWithoutTimeout.id, { postgresql: server?.version ?? '', pg: versionOf('pg') }, [
      { what: `callers with an answer after three deadlines, of ${callers}, while all ${connections} connections are held`, before: before.settled, after: after.settled },
    ]);
  });
});
