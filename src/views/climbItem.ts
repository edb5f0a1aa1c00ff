import * as vscode from 'vscode';
import { commandIds } from '../editor/learning/commandIds';
import { lessonIcon, markLabel, minutesLabel, pieceIcon, pieceStateLabel, tierLabel } from '../editor/learning/labels';
import { uriOf } from '../editor/identity';
import { plainLine } from '../learning/plainText';
import type { Progress } from '../learning/progress';
import { lessonStanding, pieceStanding } from '../learning/standing';
import type { Lesson, LessonProblem, Piece, Track } from '../lessons/model';
import { brokenLessons, type ClimbNode } from './climbNodes';
import { cardsItem, exerciseItem, exercisesItem, practiceSummary, templateItem } from './climbPractice';
import { roleItem, ruleItem, teamItem, welcomeItem, withheldItem } from './climbTeam';
import { joined } from './climbText';
import type { RuleFacts } from '../team/standing';

export interface ItemContext {
  readonly progress: Progress;
  readonly extensionUri: vscode.Uri;
  /** The lesson to mark for a reader who has not begun. */
  readonly startHere: string | undefined;
  /** The lesson the reader would go on with: shown open. */
  readonly resume: string | undefined;
  readonly rules: RuleFacts;
  /** The track of the role that was started in a team. */
  readonly started: (team: string) => string | undefined;
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** How a row of the Climb looks and what it opens. What a lesson or a piece says on hovering is added by `climbTooltip`. */
export function climbItem(node: ClimbNode, context: ItemContext): vscode.TreeItem {
  switch (node.kind) {
    case 'withheld':
      return withheldItem(node.source);
    case 'team':
      return teamItem(node.source);
    case 'welcome':
      return welcomeItem(node.team);
    case 'rule':
      return ruleItem(node, context.rules);
    case 'track':
      return node.source.role ? roleItem(node.source, context) : trackItem(node.source, context.resume);
    case 'lesson':
      return lessonItem(node, node.source, context);
    case 'piece':
      return pieceItem(node, node.source, context);
    case 'template':
      return templateItem(node.source);
    case 'exercises':
      return exercisesItem(node);
    case 'exercise':
      return exerciseItem(node, context.progress);
    case 'cards':
      return cardsItem(node);
    case 'problems':
      return problemsItem(node.source);
    case 'problem':
      return problemItem(node.source, context.extensionUri);
  }
}

/** Open where the reader would go on: thirty lessons at once are no list to choose from. */
function trackItem(track: Track, resume: string | undefined): vscode.TreeItem {
  const isOpen = track.lessons.some(({ id }) => id === resume);
  const item = new vscode.TreeItem(track.title, isOpen ? Expanded : Collapsed);
  item.id = `track:${track.id}`;
  item.contextValue = 'track';
  item.description = joined([track.publisher, lessonCount(track.lessons.length), ...(track.practice ? practiceSummary(track.practice) : [])]);
  item.tooltip = plainLine(track.summary);
  return item;
}

/** A lesson stands in its own track and in every role it is a step of. */
function placedId(id: string, within: string | undefined): string {
  return within === undefined ? id : `${id}@${within}`;
}

function lessonCount(count: number): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? vscode.l10n.t('1 lesson') : vscode.l10n.t('{0} lessons', count);
}

function lessonItem({ within }: { readonly within?: string }, lesson: Lesson, { progress, startHere, resume }: ItemContext): vscode.TreeItem {
  const standing = lessonStanding(progress, lesson);
  const start = lesson.id === startHere ? vscode.l10n.t('Start here') : undefined;
  const mark = standing.marked && markLabel(standing.marked);
  const minutes = minutesLabel(lesson.minutes);
  const answered = vscode.l10n.t('{0} of {1} answered', standing.answered, standing.total);
  const item = new vscode.TreeItem(lesson.title, lesson.id === resume ? Expanded : Collapsed);
  item.id = placedId(`lesson:${lesson.id}`, within);
  item.contextValue = contextValue('lesson', standing.marked);
  item.iconPath = lessonIcon(standing);
  item.description = joined([start, mark, tierLabel(lesson.tier), minutes, `${standing.answered}/${standing.total}`]);
  item.accessibilityInformation = { label: [lesson.title, start, mark, tierLabel(lesson.tier), minutes, answered].filter(Boolean).join(', ') };
  item.command = { command: commandIds.openLesson, title: vscode.l10n.t('Open Lesson'), arguments: [lesson.id] };
  return item;
}

function pieceItem(ref: { lesson: string; piece: string; within?: string }, piece: Piece, { progress }: ItemContext): vscode.TreeItem {
  const standing = pieceStanding(progress, ref);
  const mark = standing.marked && markLabel(standing.marked);
  const item = new vscode.TreeItem(piece.title, None);
  item.id = placedId(`piece:${ref.lesson}/${ref.piece}`, ref.within);
  item.contextValue = contextValue(standing.state === 'open' ? 'piece' : 'piece.answered', standing.marked);
  item.iconPath = pieceIcon(standing);
  if (mark !== undefined) item.description = mark;
  item.accessibilityInformation = { label: [piece.title, mark, pieceStateLabel(standing)].filter(Boolean).join(', ') };
  item.command = { command: commandIds.openPiece, title: vscode.l10n.t('Open Piece'), arguments: [{ lesson: ref.lesson, piece: ref.piece }] };
  return item;
}

/** What the manifest's menus ask of a row. */
function contextValue(kind: string, marked: 'finished' | 'skipped' | undefined): string {
  return marked ? `${kind}.${marked}` : kind;
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
  const uri = isAbsolute(file) ? uriOf(file) : vscode.Uri.joinPath(extensionUri, file);
  const start = new vscode.Position(Math.max(0, line - 1), 0);
  item.description = `${file.split('/').slice(-2).join('/')}:${line}`;
  item.tooltip = `${file}:${line}: ${message}`;
  item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri, { selection: new vscode.Range(start, start) }] };
  return item;
}

/** With a drive letter on Windows; a URI where it lies on no disk. */
function isAbsolute(file: string): boolean {
  return /^(?:[a-zA-Z]:)?[\\/]|^[a-z][a-z0-9+.-]+:/i.test(file);
}
