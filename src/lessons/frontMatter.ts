import type { FileReport } from './problems';

/** Real front matter is a few kilobytes; YAML is not read beyond this. */
export const maxFrontMatterLines = 500;

export interface SplitLesson {
  readonly frontMatter: string;
  /** One-based line of the file on which the front matter starts. */
  readonly frontMatterLine: number;
  readonly body: string;
  readonly bodyLine: number;
}

/** Separates the YAML between two `---` lines from the Markdown below it. */
export function splitFrontMatter(text: string, report: FileReport): SplitLesson | undefined {
  const lines = text.split('\n');
  if (lines[0]?.trimEnd() !== '---') {
    report.add(1, 'has no front matter; begin the file with a line holding only ---');
    return undefined;
  }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end < 0) {
    report.add(1, 'the front matter is not closed; end it with a line holding only ---');
    return undefined;
  }
  if (end > maxFrontMatterLines) {
    report.add(1, `the front matter has ${end - 1} lines; ${maxFrontMatterLines} is the most`);
    return undefined;
  }
  return {
    frontMatter: lines.slice(1, end).join('\n'),
    frontMatterLine: 2,
    body: lines.slice(end + 1).join('\n'),
    bodyLine: end + 2,
  };
}
