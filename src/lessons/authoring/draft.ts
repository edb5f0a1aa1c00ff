import { languageOf } from '../../engine/syntax/languages';
import { readDiagram } from '../diagram';
import { lostMessage, type ShownCode } from '../live';
import { tiers, type HotLines, type Option, type Piece, type Tier } from '../model';
import { readBlocks, readFixNote, readHints } from '../piece';
import { FileReport } from '../problems';
import { readQuiz } from '../quiz';
import { isReservedSection } from '../schema';
import type { Section } from '../sections';
import { locate } from '../snippet';
import type { Outline, OutlinedPiece } from './outline';
import { titleOf } from './skeletons';

/** A section of a lesson as far as it is written. */
export type DraftPart = DraftPiece | DraftProse;

export interface DraftPiece {
  readonly kind: 'piece';
  readonly id: string;
  /** One-based line of its heading; of its id in the front matter where there is none yet. */
  readonly line: number;
  /** What is missing is empty. */
  readonly piece: Piece;
  readonly snippet?: {
    /** Beside the lesson, or of live code in the repository. */
    readonly file: string;
    readonly text: string | undefined;
    /** Why the last known text stands in for live code. */
    readonly lost?: string;
  };
}

/** A reading, the recap or the trade-off. */
export interface DraftProse {
  readonly kind: 'prose';
  readonly id: string;
  readonly line: number;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  /** The recap's picture. */
  readonly diagram?: { readonly svg: string; readonly alt: string };
}

export interface Draft {
  readonly title: string;
  readonly tier: Tier;
  /** In the order of the file; pieces without a section last. */
  readonly parts: readonly DraftPart[];
}

/** The files beside a lesson, as far as they are text. */
export type TextOf = (file: string) => string | undefined;

/** The live code of a piece, by its id, as far as it was looked for. */
export type CodeOf = (piece: string) => ShownCode | undefined;

const noCode: CodeOf = () => undefined;

/**
 * Whatever of a lesson can be shown, however broken the rest of it is: what is wrong with it is told by its problems.
 * @param folder the name of the lesson's folder
 */
export function draftOf(outline: Outline, folder: string, textOf: TextOf, codeOf = noCode): Draft {
  const tier = tierOf(outline.fields.get('tier'));
  const written = outline.sections.map((section): DraftPart => {
    if (isReservedSection(section.id)) return proseOf(section, outline, textOf);
    return pieceOf(section.id, section, outline, { tier, textOf, codeOf });
  });
  const without = outline.pieces.filter(({ id }) => !outline.sections.some((section) => section.id === id));
  return {
    title: outline.fields.get('title') ?? titleOf(folder),
    tier,
    parts: [...written, ...without.map(({ id }) => pieceOf(id, undefined, outline, { tier, textOf, codeOf }))],
  };
}

/** The part that a one-based line belongs to: its section below, or its piece in the front matter. */
export function partAt({ parts }: Draft, outline: Outline, line: number): DraftPart | undefined {
  if (line <= outline.frontMatterEnd) {
    const piece = outline.pieces.find((each) => each.line <= line && line <= each.endLine);
    return parts.find(({ id }) => id === piece?.id);
  }
  return parts.findLast((part) => part.line > outline.frontMatterEnd && part.line <= line);
}

function proseOf({ id, line, prose, title }: Section, { body, fields }: Outline, textOf: TextOf): DraftProse {
  const svg = id === 'recap' ? textOf(fields.get('diagram') ?? '') : undefined;
  const report = new FileReport('');
  const alt = svg === undefined ? undefined : readDiagram(svg, report);
  return { kind: 'prose', id, line, title, text: body.source(prose), ...(svg !== undefined && alt !== undefined && report.clean && { diagram: { svg, alt } }) };
}

interface Around {
  readonly tier: Tier;
  readonly textOf: TextOf;
  readonly codeOf: CodeOf;
}

function pieceOf(id: string, section: Section | undefined, { body, pieces }: Outline, { codeOf, textOf, tier: lessonTier }: Around): DraftPiece {
  const named = pieces.find((piece) => piece.id === id);
  const report = new FileReport('');
  const { quiz, hints, fix } = section === undefined ? {} : readBlocks(section, report);
  const { options, prompt, question } = quiz === undefined ? { options: [], prompt: '', question: '' } : readQuiz(body, quiz, report);
  const file = named?.fields.get('snippet');
  const code = codeIn(named, textOf, codeOf);
  const rule = named?.fields.get('rule');
  return {
    kind: 'piece',
    id,
    line: section?.line ?? named?.line ?? 1,
    piece: {
      id,
      title: section?.title ?? titleOf(id),
      tier: tierOf(named?.fields.get('tier'), lessonTier),
      ...(rule !== undefined && rule !== '' && { rule }),
      language: languageOf(file ?? '') ?? 'javascript',
      snippetFile: file ?? '',
      snippet: code?.text ?? '',
      hotLines: code?.hotLines ?? [],
      context: section === undefined ? '' : body.source(section.prose),
      prompt,
      question,
      options: nameable(options),
      hints: hints === undefined ? [] : readHints(body, hints, report).filter((hint) => hint !== ''),
      fixNote: fix === undefined ? '' : readFixNote(body, fix, report),
    },
    ...(code && { snippet: { file: code.file, text: code.text, ...(code.lost !== undefined && { lost: code.lost }) } }),
  };
}

/** What a piece shows: the live code, else the snippet beside the lesson. Undefined where it names neither. */
function codeIn(piece: OutlinedPiece | undefined, textOf: TextOf, codeOf: CodeOf): (NonNullable<DraftPiece['snippet']> & Pick<ShownCode, 'hotLines'>) | undefined {
  const live = piece?.live && codeOf(piece.id);
  if (piece?.live && live && !('lost' in live.state)) return { file: piece.live.source, text: live.text, hotLines: live.hotLines };
  const file = piece?.fields.get('snippet');
  if (piece === undefined || file === undefined) return undefined;
  const kept = textOf(file);
  if (piece.live && live && 'lost' in live.state) {
    return { file, text: kept === undefined ? undefined : live.text, hotLines: live.hotLines, lost: lostMessage(live.state.lost, piece.live) };
  }
  return { file, text: kept, hotLines: kept === undefined ? [] : hotLines(piece, kept) };
}

/** An option is answered by its id; one that has none yet, or that of another, gets one for the time being. */
function nameable(options: readonly Option[]): Option[] {
  return options.map((option, index) => (option.id !== '' && options.findIndex(({ id }) => id === option.id) === index ? option : { ...option, id: `option-${index + 1}` }));
}

function hotLines({ hot }: OutlinedPiece, snippet: string): HotLines[] {
  return hot
    .flatMap((text) => {
      const place = text === '' ? undefined : locate(snippet, text);
      return place !== undefined && 'startLine' in place ? [place] : [];
    })
    .toSorted((a, b) => a.startLine - b.startLine);
}

function tierOf(written: string | undefined, otherwise: Tier = 'middle'): Tier {
  return tiers.find((tier) => tier === written) ?? otherwise;
}
