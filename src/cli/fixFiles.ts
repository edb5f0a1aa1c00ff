import { formatPatch, structuredPatch } from 'diff';
import type { Engine } from '../engine/engine';
import type { Finding } from '../engine/finding';
import { preferredFix } from '../engine/fix/fixText';
import { byteOrderMark, decodeSource, wideEncoding } from '../engine/scan/decode';
import { readBytes } from '../engine/scan/files';
import { languageOf } from '../engine/syntax/languages';
import { relativeTo } from './paths';
import { replaceFile, WriteRefusal } from './writeFile';

export interface FixedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Whole texts, a byte order mark included. */
  readonly before: string;
  readonly after: string;
}

/** A file that could not be fixed, and why: a clause that follows its name. */
export interface Unfixed {
  readonly file: string;
  readonly why: string;
}

export interface Fixes {
  readonly fixed: readonly FixedFile[];
  readonly unfixed: readonly Unfixed[];
}

/**
 * What the safe fixes make of each file that has one. Nothing is written.
 * @param findings with absolute paths
 */
export async function safeFixes(engine: Engine, findings: readonly Finding[]): Promise<Fixes> {
  const files = new Set(findings.filter((finding) => preferredFix(finding) !== undefined).map((finding) => finding.file));
  const fixed: FixedFile[] = [];
  const unfixed: Unfixed[] = [];
  for (const file of files) {
    const result = await fixFile(engine, file);
    if ('why' in result) unfixed.push(result);
    else if (result.after !== result.before) fixed.push(result);
  }
  return { fixed, unfixed };
}

async function fixFile(engine: Engine, file: string): Promise<FixedFile | Unfixed> {
  const language = languageOf(file);
  const read = readBytes(file);
  if (language === undefined || 'skip' in read) return { file, why: 'it can no longer be read' };
  const { bytes } = read;
  const decoded = decodeSource(bytes);
  if ('skip' in decoded || wideEncoding(bytes) !== undefined) return { file, why: 'only UTF-8 files are written' };
  const mark = bytes.toString('utf8').startsWith(byteOrderMark) ? byteOrderMark : '';
  try {
    const after = await engine.fix({ file, text: decoded.text, language }, { safety: 'safe' });
    return { file, bytes, before: mark + decoded.text, after: mark + after };
  } catch (error) {
    return { file, why: reasonOf(error) };
  }
}

/** @returns why the file was left as it was; undefined when it was written. */
export async function writeFixed({ file, bytes, after }: FixedFile): Promise<Unfixed | undefined> {
  try {
    await replaceFile(file, bytes, after);
    return undefined;
  } catch (error) {
    return { file, why: error instanceof WriteRefusal ? error.message : reasonOf(error) };
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A unified diff that `git apply` and `patch -p1` take. */
export function unifiedDiff(cwd: string, { file, before, after }: FixedFile): string {
  const name = relativeTo(cwd, file);
  const patch = structuredPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, { context: 3 });
  return formatPatch({ ...patch, isGit: true });
}
