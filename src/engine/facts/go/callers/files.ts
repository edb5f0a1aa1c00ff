import type { Project } from '../../project/project';
import type { Tree } from '../../../syntax/nodes';
import { GoOrigins } from '../origin';
import type { GoPackages } from '../packages';
import { GoScopes } from '../scope';

/** A Go file of the project, parsed. */
export interface GoFile {
  readonly file: string;
  readonly text: string;
  readonly tree: Tree;
  readonly scopes: GoScopes;
  readonly origins: GoOrigins;
}

/** Trees that are kept for the next question. */
const mostTrees = 12;

/** Opens files of a project for as long as a question is likely to come back to them. */
export class GoFiles {
  private readonly open = new Map<string, GoFile>();

  constructor(
    readonly project: Project,
    readonly packages: GoPackages,
    /** Parses a file now; undefined when the grammar is not loaded, or time ran out. */
    private readonly parse: (text: string) => Tree | undefined,
  ) {}

  /** @returns undefined for a file that is gone, or cannot be parsed now */
  get(file: string): GoFile | undefined {
    let found = this.open.get(file);
    if (found !== undefined) {
      this.open.delete(file);
      this.open.set(file, found);
      return found;
    }
    const text = this.project.read(file);
    const tree = text === undefined ? undefined : this.parse(text);
    if (text === undefined || tree === undefined) return undefined;
    const scopes = new GoScopes(tree, text);
    found = { file, text, tree, scopes, origins: new GoOrigins(tree, scopes, false, { file, packages: this.packages }) };
    this.open.set(file, found);
    if (this.open.size > mostTrees) this.close([...this.open.keys()][0] ?? file);
    return found;
  }

  /** Frees every tree. */
  closeAll(): void {
    for (const file of [...this.open.keys()]) this.close(file);
  }

  private close(file: string): void {
    this.open.get(file)?.tree.delete();
    this.open.delete(file);
  }
}
