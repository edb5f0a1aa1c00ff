/** What a commit says of a fix. Texts are plain. */
export interface CommitFacts {
  /** What the fix does: the subject. */
  readonly title: string;
  /** What happens under load without it. */
  readonly reason: string;
  readonly rule: string;
  /** The title of the lesson that teaches it. */
  readonly lesson?: string;
}

const width = 72;

/** A commit message: the subject, the reason, then the rule and the lesson, one line each. */
export function commitMessage({ title, reason, rule, lesson }: CommitFacts): string {
  const facts = [`Rule: ${rule}`, ...(lesson === undefined ? [] : [`Lesson: ${lesson}`])];
  return `${[title, '', ...wrapped(reason), '', ...facts].join('\n')}\n`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
