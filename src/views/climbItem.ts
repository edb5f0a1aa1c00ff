import * as vscode from 'vscode';
import { commandIds } from '../editor/learning/commandIds';
import { lessonIcon, pieceIcon, pieceStateLabel, tierLabel } from '../editor/learning/labels';
import { plainLine } from '../learning/plainText';
import type { Progress } from '../learning/progress';
import { lessonStanding, pieceStanding } from '../learning/standing';
import type { Lesson, LessonProblem, Piece, Track } from '../lessons/model';
import { brokenLessons, type ClimbNode } from './climbNodes';

export interface ItemContext {
  readonly progress: Progress;
  readonly extensionUri: vscode.Uri;
  /** The lesson to mark for a reader who has yet to begin, or to go on after the placement quiz. */
  readonly startHere: string | undefined;
  /** The lesson the reader would go on with: shown open. */
  readonly resume: string | undefined;
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** How a row of the Climb looks and what it opens. */
export function climbItem(node: ClimbNode, context: ItemContext): vscode.TreeItem {
  switch (node.kind) {
    case 'track':
      return trackItem(node.source, context.resume);
    case 'lesson':
      return lessonItem(node.source, context);
    case 'piece':
      return pieceItem(node, node.source, context);
    case 'problems':
      return problemsItem(node.source);
    case 'problem':
      return problemItem(node.source, context.extensionUri);
  }
}

/** Open where the reader would go on: thirty lessons at once are no list to choose from. */
function trackItem(track: Track, resume: string | undefined): vscode.TreeItem {
  const isOpen = resume === undefined || track.lessons.some(({ id }) => id === resume);
  const item = new vscode.TreeItem(track.title, isOpen ? Expanded : Collapsed);
  item.id = `track:${track.id}`;
  item.contextValue = 'track';
  item.description = track.lessons.length === 1 ? vscode.l10n.t('1 lesson') : vscode.l10n.t('{0} lessons', track.lessons.length);
  item.tooltip = plainLine(track.summary);
  return item;
}

function lessonItem(lesson: Lesson, { progress, startHere, resume }: ItemContext): vscode.TreeItem {
  const standing = lessonStanding(progress, lesson);
  const start = lesson.id === startHere ? vscode.l10n.t('Start here') : undefined;
  const minutes = vscode.l10n.t('{0} min', lesson.minutes);
  const answered = vscode.l10n.t('{0} of {1} answered', standing.answered, standing.total);
  const item = new vscode.TreeItem(lesson.title, lesson.id === resume ? Expanded : Collapsed);
  item.id = `lesson:${lesson.id}`;
  item.contextValue = 'lesson';
  item.iconPath = lessonIcon(standing);
  item.description = joined([start, tierLabel(lesson.tier), minutes, `${standing.answered}/${standing.total}`]);
  item.tooltip = [plainLine(lesson.crux), joined([tierLabel(lesson.tier), minutes, answered])].join('\n\n');
  item.accessibilityInformation = { label: [lesson.title, start, tierLabel(lesson.tier), minutes, answered].filter(Boolean).join(', ') };
  item.command = { command: commandIds.openLesson, title: vscode.l10n.t('Open Lesson'), arguments: [lesson.id] };
  return item;
}

function pieceItem(ref: { lesson: string; piece: string }, piece: Piece, { progress }: ItemContext): vscode.TreeItem {
  const standing = pieceStanding(progress, ref);
  const state = pieceStateLabel(standing);
  const item = new vscode.TreeItem(piece.title, None);
  item.id = `piece:${ref.lesson}/${ref.piece}`;
  item.contextValue = standing.state === 'open' ? 'piece' : 'piece.answered';
  item.iconPath = pieceIcon(standing);
  item.tooltip = [piece.prompt, state].join('\n\n');
  item.accessibilityInformation = { label: [piece.title, state].join(', ') };
  item.command = { command: commandIds.openPiece, title: vscode.l10n.t('Open Piece'), arguments: [{ lesson: ref.lesson, piece: ref.piece }] };
  return item;
}

function problemsItem(problems: readonly LessonProblem[]): vscode.TreeItem {
  const broken = brokenLessons(problems);
  const label = broken === 1 ? vscode.l10n.t('1 lesson could not be loaded') : vscode.l10n.t('{0} lessons could not be loaded', broken);
  const item = new vscode.TreeItem(label, Collapsed);
  item.id = 'problems';
  item.contextValue = 'problems';
  item.iconPath = new vscode.ThemeIcon('warning');
  return item;
}

function problemItem({ file, line, message }: LessonProblem, extensionUri: vscode.Uri): vscode.TreeItem {
  const item = new vscode.TreeItem(message, None);
  const uri = isAbsolute(file) ? vscode.Uri.file(file) : vscode.Uri.joinPath(extensionUri, file);
  const start = new vscode.Position(Math.max(0, line - 1), 0);
  item.description = `${file.split('/').slice(-2).join('/')}:${line}`;
  item.tooltip = `${file}:${line}: ${message}`;
  item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri, { selection: new vscode.Range(start, start) }] };
  return item;
}

/** With a drive letter on Windows. */
function isAbsolute(file: string): boolean {
  return /^([a-zA-Z]:)?[\\/]/.test(file);
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' · ');
}
