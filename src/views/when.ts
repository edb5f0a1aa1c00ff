import { env, l10n } from 'vscode';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A span of time in its largest sensible unit, such as `10 min` or `3 days`. */
export function spanText(ms: number): string {
  if (ms < hour) return l10n.t('{0} min', Math.max(1, Math.round(ms / minute)));
  if (ms < day) return l10n.t('{0} h', Math.round(ms / hour));
  const days = Math.round(ms / day);
  if (days === 1) return l10n.t('1 day');
  if (days < 60) return l10n.t('{0} days', days);
  return l10n.t('{0} months', Math.round(days / 30));
}

/** The day of a moment, in milliseconds since the epoch, as the reader's language writes it. */
export function dayText(at: number): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium' }).format(at);
}

/** When something due at `at` comes, seen from `now`; both in milliseconds since the epoch. */
export function whenText(at: number, now: number): string {
  return at <= now ? l10n.t('now') : l10n.t('in {0}', spanText(at - now));
}
