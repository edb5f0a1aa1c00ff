import type { Project } from '../../project/project';
import type { GoPackages } from '../packages';
import type { GoTypes, PackageOf } from './uses';

/** What the packages of a project say of their types, read from the lines that declare their functions. */
export class DeclaredTypes implements GoTypes {
  private readonly lines = new Map<string, string>();
  private readonly methods = new Map<string, boolean>();
  private readonly results = new Map<string, string | undefined>();

  constructor(
    private readonly project: Project,
    private readonly packages: GoPackages,
  ) {}

  hasMethod(type: string, method: string, place: PackageOf): boolean {
    const dir = this.folderOf(place);
    // Of a type of another module nothing more is known: it is not the project's.
    if (dir === undefined) return true;
    const key = `${dir}\0${type}\0${method}`;
    let has = this.methods.get(key);
    if (has === undefined) {
      has = this.search(dir, new RegExp(`^func \\((?:\\w+ )?\\*?${type}(?:\\[[^\\]]*\\])?\\) ${method}\\(`, 'm')) !== undefined;
      this.methods.set(key, has);
    }
    return has;
  }

  resultOf(fn: string, place: PackageOf): string | undefined {
    const dir = this.folderOf(place);
    if (dir === undefined) return undefined;
    const key = `${dir}\0${fn}`;
    if (!this.results.has(key)) this.results.set(key, this.search(dir, new RegExp(`^func ${fn}\\([^\\n]*\\) \\(?(?:\\w+ )?\\*?([A-Z]\\w*)[,) ]`, 'm')));
    return this.results.get(key);
  }

  forget(): void {
    this.lines.clear();
    this.methods.clear();
    this.results.clear();
  }

  private folderOf(place: PackageOf): string | undefined {
    return 'dir' in place ? place.dir : this.packages.folderOf(place.importPath);
  }

  /** The first group of the first match in the folder, or all of it. */
  private search(dir: string, pattern: RegExp): string | undefined {
    const match = pattern.exec(this.linesOf(dir));
    return match?.[1] ?? match?.[0];
  }

  /** The lines of a folder that begin functions: texts are long, and each is asked for many names. */
  private linesOf(dir: string): string {
    let lines = this.lines.get(dir);
    if (lines === undefined) {
      const files = this.project.names(dir).filter((name) => name.endsWith('.go'));
      lines = files.flatMap((name) => this.project.read(`${dir}/${name}`)?.match(/^func .*$/gm) ?? []).join('\n');
      this.lines.set(dir, lines);
    }
    return lines;
  }
}
