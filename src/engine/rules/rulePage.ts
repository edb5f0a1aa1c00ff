import type { RuleInfo } from './list';

const unproven = (id: string) =>
  ` In a project its findings are doubtful, and so left out by default: of those in repositories that no rule had seen, fewer than four in five were worth mending. \`"altitude.rules": { "${id}": "information" }\` shows them.`;

/** A rule's documentation as one Markdown page. */
export function rulePage(rule: RuleInfo): string {
  const { docs } = rule;
  const section = (title: string, text: string) => `## ${title}\n\n${text.trim()}\n`;
  return [
    `# ${rule.id}\n\n${rule.title}. Best fix: ${rule.grade}.${rule.lesson === '' ? '' : ` Taught by the lesson \`${rule.lesson}\`.`}${rule.defaultOn ? '' : ' Off by default.'}${rule.isUnproven === true ? unproven(rule.id) : ''}\n`,
    section('What it finds', docs.finds),
    section('Why it hurts', docs.why),
    section('The fix', docs.fix),
    section('When not to fix', docs.notWhen),
    section('How to silence it', `One place, with a reason: \`altitude-disable-next-line ${rule.id} -- why\` in a comment above it. Everywhere: \`"altitude.rules": { "${rule.id}": "off" }\` in the settings.`),
    ...(docs.sources.length === 0 ? [] : [section('Sources', docs.sources.map(({ title, url }) => `- [${title}](${url})`).join('\n'))]),
  ].join('\n');
}
