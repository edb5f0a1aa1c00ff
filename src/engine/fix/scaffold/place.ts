import { parentDir } from '../../facts/project/project';
import { relativeImport } from '../../facts/project/relativeImport';
import type { ScriptSource } from '../../source';
import { moduleLinks } from '../javascript/moduleSyntax';


/**
 * Where a new module goes: in the first of some folders that exists beside the file or above it in its package, else beside the file.
 * @param words what it is called, in kebab case; spelled as the files there are
 * @returns undefined when a file of that name is there already
 */
export function newModule(words: string, folders: readonly string[], source: ScriptSource): string | undefined {
  const own = parentDir(source.file);
  if (own === undefined) return undefined;
  const dir = folderFor(own, folders, source) ?? own;
  const names = source.project.names(dir);
  const stem = spelled(words, names.length > 0 ? names : source.project.names(own));
  const ending = /\.[cm]?[jt]sx?$/.exec(source.file)?.[0].replace('x', '') ?? '.js';
  const file = `${dir}/${stem}${ending}`;
  return names.includes(`${stem}${ending}`) || source.project.read(file) !== undefined ? undefined : file;
}

function folderFor(own: string, folders: readonly string[], source: ScriptSource): string | undefined {
  const top = source.project.packageFor(source.file)?.dir ?? own;
  for (let dir: string | undefined = own; dir !== undefined; dir = parentDir(dir)) {
    const found = folders.map((name) => `${dir}/${name}`).find((candidate) => source.project.names(candidate).length > 0);
    if (found !== undefined || dir === top) return found;
  }
  return undefined;
}

/** `send-mail.worker` where files are written so; `sendMail.worker` where none has a dash and some have a hump. */
function spelled(words: string, names: readonly string[]): string {
  const hasDash = names.some((name) => /^[a-z]+-[a-z]/.test(name));
  const hasHump = names.some((name) => /^[a-z]+[A-Z]/.test(name));
  return hasHump && !hasDash ? words.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) : words;
}

/** How a module of the project is named in an import, seen from one of its files; endings as the source writes its own. */
export function specifierOf(from: string, to: string, source: ScriptSource): string {
  const written = moduleLinks(source).filter((link) => link.module.startsWith('.'));
  const keepsEnding = written.length > 0 ? written.some((link) => /\.[cm]?[jt]s$/.test(link.module)) : needsEnding(source);
  const path = relativeImport(from, to);
  if (!keepsEnding) return path.replace(/\.[cm]?[jt]s$/, '');
  const usesTs = written.some((link) => /\.[cm]?ts$/.test(link.module));
  return usesTs ? path : path.replace(/\.([cm]?)ts$/, '.$1js');
}

/** Node's own ES modules need it; TypeScript's output decides for itself. */
const needsEnding = (source: ScriptSource) => source.language === 'javascript' && (source.file.endsWith('.mjs') || source.project.packageFor(source.file)?.type === 'module');
