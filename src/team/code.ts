import { languageOf } from '../engine/syntax/languages';
import { join, readText, reason } from '../lessons/files';
import { withoutIndentation, type CodeReader, type LiveRequest } from '../lessons/live';
import { FileReport } from '../lessons/problems';
import type { ResolveAnchor, ResolvedAnchor } from './anchors/resolve';
import { teamLimits, type TeamFiles } from './model';

/** A thread that ended takes no other lesson with it. */
const failed = (error: unknown): ResolvedAnchor => ({ lost: { kind: 'failed', cause: reason(error) } });

/** What belongs to no repository has no code to show but its own. */
export const noRepository: CodeReader = {
  read: async ({ source }) => Promise.resolve({ file: source, lost: { kind: 'file', cause: 'is in no repository that this lesson knows' } }),
};

type Read = { readonly text: string } | { readonly cause: string };

/** The code of the repository around an `.altitude` folder. Each file is read once. */
export class RepositoryCode implements CodeReader {
  readonly #texts = new Map<string, Promise<Read>>();

  /** @param root the folder that holds `.altitude`: nothing outside it is read */
  constructor(
    private readonly files: TeamFiles,
    private readonly root: string,
    private readonly resolve: ResolveAnchor,
  ) {}

  async read({ source, anchor, hot }: LiveRequest): ReturnType<CodeReader['read']> {
    const file = join(this.root, source);
    const language = languageOf(source);
    if (language === undefined || language === 'sql') return { file, lost: { kind: 'file', cause: 'holds no code that can be searched' } };
    let text = this.#texts.get(source);
    if (text === undefined) {
      text = this.#read(file);
      this.#texts.set(source, text);
    }
    const read = await text;
    if ('cause' in read) return { file, lost: { kind: 'file', cause: read.cause } };
    const found = await this.resolve({ text: read.text, language, anchor, hot }).catch(failed);
    if ('lost' in found) return { file, lost: found.lost };
    const code = read.text.split('\n').slice(found.startLine, found.endLine + 1).join('\n');
    return { file, lines: found, text: `${withoutIndentation(code)}\n` };
  }

  async #read(file: string): Promise<Read> {
    let real: string;
    try {
      const [home, place] = await Promise.all([this.files.real(this.root), this.files.real(file)]);
      if (!place.startsWith(`${home}/`)) return { cause: 'lies outside the folder that holds .altitude' };
      const [written, found] = [file.slice(this.root.length + 1), place.slice(home.length + 1)];
      // Other systems tell the two apart.
      if (written !== found && written.toLowerCase() === found.toLowerCase()) return { cause: `is written ${found} on disk; write it so` };
      real = place;
    } catch (error) {
      return { cause: `cannot be read: ${reason(error)}` };
    }
    // A pipe or a device would never end.
    const slash = real.lastIndexOf('/');
    const entries = await this.files.list(real.slice(0, slash)).catch(() => []);
    if (!entries.some(({ name, kind }) => name === real.slice(slash + 1) && kind === 'file')) return { cause: 'is not a file' };
    const report = new FileReport(real);
    const text = await readText(this.files, report, teamLimits.sourceBytes);
    return text === undefined ? { cause: report.problems[0]?.message ?? '' } : { text };
  }
}
