import * as vscode from 'vscode';
import type { Answer, Confidence } from '../../learning/answer';
import { letter } from '../../learning/lookup';
import type { PieceSession } from '../../learning/session';
import type { ExerciseStanding, LessonStanding, PieceStanding } from '../../learning/standing';
import type { Option, Piece, Tier } from '../../lessons/model';

/** Words the doors and views share, so that one thing is called one name everywhere. */
export function confidenceLabel(confidence: Confidence): string {
  switch (confidence) {
    case 'sure':
      return vscode.l10n.t('Sure');
    case 'think':
      return vscode.l10n.t('Think so');
    case 'guess':
      return vscode.l10n.t('Guess');
  }
}

/** A word and a shape: never told apart by colour alone. */
export function verdictLabel(answer: Answer): string {
  return answer.correct ? vscode.l10n.t('✓ Right') : vscode.l10n.t('✗ Wrong');
}

export function tierLabel(tier: Tier): string {
  switch (tier) {
    case 'zero':
      return vscode.l10n.t('zero');
    case 'junior':
      return vscode.l10n.t('junior');
    case 'middle':
      return vscode.l10n.t('middle');
    case 'senior':
      return vscode.l10n.t('senior');
  }
}

/** Titled so that it reads well in both places it is offered, CodeLens and Quick Pick. */
export function inWorkspaceLabel(count: number): string {
  return count === 1 ? vscode.l10n.t('1 place in your workspace') : vscode.l10n.t('{0} places in your workspace', count);
}

/** Said of a piece whose code is no longer found where it lived. */
export function lostSentence(source: string): string {
  return vscode.l10n.t('The code has left {0}: this is the last known text', source);
}

/** Of a rule that is to be cleared. */
export function placesLeftLabel(count: number | undefined): string {
  if (count === undefined) return vscode.l10n.t('not looked for yet');
  if (count === 0) return vscode.l10n.t('none left');
  return count === 1 ? vscode.l10n.t('1 place left') : vscode.l10n.t('{0} places left', count);
}

export function minutesLabel(minutes: number): string {
  return vscode.l10n.t('{0} min', minutes);
}

/** What the reader said of a lesson or a piece without answering it. */
export function markLabel(marked: 'finished' | 'skipped'): string {
  return marked === 'finished' ? vscode.l10n.t('marked finished') : vscode.l10n.t('skipped');
}

/** A bare tick and a barred circle: shapes that nothing earned has. */
function markIcon(marked: 'finished' | 'skipped'): vscode.ThemeIcon {
  return new vscode.ThemeIcon(marked === 'finished' ? 'check' : 'circle-slash');
}

/** The state of a piece as a shape: circle, filled tick, tick, cross; or its mark, until it is got right. */
export function pieceIcon({ state, firstTry, marked }: PieceStanding): vscode.ThemeIcon {
  if (marked && state !== 'right') return markIcon(marked);
  if (state === 'open') return new vscode.ThemeIcon('circle-large-outline');
  if (state === 'wrong') return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon(firstTry ? 'pass-filled' : 'pass', new vscode.ThemeColor('testing.iconPassed'));
}

export function pieceStateLabel({ state, firstTry }: PieceStanding): string {
  if (state === 'open') return vscode.l10n.t('not answered');
  if (state === 'wrong') return vscode.l10n.t('last answer not right');
  return firstTry ? vscode.l10n.t('right at the first try') : vscode.l10n.t('right');
}

/**
 * The state of a lesson as a shape: circle, half circle, tick where all is answered, filled tick where all is right; or
 * its mark, until all is answered.
 */
export function lessonIcon({ state, right, total, marked }: LessonStanding): vscode.ThemeIcon {
  if (marked && state !== 'done') return markIcon(marked);
  if (state === 'new') return new vscode.ThemeIcon('circle-large-outline');
  if (state === 'started') return new vscode.ThemeIcon('color-mode');
  return new vscode.ThemeIcon(right === total ? 'pass-filled' : 'pass', new vscode.ThemeColor('testing.iconPassed'));
}

/** The state of a prompt or drill as a shape: circle, half circle, filled tick where every point was named. */
export function exerciseIcon(standing: ExerciseStanding | undefined): vscode.ThemeIcon {
  if (!standing) return new vscode.ThemeIcon('circle-large-outline');
  if (standing.met < standing.points) return new vscode.ThemeIcon('color-mode');
  return new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
}

export interface LetteredOption {
  readonly letter: string;
  readonly option: Option;
}

/** The options as this reader sees them. */
export function letteredOptions(piece: Piece, session: PieceSession): LetteredOption[] {
  return session.order
    .flatMap((id) => piece.options.find((option) => option.id === id) ?? [])
    .map((option, index) => ({ letter: letter(index), option }));
}
