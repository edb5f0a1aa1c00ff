import { ignoreFileNames, ignoreLevel, isIgnoredBy, type IgnoreLevel } from '../engine/scan/ignoreLevels';
import { join, maxFileBytes, type LessonEntry } from '../lessons/files';
import type { TeamFiles } from './model';

/** The ignore files from the root of a walk down to one folder. */
export class Ignored {
  private constructor(private readonly levels: readonly IgnoreLevel[]) {}

  static readonly none = new Ignored([]);

  /** With those of the folder `dir`, which holds `entries`. One that cannot be read ignores nothing. */
  async below(files: TeamFiles, dir: string, entries: readonly LessonEntry[]): Promise<Ignored> {
    const own = ignoreFileNames.filter((name) => entries.some((entry) => entry.name === name && entry.kind === 'file'));
    if (own.length === 0) return this;
    const texts = await Promise.all(own.map(async (name) => this.#read(files, join(dir, name))));
    const level = ignoreLevel(dir, texts);
    return level === undefined ? this : new Ignored([...this.levels, level]);
  }

  has(path: string, isFolder: boolean): boolean {
    return isIgnoredBy(this.levels, path, isFolder);
  }

  async #read(files: TeamFiles, path: string): Promise<string> {
    const bytes = await files.read(path, maxFileBytes).catch(() => new Uint8Array());
    return bytes.length > maxFileBytes ? '' : new TextDecoder().decode(bytes);
  }
}
