import { readDiagram } from './diagram';
import { join, LessonFolder, readText, type LessonFiles } from './files';
import { splitFrontMatter } from './frontMatter';
import { parseMarkdown, type ParsedMarkdown } from './markdown';
import type { Lesson, LessonProblem } from './model';
import { readPiece } from './piece';
import { FileReport } from './problems';
import { lessonSchema, reservedSections, type LessonData } from './schema';
import { readSections, type Section } from './sections';
import { readYaml, type DataPath, type YamlData } from './yamlData';

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
      return readPiece(folder, source, data.tier, sections.get(piece.id), body, report);
    }),
  );
  const picture = data.diagram === undefined ? undefined : await loadDiagram(folder, data.diagram, lineOf(['diagram']), report);
  const [recap, tradeOff] = reservedSections.map((id) => readClosing(id, body, sections, report));

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
      pieces: pieces.flatMap(({ piece }) => piece ?? []),
      variants: [],
      readings: [],
      file: report.file,
    },
  };
}

/** Ids against each other, the folder, the engine and the headings. */
function checkNames(
  { value: data, lineOf }: YamlData<LessonData>,
  dir: string,
  rules: ReadonlySet<string> | undefined,
  sections: ReadonlyMap<string, Section>,
  report: FileReport,
): void {
  const folderName = dir.slice(dir.lastIndexOf('/') + 1);
  if (data.id !== folderName) {
    report.add(lineOf(['id']), `the lesson is called ${data.id} but its folder ${folderName}; give both one name`);
  }
  const seen = new Map<string, number>();
  for (const [index, piece] of data.pieces.entries()) {
    const line = lineOf(['pieces', index, 'id']);
    const earlier = seen.get(piece.id);
    if (earlier !== undefined) report.add(line, `a second piece is called ${piece.id}; the first is at line ${earlier}`);
    else seen.set(piece.id, line);
    if (isReserved(piece.id)) report.add(line, `${piece.id} is a section of every lesson; call the piece something else`);
    for (const [field, id] of [['rule', piece.rule], ...(piece.also ?? []).map((each) => ['also', each] as const)] as const) {
      if (id !== undefined && rules?.has(id) === false) report.add(lineOf(['pieces', index, field]), `there is no rule called ${id}`);
    }
  }
  for (const { id, line } of sections.values()) {
    if (!seen.has(id) && !isReserved(id)) report.add(line, `no piece in the front matter is called ${id}`);
  }
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

const isReserved = (id: string) => reservedSections.some((reserved) => reserved === id);
