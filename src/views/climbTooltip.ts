import * as vscode from 'vscode';
import { minutesLabel, pieceStateLabel, tierLabel } from '../editor/learning/labels';
import { altitudeOf, isHeld, masteryOf } from '../learning/mastery';
import { plainLine } from '../learning/plainText';
import type { Progress } from '../learning/progress';
import type { Recollection } from '../learning/recollection';
import { lessonStanding, pieceStanding } from '../learning/standing';
import type { Catalogue } from '../lessons/model';
import type { ClimbNode } from './climbNodes';
import { joined } from './climbText';

export interface TooltipContext {
  readonly progress: Progress;
  readonly recollection: Recollection;
  readonly catalogue: Catalogue;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a row of a lesson or a piece says when asked: what it is about, what was said and answered, what is remembered. */
export function climbTooltip(node: ClimbNode, context: TooltipContext): string | undefined {
  if (node.kind === 'lesson') return lessonTooltip(node, context);
  return node.kind === 'piece' ? pieceTooltip(node, context) : undefined;
}

function lessonTooltip({ source: lesson }: Extract<ClimbNode, { kind: 'lesson' }>, context: TooltipContext): string {
  const { answered, total, marked } = lessonStanding(context.progress, lesson);
  const facts = joined([tierLabel(lesson.tier), minutesLabel(lesson.minutes), vscode.l10n.t('{0} of {1} answered', answered, total)]);
  return paragraphs([plainLine(lesson.crux), facts, answered > 0 ? lessonMastery(lesson.id, context) : undefined, marked && markNote(marked)]);
}

function lessonMastery(lesson: string, { progress, catalogue, now, recollection }: TooltipContext): string | undefined {
  const topic = altitudeOf(progress, catalogue, now, recollection).topics.find((each) => each.topic === lesson);
  if (!topic) return undefined;
  const held = topic.tiers.reduce((sum, tier) => sum + tier.held, 0);
  const pieces = topic.tiers.reduce((sum, tier) => sum + tier.pieces, 0);
  const mastery = vscode.l10n.t('Mastery: {0} of {1} pieces held', held, pieces);
  return joined([mastery, topic.tier === 'zero' ? undefined : vscode.l10n.t('{0} reached', tierLabel(topic.tier))]);
}

function pieceTooltip({ lesson, piece, source }: Extract<ClimbNode, { kind: 'piece' }>, context: TooltipContext): string {
  const { progress, recollection, catalogue, now } = context;
  const standing = pieceStanding(progress, { lesson, piece });
  const memory = recollection.of(progress, catalogue).piece({ lesson, piece });
  const held = memory && isHeld({ mastery: masteryOf(memory, now) });
  const mastery = held === undefined ? undefined : held ? vscode.l10n.t('Mastery: held') : vscode.l10n.t('Mastery: not held');
  return paragraphs([source.prompt, joined([pieceStateLabel(standing), mastery]), standing.marked && markNote(standing.marked)]);
}

function markNote(marked: 'finished' | 'skipped'): string {
  return marked === 'finished' ? vscode.l10n.t('You marked it as finished. That does not count as mastery.') : vscode.l10n.t('You skip it: it is not asked in reviews.');
}

function paragraphs(texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined).join('\n\n');
}
