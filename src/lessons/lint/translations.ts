import type { Document, Loading } from '../document';
import { loadLesson, type LoadedLesson } from '../lesson';
import type { Block } from '../markdown';
import type { LessonProblem, Option } from '../model';
import { FileReport } from '../problems';
import { unknownReferences, type Known } from '../references';
import type { LessonData } from '../schema';
import type { Section } from '../sections';

/** Fields of the front matter that say the same in every language. */
const sameFields = ['tier', 'minutes', 'prerequisites', 'next'] as const;
const samePieceFields = ['tier', 'variantOf', 'rule', 'also', 'snippet', 'source', 'anchor', 'commit', 'hot'] as const;

/**
 * What is wrong with `lesson.<language>.md` beside each lesson: everything that may be wrong with a lesson, and what
 * differs from the original in more than words. Pieces, options, code and every field that is not text are the same.
 */
export async function translationProblems(lessons: readonly LoadedLesson[], known: Known, loading: Loading): Promise<LessonProblem[]> {
  const found = await Promise.all(
    lessons.map(async (lesson) => {
      const dir = lesson.file.slice(0, lesson.file.lastIndexOf('/'));
      const entries = await loading.files.list(dir).catch(() => []);
      const names = entries.flatMap(({ name, kind }) => (kind === 'file' && /^lesson\.[a-z]{2,3}(?:-[a-z]{2,4})?\.md$/i.test(name) ? [name] : []));
      const translations = await Promise.all(names.sort().map((name) => loadLesson(dir, loading, name)));
      return translations.flatMap((translation) => [
        ...translation.problems,
        ...unknownReferences(translation.references, known),
        ...differences(lesson, translation),
      ]);
    }),
  );
  return found.flat();
}

function differences(original: LoadedLesson, translation: LoadedLesson): readonly LessonProblem[] {
  if (original.document === undefined || translation.document === undefined) return [];
  const report = new FileReport(translation.file);
  compareFields(original.document, translation.document, report);
  compareCode(original.document, translation.document, report);
  compareOptions(original, translation, report);
  return report.problems;
}

function compareFields({ yaml: { value: original } }: Document<LessonData>, { yaml }: Document<LessonData>, report: FileReport): void {
  const { value, lineOf } = yaml;
  for (const field of sameFields) {
    if (!isSame(original[field], value[field])) report.add(lineOf([field]), `${field} is not that of lesson.md; a translation changes words only`);
  }
  const ids = (data: LessonData) => data.pieces.map(({ id }) => id).join(', ');
  if (ids(original) !== ids(value)) {
    report.add(lineOf(['pieces']), `the pieces are ${ids(value)}; those of lesson.md are ${ids(original)}, so give both the same`);
    return;
  }
  for (const [index, piece] of value.pieces.entries()) {
    for (const field of samePieceFields) {
      if (isSame(original.pieces[index]?.[field], piece[field])) continue;
      report.add(lineOf(['pieces', index, field]), `${field} of ${piece.id} is not that of lesson.md; a translation changes words only`);
    }
  }
}

function compareOptions(original: LoadedLesson, translation: LoadedLesson, report: FileReport): void {
  const all = ({ content }: LoadedLesson) => [...(content?.pieces ?? []), ...(content?.variants ?? [])];
  const originals = new Map(all(original).map((piece) => [piece.id, optionIds(piece.options)]));
  for (const { id, options } of all(translation)) {
    const expected = originals.get(id);
    if (expected === undefined || expected === optionIds(options)) continue;
    const line = translation.document?.sections.get(id)?.line ?? 1;
    report.add(line, `the options of ${id} are ${optionIds(options)}; those of lesson.md are ${expected}, so give both the same, in one order`);
  }
}

/** Sections by what they hold, so that a missing reading is named too; code that is not prose in a block is the same. */
function compareCode({ sections: originals }: Document<LessonData>, { sections, body }: Document<LessonData>, report: FileReport): void {
  for (const id of originals.keys()) {
    if (!sections.has(id)) report.add(body.lastLine, `there is no section ${id}, which lesson.md has; write ## Title {#${id}}`);
  }
  for (const section of sections.values()) {
    const original = originals.get(section.id);
    if (original === undefined) {
      report.add(section.line, `lesson.md has no section ${section.id}; take it out, or write it there too`);
      continue;
    }
    const expected = codeIn(original);
    const found = codeIn(section);
    const first = found.findIndex((block, index) => block.token.content !== expected[index]?.token.content);
    const place = found[first];
    if (place !== undefined) {
      report.add(body.lineOf(place), `this code is not that of lesson.md; a translation keeps code as it is, except in a block called text`);
    } else if (found.length < expected.length) {
      report.add(section.line, `${section.id} has ${found.length} of the ${expected.length} blocks of code in lesson.md; give it all of them`);
    }
  }
}

/** Fenced code, at any depth. What is fenced as text is a log or a drawing with words in it. */
function codeIn({ prose, lessonBlocks }: Section): Block[] {
  const within = (block: Block): Block[] => [
    ...(block.token.type === 'fence' && !['', 'text'].includes(block.token.info.trim()) ? [block] : []),
    ...block.children.flatMap(within),
  ];
  return [...prose, ...lessonBlocks.flatMap(({ blocks }) => blocks)].flatMap(within);
}

const optionIds = (options: readonly Option[]) => options.map(({ id, correct }) => (correct ? `${id} (right)` : id)).join(', ');

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
