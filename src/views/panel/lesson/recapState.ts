import type { PieceSession } from '../../../learning/session';
import type { Catalogue, Lesson, Track } from '../../../lessons/model';
import type { NextLesson, RecapView, RecapWay, RulePlacesView } from '../../../shared/pages/lesson';
import type { MarkdownRenderer } from '../markdown';

export interface RecapInput {
  readonly catalogue: Catalogue;
  readonly track: Track;
  readonly lesson: Lesson;
  /** One for each piece of the lesson, in its order. */
  readonly sessions: readonly PieceSession[];
  readonly places: readonly RulePlacesView[];
  readonly way?: RecapWay;
  /** The file a finding led from. */
  readonly fileBehind?: string;
}

/** The end of a lesson. What gives answers away waits until every piece has been answered once. */
export function recapState({ catalogue, fileBehind, lesson, places, sessions, track, way }: RecapInput, markdown: MarkdownRenderer): RecapView {
  const unanswered = sessions.filter((session) => session.attempts === 0).length;
  const revealed = unanswered === 0;
  const next = way ? way.next : following(catalogue, lesson);
  return {
    kind: 'recap',
    lesson: lesson.id,
    trackTitle: track.title,
    lessonTitle: lesson.title,
    tier: lesson.tier,
    unanswered,
    recapHtml: revealed ? markdown.block(lesson.recap) : '',
    tradeOffHtml: revealed ? markdown.block(lesson.tradeOff) : '',
    ...(revealed && lesson.diagram && { diagram: { svg: lesson.diagram.svg, alt: lesson.diagram.alt } }),
    sources: lesson.sources,
    pieces: lesson.pieces.map((piece, index) => ({ id: piece.id, title: piece.title, state: stateOf(sessions[index]) })),
    ...(next && { next }),
    ...(way && { way: { team: way.team, title: way.title } }),
    places: revealed ? places : [],
    ...(fileBehind !== undefined && { fileBehind }),
  };
}

function stateOf(session: PieceSession | undefined): 'open' | 'right' | 'wrong' {
  if (session?.answer === undefined) return 'open';
  return session.answer.correct ? 'right' : 'wrong';
}

/** `next` names a lesson, or a track: then its first lesson. Where it names nothing that is there, the one after in reading order. */
function following({ tracks }: Catalogue, { id, next }: Lesson): NextLesson | undefined {
  const all = tracks.flatMap((track) => track.lessons);
  const named = all.find((lesson) => lesson.id === next) ?? tracks.find((track) => track.id === next)?.lessons[0];
  const lesson = named ?? all[all.findIndex((each) => each.id === id) + 1];
  return lesson && { lesson: lesson.id, title: lesson.title };
}
