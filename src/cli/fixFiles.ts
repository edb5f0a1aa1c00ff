import { readFile, writeFile } from 'node:fs/promises';
import { createTwoFilesPatch } from 'diff';
import type { Engine } from '../engine/engine';
import type { Finding } from '../engine/finding';
import { preferredFix } from '../engine/fix/fixText';
import { byteOrderMark, decodeSource } from '../engine/scan/decode';
import { languageOf } from '../engine/syntax/languages';
import { relativeTo } from './paths';

export interface FixedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What the safe fixes make of each file that has one. Nothing is written.
 * @param findings with absolute paths
 */
export async function safeFixes(engine: Engine, findings: readonly Finding[], rules: readonly string[] | undefined): Promise<FixedFile[]> {
  const files = new Set(findings.filter((finding) => preferredFix(finding) !== undefined).map((finding) => finding.file));
  const fixed: FixedFile[] = [];
  for (const file of files) {
    const language = languageOf(file);
    const decoded = decodeSource(await readFile(file));
    if (language === undefined || !('text' in decoded)) continue;
    const after = await engine.fix({ file, text: decoded.text, language }, { safety: 'safe', ...(rules === undefined ? {} : { rules }) });
    if (after !== decoded.text) fixed.push({ file, before: decoded.text, after });
  }
  return fixed;
}

/**
 * Writes a fixed file, its byte order mark kept.
 * @returns false when the file is no longer what was scanned, or is in an encoding that is only read.
 */
export async function writeFixed({ file, before, after }: FixedFile): Promise<boolean> {
  const now = await readFile(file);
  const text = now.toString('utf8');
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  if (text !== mark + before) return false;
  await writeFile(file, mark + after);
  return true;
}

/** A unified diff that `git apply` and `patch -p1` take. */
export function unifiedDiff(cwd: string, { file, before, after }: FixedFile): string {
  const name = relativeTo(cwd, file);
  return createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, { context: 3, headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } });
}
