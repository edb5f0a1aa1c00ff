import * as vscode from 'vscode';
import { commandIds } from '../editor/learning/commandIds';
import { exerciseIcon, minutesLabel, tierLabel } from '../editor/learning/labels';
import { questionOf } from '../learning/answerText';
import { isDrill } from '../learning/exerciseSession';
import { plainLine } from '../learning/plainText';
import type { Progress } from '../learning/progress';
import { exerciseStanding } from '../learning/standing';
import type { AnswerTemplate, Practice } from '../lessons/model';
import { joined } from './climbText';
import type { ClimbNode, ExerciseKind } from './climbNodes';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** What a track holds beside lessons, in a few words. */
export function practiceSummary({ prompts, drills, cards }: Practice): string[] {
  return [
    ...(prompts.length > 0 ? [exercisesLabel('prompt', prompts.length)] : []),
    ...(drills.length > 0 ? [exercisesLabel('drill', drills.length)] : []),
    ...(cards.length > 0 ? [cardsLabel(cards.length)] : []),
  ];
}

export function templateItem(template: AnswerTemplate): vscode.TreeItem {
  const item = new vscode.TreeItem(template.title, None);
  item.id = `template:${template.file}`;
  item.contextValue = 'template';
  item.iconPath = new vscode.ThemeIcon('list-ordered');
  item.tooltip = plainLine(template.summary);
  item.command = { command: commandIds.openTemplate, title: vscode.l10n.t('Open') };
  return item;
}

export function exercisesItem({ of, track, source }: Extract<ClimbNode, { kind: 'exercises' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(exercisesLabel(of, source.length), Collapsed);
  item.id = `${of}s:${track}`;
  item.contextValue = 'exercises';
  item.iconPath = new vscode.ThemeIcon(of === 'prompt' ? 'comment-discussion' : 'watch');
  item.tooltip = of === 'prompt' ? vscode.l10n.t('Answered in your own words, then graded by yourself.') : vscode.l10n.t('Answered against the clock, then graded by yourself.');
  return item;
}

export function exerciseItem({ source }: Extract<ClimbNode, { kind: 'exercise' }>, progress: Progress): vscode.TreeItem {
  const standing = exerciseStanding(progress, source);
  const facts = [tierLabel(source.tier), minutesLabel(source.minutes)];
  const item = new vscode.TreeItem(source.title, None);
  item.id = `exercise:${source.id}`;
  item.contextValue = 'exercise';
  item.iconPath = exerciseIcon(standing);
  item.description = joined([...facts, standing && `${standing.met}/${standing.points}`]);
  const state = standing ? vscode.l10n.t('{0} of {1} points named the last time', standing.met, standing.points) : vscode.l10n.t('not graded yet');
  // The situation of a drill is part of what is timed.
  const about = isDrill(source) ? source.steps.map(({ title }) => title).join(' · ') : (questionOf(source) ?? '');
  item.tooltip = [about, joined([...facts, state])].join('\n\n');
  item.accessibilityInformation = { label: [source.title, ...facts, state].join(', ') };
  item.command = { command: commandIds.openExercise, title: vscode.l10n.t('Open'), arguments: [source.id] };
  return item;
}

export function cardsItem({ track, source }: Extract<ClimbNode, { kind: 'cards' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(cardsLabel(source.length), None);
  item.id = `cards:${track}`;
  item.contextValue = 'cards';
  item.iconPath = new vscode.ThemeIcon('note');
  item.tooltip = vscode.l10n.t('Cards come in reviews, a few new ones a day, once you have answered a piece of their topic.');
  item.command = { command: commandIds.reviewNow, title: vscode.l10n.t('Review Now') };
  return item;
}

function exercisesLabel(of: ExerciseKind, count: number): string {
  if (of === 'prompt') return count === 1 ? vscode.l10n.t('1 prompt') : vscode.l10n.t('{0} prompts', count);
  return count === 1 ? vscode.l10n.t('1 timed drill') : vscode.l10n.t('{0} timed drills', count);
}

function cardsLabel(count: number): string {
  return count === 1 ? vscode.l10n.t('1 card') : vscode.l10n.t('{0} cards', count);
}
