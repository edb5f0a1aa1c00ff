import type { Card, Drill, Exercise, LessonProblem, Practice, Prompt } from './model';
import type { Part } from './parts';
import type { LoadedPractice } from './practice';
import { unknownReferences, type Known } from './references';

/** The parts that can be kept, and what is wrong with the others. */
export interface Sound<T> {
  readonly sound: ReadonlySet<Part<T>>;
  readonly problems: readonly LessonProblem[];
}

/** Keeps the first of those with one id, if all it names is there. @param what one of them, in a message: `card` */
export function sound<T extends { readonly id: string }>(all: readonly Part<T>[], what: string, known: Known): Sound<T> {
  const firsts = new Map<string, Part<T>>();
  const problems: LessonProblem[] = [];
  for (const part of all) {
    const { id } = part.value;
    const first = firsts.get(id);
    if (first === undefined) firsts.set(id, part);
    else {
      const where = first.file === part.file ? '' : `in ${first.file}, `;
      problems.push({ file: part.file, line: part.line, message: `a second ${what} is called ${id}; the first is ${where}at line ${first.line}` });
    }
  }
  return withTargets([...firsts.values()], problems, known);
}

export interface SoundPractice {
  readonly sound: ReadonlySet<Part<unknown>>;
  readonly problems: readonly LessonProblem[];
}

/** The same for the practice of all tracks: cards have unique ids, and so have prompts and drills together. */
export function soundPractice(tracks: readonly { readonly practice: LoadedPractice }[], known: Known): SoundPractice {
  const all = tracks.map(({ practice }) => practice);
  const cards = sound(all.flatMap((practice) => practice.cards), 'card', known);
  const exercises = sound<Exercise>(all.flatMap(({ prompts, drills }) => [...prompts, ...drills]), 'prompt or drill', known);
  const templates = withTargets(all.flatMap(({ template }) => template.part ?? []), [], known);
  const parts = [cards, exercises, templates];
  return {
    sound: new Set<Part<unknown>>(parts.flatMap((each): Part<unknown>[] => [...each.sound])),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** What is kept of one track's practice. @param kept the field `lesson`, if that lesson can be opened */
export function practiceOf(
  practice: LoadedPractice,
  parts: SoundPractice['sound'],
  kept: (lesson: string | undefined) => { readonly lesson?: string },
): Practice | undefined {
  const soundOf = <T>(own: readonly Part<T>[]) => own.flatMap((part) => (parts.has(part) ? [part.value] : []));
  const opened = <T extends Exercise>(exercise: T) => ({ ...exercise, lessons: exercise.lessons.filter((id) => kept(id).lesson !== undefined) });
  const [template] = soundOf(practice.template.part === undefined ? [] : [practice.template.part]);
  const cards = soundOf(practice.cards).map(({ lesson, ...card }): Card => ({ ...card, ...kept(lesson) }));
  const prompts = soundOf(practice.prompts).map((prompt): Prompt => opened(prompt));
  const drills = soundOf(practice.drills).map((drill): Drill => opened(drill));
  if (template === undefined && cards.length + prompts.length + drills.length === 0) return undefined;
  return { ...(template && { template }), prompts, drills, cards };
}

function withTargets<T>(parts: readonly Part<T>[], problems: readonly LessonProblem[], known: Known): Sound<T> {
  const checked = parts.map((part) => ({ part, unknown: unknownReferences(part.references, known) }));
  return {
    sound: new Set(checked.flatMap(({ part, unknown }) => (unknown.length === 0 ? [part] : []))),
    problems: [...problems, ...checked.flatMap(({ unknown }) => unknown)],
  };
}
