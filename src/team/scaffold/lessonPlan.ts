import type { RuleInfo } from '../../engine/rules/list';
import type { Finding } from '../../engine/finding';
import { lessonSkeleton } from '../../lessons/authoring/skeletons';
import { builtInNamespace, partsOf } from '../../lessons/identity';
import { withoutIndentation } from '../../lessons/live';
import { teamFolderName } from '../model';
import { markedTexts, type ChosenAnchor } from './anchorFor';
import type { NewFile } from './model';

export interface SelectedLesson {
  readonly id: string;
  readonly title: string;
  /** The question in short. */
  readonly prompt: string;
  /** The file that holds the code, relative to the folder that holds `.altitude`, forward slashes. */
  readonly source: string;
  /** Its text, line ends as \n. */
  readonly text: string;
  readonly chosen: ChosenAnchor;
  /** What was selected, zero-based, both inclusive. */
  readonly selected: { readonly startLine: number; readonly endLine: number };
  /** What was found in the file. */
  readonly findings: readonly Finding[];
}

/** The folder a lesson is written for: how it calls itself, and the rules it may name without a prefix. */
export interface LessonHome {
  readonly namespace: string;
  /** The built-in rules. */
  readonly rules: readonly RuleInfo[];
}

/** The most lines that are marked as selected: more would mark the code as a whole. */
const mostSelected = 6;

/** A lesson of one piece around live code: its question is asked, the code kept, everything else to be written. */
export function lessonPlan(lesson: SelectedLesson, home: LessonHome): readonly [lesson: NewFile, kept: NewFile] {
  const { id, title, prompt, source, text, chosen, selected } = lesson;
  const code = withoutIndentation(text.split('\n').slice(chosen.startLine, chosen.endLine + 1).join('\n'));
  const found = lesson.findings.filter(({ range }) => range.start.line >= selected.startLine && range.end.line <= selected.endLine);
  const named = [...new Set(found.flatMap(({ rule }) => ruleName(rule, home)))];
  const [rule, ...also] = named;
  const fix = found.find(({ rule: identity }) => ruleName(identity, home)[0] === rule)?.fixes[0];
  const info = home.rules.find(({ id: builtIn }) => rule === `${builtInNamespace}:${builtIn}`);
  const relative = (line: number) => line - chosen.startLine;
  const marked = found.map(({ range }) => ({ startLine: relative(range.start.line), endLine: relative(range.start.line) }));
  const isPart = selected.endLine - selected.startLine < mostSelected && (selected.startLine > chosen.startLine || selected.endLine < chosen.endLine);
  const chosenLines = marked.length > 0 ? marked : isPart ? [{ startLine: relative(selected.startLine), endLine: relative(selected.endLine) }] : [];
  const dir = `${teamFolderName}/lessons/${id}`;
  const snippetFile = `last-known${source.slice(source.lastIndexOf('.'))}`;
  const [docs] = info?.docs.sources ?? [];
  return [
    {
      path: `${dir}/lesson.md`,
      purpose: 'the lesson',
      text: lessonSkeleton({
        ...{ id, title, tier: 'middle', snippetFile, live: { source, anchor: chosen.anchor }, hot: markedTexts(code, chosenLines), also },
        ...(rule !== undefined && { rule }),
        ...(docs && { source: docs }),
        quiz: { prompt, ...(fix && { right: `what this takes: ${fix.title}.` }) },
      }),
    },
    { path: `${dir}/${snippetFile}`, purpose: 'the code as it is now, for when it is gone', text: `${code}\n` },
  ];
}

/** How a folder's own files name a rule; nothing for that of another team. */
function ruleName(identity: string, { namespace }: LessonHome): string[] {
  const { id, namespace: owner } = partsOf(identity);
  if (owner === undefined) return [`${builtInNamespace}:${id}`];
  return owner === namespace ? [id] : [];
}
