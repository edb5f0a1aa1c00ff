import type { Withheld } from '../editor/team/teamContent';
import type { PieceRef } from '../learning/session';
import { findLesson } from '../learning/lookup';
import { partsOf } from '../lessons/identity';
import type { AnswerTemplate, Card, Catalogue, Exercise, Lesson, LessonProblem, Piece, Track } from '../lessons/model';

export type ExerciseKind = 'prompt' | 'drill';

/** What is taught under one namespace. */
export interface TeamGroup {
  readonly namespace: string;
  readonly title: string;
  /** Who to ask, or who publishes it; may be empty. */
  readonly owners: string;
  /** Whether it has a page that welcomes whoever is new. */
  readonly welcomes: boolean;
}

/** A row of the Climb. Rows of lessons and pieces carry their ids, so that a menu's command can take the row itself. */
export type ClimbNode =
  | { readonly kind: 'withheld'; readonly source: Withheld }
  | { readonly kind: 'team'; readonly team: string; readonly source: TeamGroup }
  | { readonly kind: 'welcome'; readonly team: string }
  | { readonly kind: 'track'; readonly source: Track }
  /** `within`: the role whose step it is; a lesson may be a step of several. */
  | { readonly kind: 'lesson'; readonly lesson: string; readonly source: Lesson; readonly within?: string }
  | ({ readonly kind: 'piece'; readonly source: Piece; readonly within?: string } & PieceRef)
  /** A rule to clear, as a step of a role. */
  | { readonly kind: 'rule'; readonly rule: string; readonly within: string }
  | { readonly kind: 'template'; readonly source: AnswerTemplate }
  | { readonly kind: 'exercises'; readonly of: ExerciseKind; readonly track: string; readonly source: readonly Exercise[] }
  | { readonly kind: 'exercise'; readonly of: ExerciseKind; readonly source: Exercise }
  | { readonly kind: 'cards'; readonly track: string; readonly source: readonly Card[] }
  | { readonly kind: 'problems'; readonly source: readonly LessonProblem[] }
  | { readonly kind: 'problem'; readonly source: LessonProblem };

/**
 * The rows under `parent`, or the top ones: what the workspace teaches, what is built in, what packs bring. What could not be loaded
 * comes last.
 * @param groups titles of namespaces; one that is not among them is shown by its own name
 */
export function childrenOf(catalogue: Catalogue, parent?: ClimbNode, groups: readonly TeamGroup[] = []): ClimbNode[] {
  switch (parent?.kind) {
    case undefined: {
      const packs = catalogue.tracks.filter(({ publisher }) => publisher !== undefined);
      const ofTeams = new Set(catalogue.tracks.flatMap((track) => (packs.includes(track) ? [] : (partsOf(track.id).namespace ?? []))));
      for (const { namespace, welcomes } of groups) if (welcomes) ofTeams.add(namespace);
      const teams = [...ofTeams].map((namespace): ClimbNode => {
        const source = groups.find((group) => group.namespace === namespace) ?? { namespace, title: namespace, owners: '', welcomes: false };
        return { kind: 'team', team: namespace, source };
      });
      const tracks = [...teams, ...tracksIn(catalogue, undefined), ...packs.map((source): ClimbNode => ({ kind: 'track', source }))];
      return catalogue.problems.length === 0 ? tracks : [...tracks, { kind: 'problems', source: catalogue.problems }];
    }
    case 'team':
      return [...(parent.source.welcomes ? [{ kind: 'welcome' as const, team: parent.team }] : []), ...tracksIn(catalogue, parent.team)];
    case 'track':
      return [...stepsIn(catalogue, parent.source), ...practiceOf(parent.source)];
    case 'lesson':
      return parent.source.pieces.map((source) => ({ kind: 'piece', lesson: parent.lesson, piece: source.id, source, ...(parent.within !== undefined && { within: parent.within }) }));
    case 'exercises':
      return parent.source.map((source) => ({ kind: 'exercise', of: parent.of, source }));
    case 'problems':
      return parent.source.map((source) => ({ kind: 'problem', source }));
    case 'withheld':
    case 'welcome':
    case 'rule':
    case 'piece':
    case 'template':
    case 'exercise':
    case 'cards':
    case 'problem':
      return [];
  }
}

function tracksIn({ tracks }: Catalogue, namespace: string | undefined): ClimbNode[] {
  return tracks.filter(({ id }) => partsOf(id).namespace === namespace).map((source) => ({ kind: 'track', source }));
}

/** The lessons of a track; of a role, its steps, wherever the lessons are at home. */
function stepsIn(catalogue: Catalogue, { id: within, lessons, role }: Track): ClimbNode[] {
  if (!role) return lessons.map((source) => ({ kind: 'lesson', lesson: source.id, source }));
  return role.steps.flatMap(({ kind, id }): ClimbNode[] => {
    if (kind === 'rule') return [{ kind, rule: id, within }];
    const source = findLesson(catalogue, id)?.lesson;
    return source ? [{ kind, lesson: id, source, within }] : [];
  });
}

function practiceOf({ id: track, practice }: Track): ClimbNode[] {
  if (!practice) return [];
  const { cards, drills, prompts, template } = practice;
  return [
    ...(template ? [{ kind: 'template' as const, source: template }] : []),
    ...(prompts.length > 0 ? [{ kind: 'exercises' as const, of: 'prompt' as const, track, source: prompts }] : []),
    ...(drills.length > 0 ? [{ kind: 'exercises' as const, of: 'drill' as const, track, source: drills }] : []),
    ...(cards.length > 0 ? [{ kind: 'cards' as const, track, source: cards }] : []),
  ];
}

/** Lessons with at least one problem; each counts once however much is wrong with it. */
export function brokenLessons(problems: readonly LessonProblem[]): number {
  return new Set(problems.map(({ file }) => file)).size;
}
