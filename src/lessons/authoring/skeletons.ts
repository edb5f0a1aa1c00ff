import type { Anchor, Tier } from '../model';
import { closingSections } from '../schema';

/** What every text of a skeleton begins with until its author has written it. */
export const unwrittenMark = 'To be written:';

/** A section that closes a lesson. */
export type ClosingSection = (typeof closingSections)[number];

const toWrite = (what: string) => `${unwrittenMark} ${what}`;

/** What is known of a question before it is written. */
export interface QuizStart {
  /** Twelve words or fewer, without Markdown. */
  readonly prompt?: string;
  /** What the right option could be. */
  readonly right?: string;
}

/** A quiz that is whole but for its words. The right option is not the longest: length tells nothing. */
export function quizSkeleton({ prompt = toWrite('what happens under load?'), right = 'the lever that reaches the cause.' }: QuizStart = {}): string {
  const option = (box: string, id: string, what: string, why: string) => `- [${box}] ${toWrite(what)} {#${id}}\n\n  ${toWrite(why)}\n`;
  return [
    `::: quiz ${prompt}\n`,
    `${toWrite('the whole question, with what the reader needs to know to answer it.')}\n`,
    option(' ', 'first', 'what a colleague would try first.', 'why it does not reach the cause. End on the correct claim.'),
    option('x', 'second', right, 'how it does so, and what it costs. End on the correct claim.'),
    option(' ', 'third', 'what would only move the problem.', 'where the problem goes. End on the correct claim.'),
    option(' ', 'fourth', 'what seems safe and changes nothing.', 'why nothing changes. End on the correct claim.'),
    ':::\n',
  ].join('\n');
}

export function hintsSkeleton(): string {
  const hints = ['a nudge: where to look.', 'what to compare or count there.', 'nearly the answer.'];
  return `::: hints\n\n${hints.map((hint, index) => `${index + 1}. ${toWrite(hint)}\n`).join('')}\n:::\n`;
}

export function fixSkeleton(): string {
  return `::: fix\n\n${toWrite('what the fix changes, why, and what it leaves alone.')}\n\n:::\n`;
}

/** The blocks of a piece, by name, in the order they are read. */
export const blockSkeletons = { quiz: () => quizSkeleton(), hints: hintsSkeleton, fix: fixSkeleton } as const;

/** The section of a piece. */
export function pieceSkeleton(id: string, start?: QuizStart): string {
  const context = toWrite('what the reader is looking at, and what has been seen in production.');
  return [`## ${titleOf(id)} {#${id}}\n`, `${context}\n`, quizSkeleton(start), hintsSkeleton(), fixSkeleton()].join('\n');
}

export function closingSkeleton(id: ClosingSection): string {
  return id === 'recap'
    ? `## Recap {#recap}\n\n${toWrite('what to take away in a few sentences.')}\n`
    : `## Trade-off {#trade-off}\n\n${toWrite('for which constraint the fix is right, and when it is not.')}\n`;
}

export interface NewLesson {
  readonly id: string;
  readonly title: string;
  readonly tier: Tier;
  /** As it is written in this folder. */
  readonly rule?: string;
  /** Rules that find something in the snippet too. */
  readonly also?: readonly string[];
  readonly snippetFile: string;
  /** Code of a team's repository, whose text the snippet keeps. */
  readonly live?: { readonly source: string; readonly anchor: Anchor };
  /** Texts that stand in the snippet once. */
  readonly hot: readonly string[];
  /** What the rule is about, as the first source to read. */
  readonly source?: { readonly title: string; readonly url: string };
  readonly quiz?: QuizStart;
}

/** A lesson.md of one piece in which every text is still to be written and nothing else is wrong. */
export function lessonSkeleton({ id, title, tier, rule, also = [], snippetFile, live, hot, source, quiz }: NewLesson): string {
  const { title: sourceTitle, url } = source ?? { title: toWrite('official documentation or a paper'), url: 'https://example.com/' };
  const frontMatter = [
    `id: ${id}`,
    `title: ${yamlText(title)}`,
    `crux: ${yamlText(toWrite('one sentence on what the lesson trains.'))}`,
    `goal: ${yamlText(toWrite('what the reader will be able to do.'))}`,
    `tier: ${tier}`,
    'minutes: 5',
    'sources:',
    `  - title: ${yamlText(sourceTitle)}`,
    `    url: ${url}`,
    'pieces:',
    `  - id: ${firstPiece}`,
    ...(rule === undefined ? [] : [`    rule: ${rule}`]),
    ...(also.length === 0 ? [] : ['    also:', ...also.map((each) => `      - ${each}`)]),
    ...(live === undefined ? [] : liveFields(live)),
    `    snippet: ${snippetFile}`,
    '    hot:',
    ...hot.map((text) => `      - ${yamlText(text)}`),
  ];
  return ['---', ...frontMatter, '---', '', pieceSkeleton(firstPiece, quiz), ...closingSections.map(closingSkeleton)].join('\n');
}

const firstPiece = 'first-piece';

function liveFields({ anchor, source }: NonNullable<NewLesson['live']>): string[] {
  const [[kind, text] = ['', '']] = Object.entries(anchor);
  return [`    source: ${yamlText(source)}`, '    anchor:', `      ${kind}: ${yamlText(text)}`];
}

/** A track.yml with one lesson, or none yet. */
export function trackSkeleton({ id, title, order, lesson }: { readonly id: string; readonly title: string; readonly order: number; readonly lesson: string }): string {
  return `id: ${id}\ntitle: ${yamlText(title)}\nsummary: ${yamlText(toWrite('one sentence on what the track is about.'))}\norder: ${order}\nlessons:\n  - ${lesson}\n`;
}

/** Lines, one-based, that still hold a text of a skeleton. */
export function unwrittenLines(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.includes(unwrittenMark) ? [index + 1] : []));
}

/** Text as a YAML value on one line, in quotes where it needs them. */
export function yamlText(text: string): string {
  const isPlain = /^[A-Za-z(][^#:"'\\\t\n]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|~)$/i.test(text) && text === text.trim();
  return isPlain ? text : JSON.stringify(text);
}

/** A title to begin with: the id in words. */
export function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An id made from a title; empty where the title holds no Latin letter or digit. */
export function idOf(title: string): string {
  return title
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '');
}
