import { l10n } from 'vscode';
import { day } from '../../../learning/memory';
import { forecastOf, newCardsADay } from '../../../learning/schedule';
import type { Catalogue } from '../../../lessons/model';
import type { ProfileView } from '../../../shared/pages/profile';
import { whenText } from '../../when';
import type { ProfileStateOptions } from './state';

/** What is due at `now`, and when the rest will be. */
export function dueView({ progress, recollection }: ProfileStateOptions['learning'], catalogue: Catalogue, now: number): ProfileView['due'] {
  const { due: dueNow, next, later, fresh } = forecastOf(progress, catalogue, now, recollection);
  const between = (from: number, to: number) => later.filter((due) => due > now + from * day && due <= now + to * day).length;
  const spans = [
    { span: l10n.t('Now'), count: dueNow },
    { span: l10n.t('Within 24 hours'), count: between(0, 1) },
    { span: l10n.t('In 2 to 7 days'), count: between(1, 7) },
    { span: l10n.t('In 8 to 30 days'), count: between(7, 30) },
    { span: l10n.t('Later'), count: between(30, Infinity) },
    { span: l10n.t('New cards, {0} a day at most', newCardsADay), count: fresh },
  ];
  return {
    now: dueNow,
    next: nextText(dueNow, next === undefined ? undefined : whenText(next, now)),
    spans: spans.filter(({ count }) => count > 0),
  };
}

function nextText(dueNow: number, next: string | undefined): string {
  if (dueNow > 0) return next === undefined ? l10n.t('After what is due now, nothing is planned.') : l10n.t('After what is due now, the next one comes {0}.', next);
  return next === undefined ? l10n.t('Nothing is due, and nothing is planned.') : l10n.t('Nothing is due. The next one comes {0}.', next);
}
