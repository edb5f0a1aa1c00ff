import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { syncInRequestPath } from '../../src/engine/rules/event-loop/sync-in-request-path';
import { recordFigures } from './support/figures';
import { fixedBy, run } from './support/fixedModule';

const logins = 5;

const text = `import { createServer } from 'node:http';
import { pbkdf2Sync } from 'node:crypto';

export const listener = async (req: { url?: string }, res: { end(text: string): void }) => {
  if (req.url === '/health') {
    res.end('ok');
    return;
  }
  const key = pbkdf2Sync('correct horse', 'salt', 600_000, 64, 'sha512');
  res.end(key.toString('hex'));
};

export const server = createServer(listener);
`;

interface Seen {
  /** The longest the event loop was held, in milliseconds. */
  readonly held: number;
  /** Health checks answered while the logins were running. */
  readonly healthy: number;
  readonly keys: readonly string[];
}

async function load(module: string): Promise<Seen> {
  const { listener } = await run<{ listener: RequestListener }>(module);
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string) => (await fetch(url + path)).text();
  await ask('/health');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let healthy = 0;
  const busy = { done: false };
  const working = Promise.all(Array.from({ length: logins }, async () => ask('/login'))).finally(() => (busy.done = true));
  while (!busy.done) {
    await ask('/health');
    healthy++;
  }
  const keys = await working;
  delay.disable();
  server.close();
  server.closeAllConnections();
  return { held: delay.max / 1e6, healthy, keys };
}

describe('evidence: sync-in-request-path', function () {
  this.timeout(60_000);

  it('holds every route before our fix, and none after it', async () => {
    const versions = await fixedBy(syncInRequestPath, text);
    const before = await load(versions.before);
    const after = await load(versions.after);
    assert.deepEqual(after.keys, before.keys, 'the same answers');
    // How long the loop is held also depends on who else uses the cores; how many others were served does not.
    assert.ok(after.healthy > 3 * before.healthy, `${before.healthy}, ${after.healthy}`);
    recordFigures(syncInRequestPath.id, {}, [
      { what: `health checks answered to one client while ${logins} logins are hashed`, before: before.healthy, after: after.healthy },
      { what: 'longest hold of the event loop meanwhile', before: Math.round(before.held), after: Math.round(after.held), unit: 'ms' },
    ]);
  });
});
