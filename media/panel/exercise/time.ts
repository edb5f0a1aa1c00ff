import type { DrillStepRow } from '../../../src/shared/pages/exercise';
import type { PanelStrings } from '../../../src/shared/protocol';
import { format } from '../dom';

/** Minutes and seconds, such as `2:05`. What is left is rounded up, so that it reads 0:00 when time is over. */
export function minutesAndSeconds(ms: number, round: 'up' | 'down' = 'up'): string {
  const seconds = round === 'up' ? Math.ceil(ms / 1000) : Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Time left, or by how much it is over. @param ms below zero where it is over */
export function leftText(ms: number, strings: PanelStrings): string {
  return ms >= 0 ? format(strings['exercise.leftIn'], minutesAndSeconds(ms)) : format(strings['exercise.overIn'], minutesAndSeconds(-ms, 'down'));
}

/** The minutes a step has, and what was taken of them where that is known. */
export function stepTime({ minutes, taken }: DrillStepRow, strings: PanelStrings): string {
  return takenText(taken, minutes, strings) ?? format(strings['exercise.minutes'], minutes);
}

export function takenText(taken: number | undefined, minutes: number, strings: PanelStrings): string | undefined {
  return taken === undefined ? undefined : format(strings['exercise.takenOf'], minutesAndSeconds(taken, 'down'), minutes);
}
