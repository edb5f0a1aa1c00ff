import type { RuleInfo } from '../engine/rules/list';
import { optionSignal } from '../lessons/lint/optionSignal';
import type { Catalogue } from '../lessons/model';

/** A Markdown table. @param align one of `left` and `right` for each column */
export function markdownTable(head: readonly string[], align: readonly ('left' | 'right')[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(align.map((side) => (side === 'right' ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

const languageNames: Readonly<Record<string, string>> = { javascript: 'JavaScript', typescript: 'TypeScript', tsx: 'TSX', go: 'Go', sql: 'SQL' };

/** "JavaScript, TypeScript, Go": TSX goes without saying. */
const languagesOf = ({ languages }: RuleInfo) =>
  languages
    .filter((language) => language !== 'tsx')
    .map((language) => languageNames[language] ?? language)
    .join(', ');

/** One row for each rule, in the order of the registry. */
export function rulesTable(rules: readonly RuleInfo[]): string {
  return markdownTable(
    ['rule', 'finds', 'languages', 'best fix'],
    ['left', 'left', 'left', 'left'],
    rules.map((rule) => [`\`${rule.id}\``, `${rule.title}${rule.defaultOn ? '' : ' (off by default)'}${rule.isUnproven === true ? ' (doubtful by default)' : ''}`, languagesOf(rule), rule.grade]),
  );
}

/** One row for each track, and one for all of them. */
export function tracksTable({ tracks }: Catalogue): string {
  const rows = tracks.map(({ title, lessons, practice }) => ({
    title,
    counts: [
      lessons.length,
      lessons.flatMap(({ pieces }) => pieces).length,
      lessons.flatMap(({ variants }) => variants).length,
      lessons.flatMap(({ readings }) => readings).length,
      practice?.cards.length ?? 0,
      practice?.prompts.length ?? 0,
      practice?.drills.length ?? 0,
    ],
  }));
  const sums = rows.reduce<number[]>((sum, { counts }) => counts.map((count, column) => count + (sum[column] ?? 0)), []);
  return markdownTable(
    ['track', 'lessons', 'pieces', 'variants for review', 'readings', 'cards', 'prompts', 'timed drills'],
    ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
    [...rows, { title: 'All', counts: sums }].map(({ title, counts }) => [title, ...counts.map((count) => (count === 0 ? '' : `${count}`))]),
  );
}

/** What length and place tell about the right option, over all questions. */
export function optionsTable({ tracks }: Catalogue): string {
  const questions = tracks.flatMap(({ lessons }) => lessons.flatMap(({ pieces, variants }) => [...pieces, ...variants]));
  const { longest, ratio } = optionSignal(questions);
  const places = [0, 1, 2, 3].map((place) => questions.filter(({ options }) => options[place]?.correct === true).length);
  return markdownTable(
    ['questions', 'right option is the longest', 'its length over that of the others, mean', 'it stands first, second, third, fourth in the file'],
    ['right', 'right', 'right', 'right'],
    [[`${questions.length}`, `${longest}`, ratio.toFixed(2), places.join(', ')]],
  );
}

/** One row for each lesson. */
export function lessonsTable({ tracks }: Catalogue): string {
  return markdownTable(
    ['track', 'lesson', 'tier', 'minutes', 'pieces'],
    ['left', 'left', 'left', 'right', 'right'],
    tracks.flatMap((track) => track.lessons.map((lesson) => [track.title, lesson.title, lesson.tier, `${lesson.minutes}`, `${lesson.pieces.length}`])),
  );
}

/** What an evidence test measured; see `src/engine/rules/<area>/<rule-id>.evidence.json`. */
export interface Measured {
  readonly rule: string;
  readonly figures: readonly { readonly what: string; readonly before: number | string; readonly after: number | string; readonly unit?: string }[];
}

/** The first figure of each rule: the one its lesson claims. */
export function evidenceTable(measured: readonly Measured[]): string {
  const value = (figure: number | string, unit: string | undefined) => `${figure}${unit === undefined ? '' : ` ${unit}`}`;
  return markdownTable(
    ['rule', 'measured', 'flawed', 'fixed'],
    ['left', 'left', 'right', 'right'],
    measured.flatMap(({ rule, figures }) => figures.slice(0, 1).map(({ what, before, after, unit }) => [`\`${rule}\``, what, value(before, unit), value(after, unit)])),
  );
}

/** What `npm run corpus` saw of one repository. */
export interface CorpusRun {
  /** "owner/name" */
  readonly repository: string;
  readonly commit: string;
  readonly files: number;
  readonly lines: number;
  readonly findings: number;
  /** Files the safe fixes changed, in a copy. */
  readonly fixedFiles: number;
  /** Errors of the repository's own compiler; null where it could not be run. */
  readonly types: { readonly before: number; readonly after: number } | null;
  /** Files that no longer parse, new type errors, findings that came back. */
  readonly regressions: number;
  readonly ms: number;
  readonly peakMemoryMb: number;
}

/** One row for each repository. */
export function corpusTable(runs: readonly CorpusRun[]): string {
  return markdownTable(
    ['repository', 'lines', 'findings', 'per 10,000 lines', 'files fixed', 'type errors before → after', 'regressions', 'seconds', 'peak MB'],
    ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
    runs.map(({ repository, lines, findings, fixedFiles, types, regressions, ms, peakMemoryMb }) => [
      repository,
      `${lines}`,
      `${findings}`,
      lines === 0 ? '0' : ((findings / lines) * 10_000).toFixed(1),
      `${fixedFiles}`,
      types === null ? 'not checked' : `${types.before} → ${types.after}`,
      `${regressions}`,
      (ms / 1000).toFixed(1),
      `${peakMemoryMb}`,
    ]),
  );
}

/** How findings on public repositories were judged, of one rule. */
export interface Judged {
  readonly rule: string;
  readonly true: number;
  readonly noise: number;
  readonly false: number;
}

/** One row for each rule with a judged finding, and the sum. */
export function verdictsTable(judged: readonly Judged[]): string {
  const row = (name: string, of: readonly Judged[]) => {
    const sum = (kind: 'true' | 'noise' | 'false') => of.reduce((total, each) => total + each[kind], 0);
    return [name, `${sum('true')}`, `${sum('noise')}`, `${sum('false')}`];
  };
  return markdownTable(
    ['rule', 'true', 'noise', 'false'],
    ['left', 'right', 'right', 'right'],
    [...judged.map((each) => row(`\`${each.rule}\``, [each])), row('all', judged)],
  );
}

/**
 * The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced.
 * @throws Error when a marker is missing
 */
export function withSection(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The markers ${start} and ${end} are missing.`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}
