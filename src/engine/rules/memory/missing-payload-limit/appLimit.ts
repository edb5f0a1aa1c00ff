import { entryTexts } from '../../../facts/project/entryFiles';
import type { ScriptSource } from '../../../source';
import { bytesIn } from './sizes';

const limits = /\b(?:json|urlencoded|raw|text)\(\s*\{[^}]*?\blimit:\s*(['"`])([^'"`]+)\1/g;

/** The largest body, in bytes, that the project's server itself lets in; undefined where its entry files state none. */
export function appLimit({ file, project }: ScriptSource): number | undefined {
  const stated = entryTexts(file, project).flatMap((text) => [...text.matchAll(limits)].flatMap(([, , size = '']) => bytesIn(size) ?? []));
  return stated.length === 0 ? undefined : Math.max(...stated);
}
