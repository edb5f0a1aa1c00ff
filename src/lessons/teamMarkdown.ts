import { hiddenCharacters, withHiddenShown } from './hiddenCharacters';
import { builtInNamespace } from './identity';
import type { FileReport } from './problems';

/** A link of ours as Markdown writes it: in parentheses, as a definition, or in angle brackets. */
const ownLink = /(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?|<)lesson:(?=[a-z0-9-]+[/)>\s])/gm;

const mostInHeading = 300;

/**
 * A team's Markdown as it is shown: links to its own lessons name its namespace, and characters that cannot be seen are
 * written out. Lines stay where they are. A heading with such a character, or a very long one, is a problem: it becomes a title.
 * @param firstLine one-based line of the file on which the text starts
 */
export function teamMarkdown(markdown: string, namespace: string, firstLine: number, report: FileReport): string {
  for (const [index, line] of markdown.split('\n').entries()) {
    if (!/^ {0,3}(?:#|:::)/.test(line)) continue;
    if (line.length > mostInHeading) report.add(firstLine + index, `this line has ${line.length} characters; ${mostInHeading} are the most where it becomes a title`);
    const found = hiddenCharacters(line);
    if (found.length > 0) report.add(firstLine + index, `this line holds characters that cannot be seen (${found.join(', ')}); take them out`);
  }
  return withHiddenShown(`${markdown}\n`.replace(ownLink, `$1lesson:${namespace}:`).slice(0, -1));
}

/** The lesson that a link names: `id`, `namespace:id`, or `altitude:id`. */
export function linkedLesson(named: string): string {
  const [first = '', second] = named.split(':');
  if (second === undefined || first === builtInNamespace) return second ?? first;
  return `${first}/${second}`;
}
