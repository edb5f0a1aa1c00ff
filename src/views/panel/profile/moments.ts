import { l10n } from 'vscode';
import { day } from '../../../learning/memory';
import { interfaceLanguage } from '../language';

/** Names moments of one span of time, as exactly as it asks for; the last is now. All in milliseconds since the epoch. */
export function momentNames(times: readonly number[]): string[] {
  const [from = 0, to = 0] = [times[0], times.at(-1)];
  const years = new Set([from, to].map((time) => new Date(time).getFullYear())).size;
  const format = new Intl.DateTimeFormat(
    interfaceLanguage(),
    to - from <= 3 * day
      ? { weekday: 'short', hour: 'numeric', minute: '2-digit' }
      : { day: 'numeric', month: 'short', ...(years > 1 && { year: 'numeric' }) },
  );
  return times.map((time, index) => (index === times.length - 1 ? l10n.t('Now') : format.format(time)));
}
