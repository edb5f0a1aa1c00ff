import type { Finding } from '../../engine/finding';
import { pathOf } from '../../learning/link';
import type { Catalogue, Lesson } from '../../lessons/model';
import { groupBy } from '../../shared/groupBy';
import type { LessonToLearn } from './document';

/**
 * Which lessons teach what was found, those that explain most first. A rule that no lesson of the catalogue teaches is left out.
 * @param extension `publisher.name`: where the links lead
 */
export function lessonsLeft(findings: readonly Finding[], { tracks }: Catalogue, extension: string): LessonToLearn[] {
  const lessons = new Map(tracks.flatMap((track) => track.lessons).map((lesson) => [lesson.id, lesson]));
  const taught = [...groupBy(findings, ({ lesson }) => lesson.split('#')[0] ?? '')].flatMap(([id, own]) => {
    const lesson = lessons.get(id);
    return lesson === undefined ? [] : [toLearn(lesson, own, extension)];
  });
  return taught.sort((a, b) => b.findings - a.findings || (a.id < b.id ? -1 : 1));
}

function toLearn({ id: lesson, title, minutes }: Lesson, findings: readonly Finding[], extension: string): LessonToLearn {
  const [piece, ...others] = new Set(findings.map((finding) => finding.lesson.split('#')[1]));
  const isOne = piece !== undefined && others.length === 0;
  return {
    id: isOne ? `${lesson}#${piece}` : lesson,
    title,
    minutes,
    link: `vscode://${extension}${pathOf(isOne ? { to: 'piece', lesson, piece } : { to: 'lesson', lesson })}`,
    rules: [...new Set(findings.map(({ rule }) => rule))].sort(),
    findings: findings.length,
  };
}
