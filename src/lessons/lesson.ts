import { readDiagram } from './diagram';
import { join, LessonFolder, readText, type LessonFiles } from './files';
import { splitFrontMatter } from './frontMatter';
import { checkNames, variedPiece } from './lessonNames';
import { parseMarkdown, type ParsedMarkdown } from './markdown';
import type { Lesson, LessonProblem, Piece, Variant } from './model';
import { readPiece } from './piece';
import { FileReport } from './problems';
import { readReadings } from './readings';
import { closingSections, lessonSchema, type LessonData } from './schema';
import { readSections, type Section } from './sections';
import { readYaml, type DataPath } from './yamlData';

/** A lesson as its own folder tells it; the track adds where it stands. */
export type LessonContent = Omit<Lesson, 'track' | 'order'>;

export interface LoadedLesson {
  readonly file: string;
  /** What the front matter says, even where the rest is broken: other lessons may refer to it. */
  readonly data?: LessonData;
  readonly lineOf: (path: DataPath) => number;
  /** Present only when nothing is wrong with the folder. */
  readonly content?: LessonContent;
  readonly problems: readonly LessonProblem[];
}

/** Reads `dir/lesson.md` and the files it names. `rules` are the engine's rule ids; unchecked when absent. */
export async function loadLesson(files: LessonFiles, dir: string, rules?: ReadonlySet<string>): Promise<LoadedLesson> {
  const report = new FileReport(join(dir, 'lesson.md'));
  const failed: LoadedLesson = { file: report.file, lineOf: () => 1, problems: report.problems };
  const text = await readText(files, report);
  const split = text === undefined ? undefined : splitFrontMatter(text, report);
  if (split === undefined) return failed;

  const yaml = readYaml(split.frontMatter, lessonSchema, report, split.frontMatterLine);
  const body = parseMarkdown(split.body, split.bodyLine);
  const sections = readSections(body, report);
  if (yaml === undefined) return failed;

  const { value: data, lineOf } = yaml;
  checkNames(yaml, dir, rules, sections, report);
  const folder = await LessonFolder.open(files, dir);
  const pieces = await Promise.all(
    data.pieces.map((piece, index) => {
      const source = { data: piece, lineOf: (...path: DataPath) => lineOf(['pieces', index, ...path]) };
      const tier = variedPiece(data, piece)?.tier ?? data.tier;
      return readPiece(folder, source, tier, sections.get(piece.id), body, report);
    }),
  );
  const readings = readReadings(body, sections, data.pieces.map(({ id }) => id), report);
  const picture = data.diagram === undefined ? undefined : await loadDiagram(folder, data.diagram, lineOf(['diagram']), report);
  const [recap, tradeOff] = closingSections.map((id) => readClosing(id, body, sections, report));

  const problems = [...report.problems, ...pieces.flatMap((piece) => piece.problems), ...(picture?.problems ?? [])];
  if (problems.length > 0 || recap === undefined || tradeOff === undefined) {
    return { file: report.file, data, lineOf, problems };
  }
  const { next, prerequisites = [] } = data;
  const { id, title, crux, goal, tier, minutes, sources } = data;
  return {
    file: report.file,
    data,
    lineOf,
    problems,
    content: {
      ...{ id, title, crux, goal, tier, minutes, sources, prerequisites, recap, tradeOff },
      ...(next !== undefined && { next }),
      ...(picture?.diagram && { diagram: picture.diagram }),
      ...inAndOutOfOrder(pieces.flatMap(({ piece }) => piece ?? []), data),
      readings,
      file: report.file,
    },
  };
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
