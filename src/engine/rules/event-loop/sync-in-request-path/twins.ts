import type { Glimpse } from '../../rule';

/** How a synchronous function's asynchronous twin is reached. */
export type Via =
  /** The same name, without `Sync`, in fs/promises. */
  | 'fs/promises'
  /** `promisify` of the callback form in the same module. */
  | 'promisify'
  /** The same object's method, which gives a promise when it gets no callback. */
  | 'method'
  /** A promisified child process, whose result has another shape. */
  | 'child';

/** A synchronous library function and its twin. */
export interface SyncFunction {
  readonly module: string;
  readonly name: string;
  /** Name of the twin; undefined when none gives the same. */
  readonly twin?: string;
  readonly via?: Via;
  /** Takes microseconds where nothing is slow: worth a hint, not more. */
  readonly brief?: true;
  /** What the loop does meanwhile, after the function's name. */
  readonly effect: string;
  /** Why no twin can stand in. */
  readonly noTwin?: string;
}

const waits = 'stops the event loop until the disk answers, and every other request with it.';
const touches = 'makes a system call on the event loop: microseconds on a local disk, milliseconds on a network one.';
const computes = 'computes on the event loop: until it returns, no other request is served.';
const packs = 'compresses or decompresses on the event loop: until it returns, no other request is served.';
const spawns = 'stops the event loop until the command ends: meanwhile no other request is served.';

const sync = (name: string) => `${name}Sync`;

const files = ['readFile', 'writeFile', 'appendFile', 'copyFile', 'cp', 'rm', 'rmdir', 'readdir', 'truncate'];
const entries = [
  'stat',
  'lstat',
  'statfs',
  'access',
  'mkdir',
  'mkdtemp',
  'unlink',
  'rename',
  'realpath',
  'readlink',
  'symlink',
  'link',
  'chmod',
  'chown',
  'utimes',
  'lutimes',
];
/** Work on an open descriptor: fs/promises has it only as methods of a FileHandle. */
const descriptors = ['open', 'read', 'readv', 'write', 'writev', 'fsync', 'fdatasync'];

const extra = ['readJson', 'writeJson', 'outputFile', 'outputJson', 'copy', 'move', 'remove', 'emptyDir'];
const extraEntries = ['ensureDir', 'ensureFile', 'mkdirs', 'mkdirp', 'pathExists'];

const zlib = [
  'gzip',
  'gunzip',
  'deflate',
  'inflate',
  'deflateRaw',
  'inflateRaw',
  'unzip',
  'brotliCompress',
  'brotliDecompress',
  'zstdCompress',
  'zstdDecompress',
];

const inFs = (twin: string, effect: string, brief: boolean): SyncFunction[] => [
  { module: 'fs', name: sync(twin), twin, via: 'fs/promises', effect, ...(brief ? { brief } : {}) },
  { module: 'fs-extra', name: sync(twin), twin, via: 'method', effect, ...(brief ? { brief } : {}) },
];

const functions: readonly SyncFunction[] = [
  ...files.flatMap((twin) => inFs(twin, waits, false)),
  ...entries.flatMap((twin) => inFs(twin, touches, true)),
  ...descriptors.map((name): SyncFunction => ({
    module: 'fs',
    name: sync(name),
    brief: true,
    effect: touches,
    noTwin: 'it works on a file descriptor, and fs/promises on file handles',
  })),
  { module: 'fs', name: 'existsSync', brief: true, effect: touches, noTwin: 'fs/promises has no exists' },
  { module: 'fs', name: 'opendirSync', brief: true, effect: touches, noTwin: 'the directory it opens is read by synchronous calls too' },
  { module: 'fs', name: 'globSync', effect: waits, noTwin: 'glob of fs/promises gives an iterator, not an array' },
  ...extra.map((twin): SyncFunction => ({ module: 'fs-extra', name: sync(twin), twin, via: 'method', effect: waits })),
  ...extraEntries.map((twin): SyncFunction => ({ module: 'fs-extra', name: sync(twin), twin, via: 'method', brief: true, effect: touches })),
  { module: 'fs-extra', name: 'existsSync', twin: 'pathExists', via: 'method', brief: true, effect: touches },
  ...['pbkdf2', 'scrypt', 'argon2', 'generateKeyPair', 'generatePrime', 'checkPrime'].map((twin): SyncFunction => ({
    module: 'crypto',
    name: sync(twin),
    twin,
    via: 'promisify',
    effect: computes,
  })),
  ...zlib.map((twin): SyncFunction => ({ module: 'zlib', name: sync(twin), twin, via: 'promisify', effect: packs })),
  ...['exec', 'execFile'].map((twin): SyncFunction => ({ module: 'child_process', name: sync(twin), twin, via: 'child', effect: spawns })),
  {
    module: 'child_process',
    name: 'spawnSync',
    effect: spawns,
    noTwin: 'it reports failure in its result, where the asynchronous forms reject',
  },
  ...['hash', 'compare'].map((twin): SyncFunction => ({ module: 'bcrypt', name: sync(twin), twin, via: 'method', effect: computes })),
  {
    module: 'bcrypt',
    name: 'genSaltSync',
    twin: 'genSalt',
    via: 'method',
    brief: true,
    effect: 'draws random bytes on the event loop: a few microseconds.',
  },
];

const modules = /^(?:fs|fs-extra|crypto|zlib|child_process|bcrypt)$/;

/** False where no function of these modules can be. */
export const maySync = ({ names }: Glimpse): boolean => names(modules);

const byKey: ReadonlyMap<string, SyncFunction> = new Map(functions.map((entry) => [`${entry.module}:${entry.name}`, entry]));

/** The synchronous function an origin key names. */
export const syncFunction = (key: string): SyncFunction | undefined => byKey.get(key);

/** Every name a call may be found by. */
export const syncNames: readonly string[] = [...new Set(functions.map(({ name }) => name))];
