import { FileReport } from './problems';

export interface LessonEntry {
  readonly name: string;
  /** A symbolic link is `other`: a lesson never reads through one, so it cannot reach outside its folder. */
  readonly kind: 'file' | 'directory' | 'other';
}

/** The only way lessons touch a file system: Node's, the editor's or the browser's. Paths use forward slashes. */
export interface LessonFiles {
  list(dir: string): Promise<readonly LessonEntry[]>;
  /** The file's bytes. An implementation may stop once it has read more than `limit`. */
  read(path: string, limit: number): Promise<Uint8Array>;
}

/** A lesson's folder: the only place its snippets and diagram are read from. */
export class LessonFolder {
  private constructor(
    readonly dir: string,
    private readonly files: LessonFiles,
    private readonly own: ReadonlySet<string>,
    private readonly limit: number | undefined,
  ) {}

  /** @param limit the most bytes a file may have */
  static async open(files: LessonFiles, dir: string, limit?: number): Promise<LessonFolder> {
    const entries = await files.list(dir);
    return new LessonFolder(dir, files, new Set(entries.flatMap(({ name, kind }) => (kind === 'file' ? [name] : []))), limit);
  }

  /** The text of a file named in `user` at `line`; problems inside the file are reported in the file itself. */
  async read(name: string, user: FileReport, line: number): Promise<NamedFile | undefined> {
    if (!this.own.has(name)) {
      user.add(line, `${name} is not a file in the lesson's folder`);
      return undefined;
    }
    const report = new FileReport(join(this.dir, name));
    const text = await readText(this.files, report, this.limit);
    return { report, text };
  }
}

export interface NamedFile {
  readonly report: FileReport;
  readonly text: string | undefined;
}

export const maxFileBytes = 1024 * 1024;

/**
 * The text of a file with line ends normalised to \n and no byte order mark; undefined once a problem is reported.
 * @param limit the most bytes the file may have
 */
export async function readText(files: LessonFiles, report: FileReport, limit = maxFileBytes): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(report.file, limit);
  } catch (error) {
    report.add(1, `cannot be read: ${reason(error)}`);
    return undefined;
  }
  if (bytes.length > limit) {
    report.add(1, `is larger than ${sizeOf(limit)}, the most a lesson file may be`);
    return undefined;
  }
  const text = decode(bytes, report)?.replaceAll(/\r\n?/g, '\n');
  const nul = text?.indexOf('\0') ?? -1;
  if (text !== undefined && nul >= 0) {
    report.add(lineAt(text, nul), 'holds a NUL character; a lesson file is plain text');
    return undefined;
  }
  return text;
}

export function join(dir: string, name: string): string {
  return dir === '.' ? name : `${dir}/${name}`;
}

/** One-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** A short cause without the machine's own path, which Node puts into its messages. */
export function reason(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code === 'ENOENT' ? 'there is no such file or folder' : error.code;
  }
  return error instanceof Error ? error.message : String(error);
}

const sizeOf = (bytes: number) => (bytes < 1024 * 1024 ? `${bytes / 1024} kB` : `${bytes / (1024 * 1024)} MB`);

function decode(bytes: Uint8Array, report: FileReport): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const lossy = new TextDecoder().decode(bytes);
    report.add(lineAt(lossy, lossy.indexOf('\uFFFD')), 'is not valid UTF-8; save the file as UTF-8');
    return undefined;
  }
}
