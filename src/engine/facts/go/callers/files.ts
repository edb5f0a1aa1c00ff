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

/** Opens files of a project, each for the length of one look. */
export class GoFiles {
  constructor(
    readonly project: Project,
    readonly packages: GoPackages,
    /** Parses a file now; undefined when the grammar is not loaded, or time ran out. */
    private readonly parse: (text: string) => Tree | undefined,
  ) {}

  /**
   * Looks at the places of a file that match a pattern. Functions without one are open without their bodies: most of a
   * file is not worth parsing.
   * @returns undefined for a file that is gone, or cannot be parsed now
   */
  look<T>(file: string, pattern: RegExp, see: (file: GoFile) => T): T | undefined {
    const whole = this.project.read(file);
    const text = whole === undefined ? undefined : withBodiesOf(pattern, whole);
    const tree = text === undefined ? undefined : this.parse(text);
    if (text === undefined || tree === undefined) return undefined;
    try {
      const scopes = new GoScopes(tree, text);
      return see({ file, text, tree, scopes, origins: new GoOrigins(tree, scopes, false, { file, packages: this.packages }) });
    } finally {
      tree.delete();
    }
  }
}

/** The text with spaces for the bodies of functions in which nothing matches; everything else stays where it is. */
function withBodiesOf(pattern: RegExp, text: string): string {
  let kept = '';
  let from = 0;
  for (let at = text.indexOf('\nfunc '); at >= 0; at = text.indexOf('\nfunc ', at + 1)) {
    const start = text.indexOf('\n', at + 1);
    // As gofmt writes it: the line ends with the brace, and the next brace that begins a line ends the function.
    const end = text[start - 1] === '{' ? text.indexOf('\n}', start) : -1;
    if (end <= start) continue;
    const body = text.slice(start, end);
    // A raw string or a comment may hold such lines too.
    if (pattern.test(body) || body.includes('`') || body.includes('*/')) continue;
    kept += text.slice(from, start) + ' '.repeat(body.length);
    from = end;
  }
  return kept + text.slice(from);
}
