import type { RuleInfo } from '../rules/list';
import type { TeamRule } from './model';

/** What the editor and the command line tell of a team's rule, as of a built-in one. */
export function ruleInfo({ id, namespace, language, message, note, url, severity, defaultOn, lesson, grade, fixes }: TeamRule): RuleInfo {
  return {
    id,
    title: message.replace(/\s+/g, ' ').replace(/\.$/, ''),
    area: namespace,
    languages: [language],
    grade: fixes.length === 0 ? 'guided' : grade,
    severity,
    lesson,
    defaultOn,
    docs: {
      finds: message,
      why: note ?? message,
      fix: fixes.length === 0 ? 'The rule has no fix.' : fixes.map(({ title, template }) => title ?? fenced(template)).join('\n\n'),
      notWhen: `The rule speaks of ${language} files of its own team's folder.`,
      sources: url === undefined ? [] : [{ title: url, url }],
    },
  };
}

/** Code may hold any number of backticks in a row. */
function fenced(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${code}\n${fence}`;
}
