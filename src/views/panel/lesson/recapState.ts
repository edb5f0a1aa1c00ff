import type { PieceSession } from '../../../learning/session';
import type { Catalogue, Lesson, Track } from '../../../lessons/model';
import type { RecapView } from '../../../shared/pages/lesson';
import type { MarkdownRenderer } from '../markdown';

export interface RecapInput {
  readonly catalogue: Catalogue;
  readonly track: Track;
  readonly lesson: Lesson;
  /** One for each piece of the lesson, in its order. */
  readonly sessions: readonly PieceSession[];
}

/** The end of a lesson. What gives answers away waits until every piece has been answered once. */
export function recapState({ catalogue, track, lesson, sessions }: RecapInput, markdown: MarkdownRenderer): RecapView {
  const unanswered = sessions.filter((session) => session.attempts === 0).length;
  const revealed = unanswered === 0;
  const next = nextLesson(catalogue, lesson);
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
    ...(next && { next: { lesson: next.id, title: next.title } }),
  };
}

function stateOf(session: PieceSession | undefined): 'open' | 'right' | 'wrong' {
  if (session?.answer === undefined) return 'open';
  return session.answer.correct ? 'right' : 'wrong';
}

/** `next` names a lesson, or a track: then its first lesson. */
function nextLesson({ tracks }: Catalogue, { next }: Lesson): Lesson | undefined {
  if (next === undefined) return undefined;
  return tracks.flatMap((track) => track.lessons).find((lesson) => lesson.id === next) ?? tracks.find((track) => track.id === next)?.lessons[0];
}
