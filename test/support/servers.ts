import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A loopback port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits for a line in a server's log. A log that ends before it is an error that shows the log. */
export async function logged(log: NodeJS.ReadableStream, line: string): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    log.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(line)) resolve();
    });
    log.once('end', () => {
      reject(new Error(`The server ended before it logged "${line}":\n${text}`));
    });
  });
}
