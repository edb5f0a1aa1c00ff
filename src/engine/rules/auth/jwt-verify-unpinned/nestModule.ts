import { parentDir } from '../../../facts/project/project';
import type { ScriptSource } from '../../../source';

/** What the nearest `JwtModule.register` above a file says. */
export interface NestModule {
  /** It gives no algorithms to verify with. */
  readonly isOpen: boolean;
  /** The algorithm its service signs with; undefined where it has a private key, or the code does not say. */
  readonly signsWith: string | undefined;
}

/** Folders looked through, the file's own counted. */
const maxFolders = 6;

const registration = /JwtModule\s*\.\s*register(?:Async)?\s*\(\s*\{/;

/** @returns undefined where no module of the file's folder, or of one above it, registers JwtModule in place */
export function nestModule(source: ScriptSource): NestModule | undefined {
  let dir = parentDir(source.file);
  for (let i = 0; i < maxFolders && dir !== undefined; i++, dir = parentDir(dir)) {
    for (const name of source.project.names(dir)) {
      if (!/module\.[jt]s$/i.test(name)) continue;
      const text = source.project.read(`${dir}/${name}`);
      if (text !== undefined && registration.test(text)) return read(text);
    }
  }
  return undefined;
}

function read(text: string): NestModule {
  const options = text.slice(registration.exec(text)?.index ?? 0);
  const named = [...options.matchAll(/\balgorithm:\s*['"](\w+)['"]/g)].map((match) => match[1]);
  const isSymmetric = /\bsecret\b/.test(options) && !/\bprivateKey\b|\bsecretOrKeyProvider\b/.test(options);
  const isDecidedElsewhere = /\buse(?:Class|Existing)\b|\bverifyOptions\b|\.\.\./.test(options) || !/\bsecret|\bpublicKey|\bprivateKey/.test(options);
  const isUnsaid = /\balgorithm\b/.test(options) && named.length === 0;
  return { isOpen: !isDecidedElsewhere && !/\balgorithms\b/.test(options), signsWith: isUnsaid ? undefined : (named[0] ?? (isSymmetric ? 'HS256' : undefined)) };
}
