import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface Site {
  /** `http://127.0.0.1:port`, an origin of its own. */
  readonly origin: string;
  stop(): void;
}

/** Serves on a free loopback port. Every origin may read it, as on the host that serves extensions to vscode.dev. */
export async function serveSite(answer: (pathname: string, body: string) => Promise<Buffer | string>): Promise<Site> {
  const listener: RequestListener = (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      answer(decodeURIComponent(pathname), body).then(
        (content) => {
          const type = types[path.extname(pathname)] ?? (pathname.endsWith('/') ? 'text/html' : 'application/octet-stream');
          response.writeHead(200, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' }).end(content);
        },
        () => response.writeHead(404, { 'Access-Control-Allow-Origin': '*' }).end(),
      );
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A file below a folder. @throws when there is none, or the path leads out of the folder */
export async function fileBelow(folder: string, name: string): Promise<Buffer> {
  const file = path.join(folder, name);
  if (path.relative(folder, file).startsWith('..')) throw new Error(`outside: ${name}`);
  return readFile(file);
}
