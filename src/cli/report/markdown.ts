import { plain } from '../pretty';
import { plural } from '../plural';
import type { Counts, ReportDocument } from './document';

/** The report as GitHub-flavoured Markdown, for a pull request or a wiki. */
export function markdownReport(report: ReportDocument): string {
  const { rules, folders, owners, lessons, trend, total } = report;
  const isCompared = report.baseline !== null;
  const counted = <T extends Counts>(names: readonly string[], rows: readonly T[], cells: (row: T) => readonly string[]) =>
    table([...names, ...countNames(isCompared)], names.length, rows.map((row) => [...cells(row), ...countCells(row, isCompared)]));
  const sections = [
    `# Altitude report${report.root === null ? '' : `: ${text(report.root)}`}`,
    summary(report),
    ...(rules.length === 0 ? [] : ['## By rule', counted(['Rule', 'What it finds', 'Severity'], rules, ({ id, title, severity }) => [code(id), text(title), severity])]),
    ...(folders.length === 0 ? [] : ['## By folder', counted(['Folder'], folders, ({ folder }) => [code(folder)])]),
    ...(owners === null || owners.length === 0 ? [] : ['## By owner', counted(['Owner'], owners, ({ owner }) => [owner === null ? 'nobody' : code(owner)]), ownersNote]),
    ...(trend === null || trend.length === 0 ? [] : ['## Trend', trendNote, table(['Date', 'Commit', 'Findings'], 2, trend.map((point) => [point.date.slice(0, 10), code(point.commit.slice(0, 10)), String(point.total)]))]),
    ...(lessons.length === 0 ? [] : ['## What teaches it', lessonTable(lessons)]),
    ...(total.now > 0 && lessons.length === 0 ? ['No lesson teaches what is left.'] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

const ownersNote = 'A finding in a file of several owners counts for each of them.';

const trendNote = "What today's rules find in the commits of the past.";

function summary({ total, baseline, files, skipped, generated }: ReportDocument): string {
  const found = total.now === 0 ? '**No findings**' : `**${plural(total.now, 'finding')}**`;
  const compared = baseline === null ? '' : ` Against ${code(baseline)}: ${total.new ?? 0} new, ${total.gone ?? 0} gone, ${total.same ?? 0} the same.`;
  const left = skipped === 0 ? '' : ` ${plural(skipped, 'file')} could not be looked at.`;
  return `${found} in ${plural(files, 'file')} on ${generated.slice(0, 10)}.${compared}${left}`;
}

const countNames = (isCompared: boolean) => (isCompared ? ['Now', 'New', 'Gone', 'Same'] : ['Now']);

function countCells(counts: Counts, isCompared: boolean): string[] {
  const shown = isCompared ? [counts.now, counts.new, counts.gone, counts.same] : [counts.now];
  return shown.map(String);
}

function lessonTable(lessons: ReportDocument['lessons']): string {
  const rows = lessons.map(({ title, link, minutes, rules, findings }) => [`[${text(title)}](${link})`, rules.map(code).join(', '), String(minutes), String(findings)]);
  return table(['Lesson', 'Teaches', 'Minutes', 'Findings'], 2, rows);
}

/** @param texts how many columns, from the left, hold text; the others hold numbers */
export function table(head: readonly string[], texts: number, rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, at) => (at < texts ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Titles of teams' rules come from their files: what Markdown or HTML would read as more than text is escaped. */
const text = (value: string) => plain(value).replace(/[\\`*_{}[\]<>#|~&@]/g, '\\$&');

/** An owner's name as code notifies nobody. A cell ends at a bar even in code. */
export function code(value: string): string {
  const shown = plain(value).replace(/\|/g, '\\|');
  const ticks = '`'.repeat(Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  return ticks.length === 1 ? `\`${shown}\`` : `${ticks} ${shown} ${ticks}`;
}
