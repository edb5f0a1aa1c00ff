import { l10n } from 'vscode';
import { masteryRule } from '../../../learning/mastery';
import { interfaceLanguage } from '../language';

/** How altitude is computed, in five sentences. Every figure is the core's own. */
export function explanation(): string[] {
  const { evidence, guess, held, needed, ofNext } = masteryRule;
  const percent = percentage();
  return [
    l10n.t('The mastery of a piece is the chance that you would recall its answer now, which falls with time, multiplied by the evidence for it.'),
    l10n.t(
      'The evidence is {0} after one right answer, {1} after a second on another day and {2} from the third on; a right guess counts as {3} of one, and a miss takes all of it back.',
      percent(evidence[1]),
      percent(evidence[2]),
      percent(evidence[3]),
      percent(guess),
    ),
    l10n.t('A piece is held while its mastery is at least {0}.', percent(held)),
    l10n.t(
      'A tier is reached when the pieces you hold at it or above are at least {0} of the number it has; one with no pieces of its own takes {1} of what the next tier takes.',
      percent(needed),
      percent(ofNext),
    ),
    l10n.t('Nothing else counts: not pages opened, hints, marks or cards, nor lessons of a team or a pack; but a flaw fixed in your own code counts as a right answer to a piece you last had right.'),
  ];
}

/** Writes a share, 0 to 1, as a whole percentage. */
export function percentage(): (share: number) => string {
  const format = new Intl.NumberFormat(interfaceLanguage(), { style: 'percent', maximumFractionDigits: 0 });
  return (share) => format.format(share);
}
