import { loadDocument, type Document, type Loading } from './document';
import { readExplainedList } from './explainedList';
import type { ParsedMarkdown } from './markdown';
import type { Drill, Exercise, LessonProblem, Prompt, RubricPoint } from './model';
import type { Part } from './parts';
import type { FileReport } from './problems';
import { readProse } from './prose';
import { lessonReference } from './references';
import { drillSchema, promptSchema, type DrillData, type PromptData } from './schema';
import type { Section } from './sections';

const fewestPoints = 2;
const exerciseSections: readonly string[] = ['situation', 'rubric'];

export interface LoadedPart<T> {
  /** Present only when nothing is wrong with the file. */
  readonly part?: Part<T>;
  readonly problems: readonly LessonProblem[];
}

/** Reads `prompts/<id>.md`. */
export async function loadPrompt(file: string, loading: Loading): Promise<LoadedPart<Prompt>> {
  const { report, document } = await loadDocument(file, promptSchema, loading);
  if (document === undefined) return { problems: report.problems };
  for (const { id, line } of document.sections.values()) {
    if (!exerciseSections.includes(id)) report.add(line, `a prompt has the sections ${exerciseSections.join(' and ')}; ${id} is neither`);
  }
  return partOf(document, readExercise(document, 'prompt', report), report);
}

/** Reads `drills/<id>.md`. */
export async function loadDrill(file: string, loading: Loading): Promise<LoadedPart<Drill>> {
  const { report, document } = await loadDocument(file, drillSchema, loading);
  if (document === undefined) return { problems: report.problems };
  const exercise = readExercise(document, 'drill', report);
  return partOf(document, { ...exercise, steps: readSteps(document, report) }, report);
}

function partOf<T extends Exercise>(document: Document<PromptData>, value: T, report: FileReport): LoadedPart<T> {
  const { yaml, links } = document;
  const { problems, file } = report;
  if (problems.length > 0) return { problems };
  const fields = value.lessons.flatMap((id, index) => lessonReference(id, yaml.lineOf(['lessons', index]), report));
  return { part: { value, file, line: yaml.lineOf(['id']), references: [...fields, ...links] }, problems };
}

function readExercise({ yaml, body, sections }: Document<PromptData>, kind: string, report: FileReport): Exercise {
  const { value: { id, title, tier, minutes, lessons = [] }, lineOf } = yaml;
  const fileName = report.file.slice(report.file.lastIndexOf('/') + 1);
  if (fileName !== `${id}.md`) report.add(lineOf(['id']), `the ${kind} is called ${id} but its file ${fileName}; give both one name`);
  const [situation, rubric] = exerciseSections.map((name) => {
    const section = sections.get(name);
    if (section === undefined) report.add(body.lastLine, `there is no ${name}; write a section ## Title {#${name}}`);
    return section;
  });
  return {
    ...{ id, title, tier, minutes, lessons },
    situation: situation === undefined ? '' : readProse(body, situation, 'the situation', report),
    rubric: rubric === undefined ? [] : readRubric(body, rubric, report),
    file: report.file,
  };
}

function readRubric(body: ParsedMarkdown, section: Section, report: FileReport): RubricPoint[] {
  const [block] = section.lessonBlocks;
  if (block !== undefined) report.add(block.line, `a ${block.name} block belongs to a piece, not to the rubric`);
  const points = readExplainedList(body, section.prose, { noun: 'point', boxed: false, exampleId: 'names-the-limit' }, report);
  if (points.length < fewestPoints) {
    report.add(section.line, `the rubric has ${points.length} of at least ${fewestPoints} points; write each as an item of a list`);
  }
  return points.map(({ id, text, explanation }) => ({ id, text, explanation }));
}

function readSteps({ yaml: { value, lineOf }, body, sections }: Document<DrillData>, report: FileReport): Drill['steps'] {
  const { steps, minutes } = value;
  const total = steps.reduce((sum, step) => sum + step.minutes, 0);
  if (total !== minutes) report.add(lineOf(['minutes']), `the steps take ${total} minutes together, not ${minutes}; make them add up`);
  const seen = new Map<string, number>();
  for (const { id, line } of sections.values()) {
    if (!exerciseSections.includes(id) && !steps.some((step) => step.id === id)) report.add(line, `no step in the front matter is called ${id}`);
  }
  return steps.flatMap((step, index) => {
    const line = lineOf(['steps', index, 'id']);
    const earlier = seen.get(step.id);
    seen.set(step.id, earlier ?? line);
    if (earlier !== undefined) report.add(line, `a second step is called ${step.id}; the first is at line ${earlier}`);
    if (exerciseSections.includes(step.id)) report.add(line, `${step.id} is a section of every drill; call the step something else`);
    const section = sections.get(step.id);
    if (section === undefined) {
      report.add(line, `the step ${step.id} has no section; write ## Title {#${step.id}} below`);
      return [];
    }
    return [{ ...step, title: section.title, text: readProse(body, section, `the step ${step.id}`, report) }];
  });
}
