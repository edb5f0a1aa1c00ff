import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider that accepts every request and never answers, on a free port of the loopback interface. */
export interface HungProvider {
  readonly url: string;
  /** Requests that have arrived. */
  readonly requests: number;
  /** Requests whose connection is still open. */
  readonly held: number;
  close(): Promise<void>;
}

export async function startHungProvider(): Promise<HungProvider> {
  let requests = 0;
  let held = 0;
  const server: Server = createServer((_, response) => {
    requests++;
    held++;
    response.once('close', () => held--);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    get requests() {
      return requests;
    },
    get held() {
      return held;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
