import type { Origin } from './origin';

const members = (module: string, names: readonly string[]): [string, Origin][] => names.map((name) => [name, { module, path: [name] }]);

const modules = (names: readonly string[]): [string, Origin][] => names.map((name) => [name, { module: name, path: [] }]);

/**
 * What an identifier that nothing binds may be taken for in a fragment (a pasted snippet, an untitled document).
 * A real file binds its names, so this never applies there.
 */
export const conventionalOrigins: ReadonlyMap<string, Origin> = new Map<string, Origin>([
  ...modules(['fs', 'crypto', 'zlib', 'child_process', 'bcrypt', 'axios', 'express', 'fastify', 'pg', 'mysql2', 'mongodb', 'cockatiel', 'http', 'https', 'multer', 'busboy']),
  ['fsp', { module: 'fs/promises', path: [] }],
  ['jwt', { module: 'jsonwebtoken', path: [] }],
  ['CircuitBreaker', { module: 'opossum', path: [] }],
  ['Pool', { module: 'pg', path: ['Pool'] }],
  ['pool', { module: 'pg', path: ['Pool', 'new'] }],
  ['db', { module: 'pg', path: ['Pool', 'new'] }],
  ['redis', { module: 'ioredis', path: ['new'] }],
  ['app', { module: 'express', path: ['()'] }],
  ['router', { module: 'express', path: ['Router', '()'] }],
  ...members('crypto', ['pbkdf2Sync', 'scryptSync', 'createHash', 'createHmac', 'timingSafeEqual']),
  ...members('fs', ['readFileSync', 'writeFileSync', 'existsSync', 'statSync', 'readdirSync']),
  ...members('fs/promises', ['readFile', 'writeFile']),
  ...members('zlib', ['gzipSync', 'gunzipSync', 'deflateSync', 'inflateSync', 'brotliCompressSync', 'brotliDecompressSync']),
  ...members('cockatiel', ['circuitBreaker', 'handleAll', 'handleType', 'handleWhen', 'ConsecutiveBreaker', 'SamplingBreaker', 'TimeoutStrategy']),
  ...members('child_process', ['execSync', 'execFileSync', 'spawnSync']),
]);
