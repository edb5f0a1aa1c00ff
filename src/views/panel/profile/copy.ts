import type { ProfileView, TopicView } from '../../../shared/pages/profile';
import type { PanelStrings } from '../../../shared/protocol';

/** The profile as Markdown, to be pasted where the reader likes. */
export function profileText(view: ProfileView, strings: PanelStrings): string {
  const topics = (list: readonly TopicView[]) => list.map(({ title, standing }) => `${plain(title)}: ${standing}`);
  const calibration = view.calibration.map(({ confidence, outcome }) => `${strings[`confidence.${confidence}`]}: ${outcome}`);
  const due = view.due.spans.map(({ span, count }) => `${span}: ${count}`);
  return [
    `# ${view.title}`,
    view.facts.join(' · '),
    view.next,
    table(view.climb.table, strings),
    ...section(strings['profile.reviews'], due),
    ...section(strings['profile.strong'], topics(view.strong)),
    ...section(strings['profile.weak'], topics(view.weak)),
    ...section(strings['profile.calibration'], calibration),
    ...section(strings['profile.how'], view.explanation),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${item}`).join('\n')];
}

function table({ columns, rows }: ProfileView['climb']['table'], strings: PanelStrings): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line([strings['profile.topic'], ...columns]),
    line([strings['profile.topic'], ...columns].map(() => '---')),
    ...rows.map(({ title, tiers }) => line([plain(title), ...tiers.map((tier) => strings[`tier.${tier}`])])),
  ].join('\n');
}

/** Text that Markdown takes as it is, in a table too. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&');
}
