import type * as v from 'valibot';
import { readDiagram } from './diagram';
import { loadDocument, type Document, type Loading } from './document';
import { join, LessonFolder } from './files';
import { identityOf } from './identity';
import { checkNames, variedPiece } from './lessonNames';
import type { ParsedMarkdown } from './markdown';
import type { Lesson, LessonProblem, LostCode, Piece, Variant } from './model';
import { readPiece } from './piece';
import type { FileReport } from './problems';
import { readReadings } from './readings';
import type { Reference } from './references';
import { closingSections, lessonSchema, teamLessonSchema, type LessonData } from './schema';
import type { Section } from './sections';
import type { DataPath, YamlData } from './yamlData';

/** A lesson as its own folder tells it; the track adds where it stands. */
export type LessonContent = Omit<Lesson, 'track' | 'order'>;

export interface LoadedLesson {
  readonly file: string;
  /** Its front matter and body, even where the rest is broken: other lessons may refer to it. */
  readonly document?: Document<LessonData>;
  /** What it names elsewhere, in its front matter and its links. */
  readonly references: readonly Reference[];
  /** Present only when nothing is wrong with the folder. */
  readonly content?: LessonContent;
  readonly problems: readonly LessonProblem[];
  /** Live code that was not found: the lesson shows what is known of it. */
  readonly lost: readonly LostCode[];
}

/** Reads `dir/lesson.md`, or the translation called `name`, and the files it names. */
export async function loadLesson(dir: string, loading: Loading, name = 'lesson.md'): Promise<LoadedLesson> {
  const { team } = loading;
  const schema: v.GenericSchema<unknown, LessonData> = team === undefined ? lessonSchema : teamLessonSchema;
  const { report, document } = await loadDocument(join(dir, name), schema, loading);
  if (document === undefined) return { file: report.file, references: [], problems: report.problems, lost: [] };
  const { yaml, body, sections, links } = document;
  const { value: data, lineOf } = yaml;
  const { files, turn } = loading;
  await turn();
  checkNames(yaml, dir, loading, sections, report);
  const folder = await LessonFolder.open(files, dir, team?.maxBytes);
  const pieces = await Promise.all(
    data.pieces.map((piece, index) => {
      const source = { data: piece, lineOf: (...path: DataPath) => lineOf(['pieces', index, ...path]) };
      const tier = variedPiece(data, piece)?.tier ?? data.tier;
      return readPiece(folder, source, tier, sections.get(piece.id), body, report, team);
    }),
  );
  const readings = readReadings(body, sections, data.pieces.map(({ id }) => id), report);
  const picture = data.diagram === undefined ? undefined : await loadDiagram(folder, data.diagram, lineOf(['diagram']), report);
  const references = [...fieldReferences(yaml, report, team?.namespace), ...links];
  const known = { file: report.file, document, references, lost: pieces.flatMap(({ lost }, index) => lost.map((each) => ({ ...each, piece: data.pieces[index]?.id ?? '' }))) };
  const [recap, tradeOff] = closingSections.map((id) => readClosing(id, body, sections, report));

  const problems = [...report.problems, ...pieces.flatMap((piece) => piece.problems), ...(picture?.problems ?? [])];
  if (problems.length > 0 || recap === undefined || tradeOff === undefined) {
    return { ...known, problems };
  }
  const named = (written: string) => identityOf(written, team?.namespace);
  const { next, prerequisites = [], title, crux, goal, tier, minutes, sources } = data;
  return {
    ...known,
    problems,
    content: {
      ...{ id: named(data.id), title, crux, goal, tier, minutes, sources, recap, tradeOff },
      prerequisites: prerequisites.map(named),
      ...(next !== undefined && { next: named(next) }),
      ...(picture?.diagram && { diagram: picture.diagram }),
      ...inAndOutOfOrder(pieces.flatMap(({ piece }) => piece ?? []), data),
      readings,
      file: report.file,
    },
  };
}

function fieldReferences(
  { value: { id, next, prerequisites = [] }, lineOf }: YamlData<LessonData>,
  report: FileReport,
  namespace: string | undefined,
): Reference[] {
  const fields = [
    ...prerequisites.map((each, index) => ({ id: each, path: ['prerequisites', index] })),
    ...(next === undefined ? [] : [{ id: next, path: ['next'] }]),
  ];
  return fields.flatMap((field): Reference[] => {
    const line = lineOf(field.path);
    if (field.id !== id) return [{ file: report.file, line, target: { kind: 'lesson or track', id: identityOf(field.id, namespace) } }];
    report.add(line, `${String(field.path[0])} names this lesson itself`);
    return [];
  });
}

function inAndOutOfOrder(all: readonly Piece[], data: LessonData): Pick<Lesson, 'pieces' | 'variants'> {
  const varied = new Map(data.pieces.map(({ id, variantOf }) => [id, variantOf]));
  const variants = all.flatMap((piece): Variant[] => {
    const variantOf = varied.get(piece.id);
    return variantOf === undefined ? [] : [{ ...piece, variantOf }];
  });
  return { pieces: all.filter(({ id }) => varied.get(id) === undefined), variants };
}

/** The recap or the trade-off. */
function readClosing(
  id: string,
  body: ParsedMarkdown,
  sections: ReadonlyMap<string, Section>,
  report: FileReport,
): string | undefined {
  const section = sections.get(id);
  if (section === undefined) {
    report.add(body.lastLine, `there is no ${id}; write a section ## Title {#${id}}`);
    return undefined;
  }
  const [block] = section.lessonBlocks;
  if (block !== undefined) report.add(block.line, `a ${block.name} block belongs to a piece, not to the ${id}`);
  const text = body.source(section.prose);
  if (text === '') report.add(section.line, `the ${id} is empty`);
  return text;
}

interface LoadedDiagram {
  readonly diagram?: NonNullable<Lesson['diagram']>;
  readonly problems: readonly LessonProblem[];
}

async function loadDiagram(
  folder: LessonFolder,
  name: string,
  line: number,
  report: FileReport,
): Promise<LoadedDiagram | undefined> {
  const file = await folder.read(name, report, line);
  if (file === undefined) return undefined;
  const { problems } = file.report;
  const alt = file.text === undefined ? undefined : readDiagram(file.text, file.report);
  if (file.text === undefined || alt === undefined) return { problems };
  return { diagram: { file: name, svg: file.text, alt }, problems };
}
