import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './command';

/** Each error once, without its line: a fix may move what was wrong before. */
export type TypeErrors = ReadonlySet<string>;

/** Prisma makes its client's types from the schema; before that, whatever a fix names of it is unknown. */
const lacksClient = (folder: string) => existsSync(path.join(folder, 'node_modules/@prisma/client')) && !existsSync(path.join(folder, 'node_modules/.prisma/client/schema.prisma'));

/**
 * What the repository's own compiler says of it: `tsc` of its node_modules, or `go vet` where its modules are at hand.
 * @returns undefined where neither can be run
 */
export async function typeErrors(folder: string): Promise<TypeErrors | undefined> {
  const tsc = path.join(folder, 'node_modules/typescript/bin/tsc');
  if (existsSync(path.join(folder, 'tsconfig.json')) && existsSync(tsc) && !lacksClient(folder)) {
    const { stdout } = await run(process.execPath, [tsc, '--noEmit', '--pretty', 'false', '-p', '.'], folder);
    return new Set(stdout.split('\n').flatMap((line) => (/: error TS\d+:/.test(line) ? [line.replace(/\(\d+,\d+\)/, '')] : [])));
  }
  if (!existsSync(path.join(folder, 'go.mod'))) return undefined;
  const { code, stderr } = await run('go', ['vet', './...'], folder, { GOFLAGS: '-mod=mod', GOWORK: 'off' });
  if (code === null || /no required module|dial tcp|no such host|cannot find module|missing go\.sum/.test(stderr)) return undefined;
  return new Set(stderr.split('\n').flatMap((line) => (/^(?:vet: )?\S+\.go:\d+/.test(line) ? [line.replace(/:\d+(?::\d+)?:/, ':')] : [])));
}
