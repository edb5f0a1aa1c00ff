import { languageOf } from '../../engine/syntax/languages';
import { join } from '../../lessons/files';
import type { LiveRequest } from '../../lessons/live';
import { teamLimits, type TeamFiles } from '../model';
import { walkFolders } from '../walk';
import type { ResolveAnchor } from './resolve';

/** So many files of a repository are read to find code whose file is gone. */
const mostFiles = 5000;

/**
 * Where code whose file is gone may have moved: the one other file of its language with that symbol and all of its
 * marked texts. For an author to look at; nothing follows it by itself.
 * @param root the folder that holds `.altitude`
 * @returns relative to it; undefined when there is no such file, or more than one
 */
export async function movedTo(
  files: TeamFiles,
  root: string,
  { source, anchor, hot }: LiveRequest,
  resolve: ResolveAnchor,
  turn: () => Promise<void>,
): Promise<string | undefined> {
  const language = languageOf(source);
  if (language === undefined || language === 'sql' || !('symbol' in anchor)) return undefined;
  const name = /[\w$]+$/.exec(anchor.symbol)?.[0] ?? '';
  const found: string[] = [];
  let seen = 0;
  for await (const { dir, entries, isIgnored } of walkFolders(files, root, turn)) {
    const sources = entries.filter((entry) => entry.kind === 'file' && languageOf(entry.name) === language && !isIgnored(entry.name, false));
    for (const entry of sources) {
      if (++seen > mostFiles) return undefined;
      await turn();
      const path = join(dir, entry.name);
      const text = await textOf(files, path);
      if (!text.includes(name)) continue;
      const lines = await resolve({ text, language, anchor, hot });
      if (!('lost' in lines)) found.push(path.slice(root.length + 1));
      if (found.length > 1) return undefined;
    }
  }
  return found[0];
}

async function textOf(files: TeamFiles, path: string): Promise<string> {
  const bytes = await files.read(path, teamLimits.sourceBytes).catch(() => new Uint8Array());
  return bytes.length > teamLimits.sourceBytes ? '' : new TextDecoder().decode(bytes).replaceAll(/\r\n?/g, '\n');
}
