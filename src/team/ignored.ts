import ignore, { type Ignore } from 'ignore';
import { join, maxFileBytes, type LessonEntry } from '../lessons/files';
import type { TeamFiles } from './model';

/** Read in each folder, the later ones stronger. */
const names = ['.gitignore', '.altitudeignore'];

/** The ignore files from the root of a walk down to one folder. */
export class Ignored {
  private constructor(
    private readonly levels: readonly { readonly base: string; readonly patterns: Ignore }[],
  ) {}

  static readonly none = new Ignored([]);

  /** With those of the folder `dir`, which holds `entries`. One that cannot be read ignores nothing. */
  async below(files: TeamFiles, dir: string, entries: readonly LessonEntry[]): Promise<Ignored> {
    const own = names.filter((name) => entries.some((entry) => entry.name === name && entry.kind === 'file'));
    if (own.length === 0) return this;
    const texts = await Promise.all(own.map(async (name) => this.#read(files, join(dir, name))));
    return new Ignored([...this.levels, { base: dir, patterns: ignore().add(texts.join('\n')) }]);
  }

  has(path: string, isFolder: boolean): boolean {
    for (const { base, patterns } of this.levels.toReversed()) {
      const result = patterns.test(path.slice(base.length + 1) + (isFolder ? '/' : ''));
      if (result.ignored || result.unignored) return result.ignored;
    }
    return false;
  }

  async #read(files: TeamFiles, path: string): Promise<string> {
    const bytes = await files.read(path, maxFileBytes).catch(() => new Uint8Array());
    return bytes.length > maxFileBytes ? '' : new TextDecoder().decode(bytes);
  }
}
