import { knownEndings, languageOf } from '../engine/syntax/languages';
import type { TeamReading } from './document';
import type { LessonFolder } from './files';
import { identityOf } from './identity';
import { readLive, type LiveSnippet } from './live';
import type { LessonProblem, Piece, Tier } from './model';
import type { ParsedMarkdown } from './markdown';
import { FileReport } from './problems';
import { readQuiz } from './quiz';
import type { PieceData } from './schema';
import type { LessonBlock, Section } from './sections';
import { fewestLines, lineCount, locate, mostLines } from './snippet';

const hintCount = 3;
const blockNames = ['quiz', 'hints', 'fix'] as const;
type BlockName = (typeof blockNames)[number];

/** What a piece's front matter says, with the line of each of its fields. */
export interface PieceSource {
  readonly data: PieceData;
  readonly lineOf: (...path: (string | number)[]) => number;
}

export interface LoadedPiece {
  /** Absent once a problem that keeps it from being whole is reported. */
  readonly piece?: Piece;
  /** Problems inside the snippet file; those of lesson.md are in its own report. */
  readonly problems: readonly LessonProblem[];
  /** That its live code was not found: the piece shows what is known of it. */
  readonly lost: readonly LessonProblem[];
}

/** Joins a piece's front matter, its section and its snippet. `tier` is the one it has unless it names its own. */
export async function readPiece(
  folder: LessonFolder,
  source: PieceSource,
  tier: Tier,
  section: Section | undefined,
  body: ParsedMarkdown,
  report: FileReport,
  team: TeamReading | undefined,
): Promise<LoadedPiece> {
  const { data, lineOf } = source;
  const file = await folder.read(data.snippet, report, lineOf('snippet'));
  const lost = new FileReport(report.file);
  const snippet = file?.text === undefined ? undefined : await readCode(file.text, source, report, lost, team);
  const problems = { problems: file?.report.problems ?? [], lost: lost.problems };
  if (section === undefined) {
    report.add(lineOf('id'), `the piece ${data.id} has no section; write ## Title {#${data.id}} below`);
    return problems;
  }
  const context = body.source(section.prose);
  if (context === '') report.add(section.line, `${data.id} has no context; say above its quiz what the reader sees`);
  const blocks = readBlocks(section, report);
  const quiz = blocks.quiz && readQuiz(body, blocks.quiz, report);
  const hints = blocks.hints && readHints(body, blocks.hints, report);
  const fixNote = blocks.fix && readFixNote(body, blocks.fix, report);
  if (!snippet || !quiz || !hints || fixNote === undefined) return problems;
  return {
    ...problems,
    piece: {
      id: data.id,
      title: section.title,
      tier: data.tier ?? tier,
      ...(data.rule !== undefined && { rule: identityOf(data.rule, team?.namespace) }),
      ...(data.also !== undefined && { also: data.also.map((id) => identityOf(id, team?.namespace)) }),
      ...snippet,
      snippetFile: data.snippet,
      context,
      ...quiz,
      hints,
      fixNote,
    },
  };
}

async function readCode(
  text: string,
  source: PieceSource,
  report: FileReport,
  lost: FileReport,
  team: TeamReading | undefined,
): Promise<LiveSnippet | undefined> {
  const { data } = source;
  const isLive = data.source !== undefined || data.anchor !== undefined;
  return team === undefined || !isLive ? readSnippet(text, source, report) : readLive(text, source, team.code, report, lost);
}

function readSnippet(text: string, { data, lineOf }: PieceSource, report: FileReport): LiveSnippet | undefined {
  const language = languageOf(data.snippet);
  if (language === undefined) {
    report.add(lineOf('snippet'), `${data.snippet} has no known ending; known are ${knownEndings.join(', ')}`);
    return undefined;
  }
  const lines = lineCount(text);
  if (lines < fewestLines || lines > mostLines) {
    report.add(lineOf('snippet'), `${data.snippet} has ${lines} lines; a snippet has ${fewestLines} to ${mostLines}`);
  }
  const hotLines = data.hot.flatMap((anchor, index) => {
    const place = locate(text, anchor);
    if ('startLine' in place) return [place];
    const found =
      place.places.length === 0
        ? `is not in ${data.snippet}`
        : `is in ${data.snippet} ${place.places.length} times, at lines ${place.places.join(', ')}; make it longer`;
    report.add(lineOf('hot', index), `the hot text ${JSON.stringify(anchor)} ${found}`);
    return [];
  });
  return { language, snippet: text, hotLines: hotLines.toSorted((a, b) => a.startLine - b.startLine) };
}

/** The blocks of a piece by name; what is missing or not known is reported. */
export function readBlocks(section: Section, report: FileReport): Partial<Record<BlockName, LessonBlock>> {
  const found: Partial<Record<BlockName, LessonBlock>> = {};
  for (const block of section.lessonBlocks) {
    const name = blockNames.find((known) => known === block.name);
    if (name === undefined) {
      report.add(block.line, `there is no block called ${block.name}; known are ${blockNames.join(', ')}`);
    } else if (found[name] !== undefined) {
      report.add(block.line, `a second ${name} block; the first is at line ${found[name].line}`);
    } else found[name] = block;
  }
  for (const name of blockNames) {
    if (found[name] === undefined) report.add(section.line, `${section.id} has no ${name}; write a ::: ${name} block`);
  }
  return found;
}

/** The entries of a `::: hints` block. */
export function readHints(body: ParsedMarkdown, block: LessonBlock, report: FileReport): string[] {
  const [list, ...rest] = block.blocks;
  const items = list?.token.type === 'ordered_list_open' ? list.children : [];
  const [stray] = rest;
  if (stray !== undefined) report.add(body.lineOf(stray), 'hints are one numbered list; take this text out of the block');
  if (items.length !== hintCount) {
    const found = items.length === 1 ? 'is 1 hint' : `are ${items.length} hints`;
    report.add(block.line, `there ${found}; write ${hintCount} as a numbered list, from a nudge to nearly the answer`);
  }
  return items.map((item, index) => {
    const text = body.source(item.children, 3);
    // The first block of an item starts on the marker's own line.
    const hint = text.replace(/^\s*\d+[.)]\s+/, '');
    if (hint === '') report.add(body.lineOf(item), `hint ${index + 1} is empty`);
    return hint;
  });
}

/** The text of a `::: fix` block. */
export function readFixNote(body: ParsedMarkdown, block: LessonBlock, report: FileReport): string {
  const note = body.source(block.blocks);
  if (note === '') report.add(block.line, 'the fix block is empty; say what the fix changes and why');
  return note;
}
