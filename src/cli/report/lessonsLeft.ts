import type { Finding } from '../../engine/finding';
import { isUnder } from '../../engine/scan/paths';
import { pathOf } from '../../learning/link';
import { allLessons } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import { piecesTeaching } from '../../learning/teaching';
import { partsOf } from '../../lessons/identity';
import type { Catalogue, Lesson } from '../../lessons/model';
import { groupBy } from '../../shared/groupBy';
import { teamFolderName } from '../../team/model';
import type { LessonToLearn } from './document';

/** A finding, and a piece that teaches its rule. */
interface Explained {
  readonly ref: PieceRef;
  readonly finding: Finding;
}

/**
 * Which lessons teach what was found, those that explain most first. A rule that no lesson of the catalogue teaches is left out.
 * @param extension `publisher.name`: where the links lead
 */
export function lessonsLeft(findings: readonly Finding[], catalogue: Catalogue, extension: string): LessonToLearn[] {
  const lessons = new Map(allLessons(catalogue).map(({ lesson }) => [lesson.id, lesson]));
  const explained = [...groupBy(findings, ({ lesson, rule }) => `${rule} ${lesson}`).values()].flatMap((alike) => explainedBy(alike, lessons, catalogue));
  const taught = [...groupBy(explained, ({ ref }) => ref.lesson)].flatMap(([id, own]) => {
    const lesson = lessons.get(id);
    return lesson === undefined ? [] : [toLearn(lesson, own, extension)];
  });
  return taught.sort((a, b) => b.findings - a.findings || (a.id < b.id ? -1 : 1));
}

/** By the lesson of the rule itself, and by a lesson that a team wrote on it for its own code. @param alike of one rule */
function explainedBy(alike: readonly Finding[], lessons: ReadonlyMap<string, Lesson>, catalogue: Catalogue): Explained[] {
  const [first] = alike;
  if (first === undefined) return [];
  const refs = piecesTeaching(catalogue, { id: first.rule, lesson: first.lesson });
  const [best, ...others] = [...groupBy(refs, ({ lesson }) => lesson).values()].flatMap(([each]) => each ?? []);
  const ofTeams = others.filter(({ lesson }) => partsOf(lesson).namespace !== undefined);
  const local = ofTeams.flatMap((ref) => {
    const home = homeOf(lessons.get(ref.lesson));
    return alike.flatMap((finding) => (home !== undefined && isUnder(home, finding.file) ? [{ ref, finding }] : []));
  });
  return [...(best ? alike.map((finding) => ({ ref: best, finding })) : []), ...local];
}

/** The folder that holds the `.altitude` in which a lesson lies. */
function homeOf(lesson: Lesson | undefined): string | undefined {
  const at = lesson?.file.lastIndexOf(`/${teamFolderName}/`) ?? -1;
  return at < 0 ? undefined : lesson?.file.slice(0, at);
}

function toLearn({ id: lesson, title, minutes }: Lesson, explained: readonly Explained[], extension: string): LessonToLearn {
  const [piece, ...others] = new Set(explained.map(({ ref }) => ref.piece));
  const isOne = piece !== undefined && others.length === 0;
  return {
    id: isOne ? `${lesson}#${piece}` : lesson,
    title,
    minutes,
    link: `vscode://${extension}${pathOf(isOne ? { to: 'piece', lesson, piece } : { to: 'lesson', lesson })}`,
    rules: [...new Set(explained.map(({ finding }) => finding.rule))].sort(),
    findings: explained.length,
  };
}
