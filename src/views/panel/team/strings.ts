import { l10n } from 'vscode';
import type { TeamString } from '../../../shared/pages/team';

export function teamStrings(): Readonly<Record<TeamString, string>> {
  return {
    team: l10n.t('Welcome'),
    'team.owners': l10n.t('Ask {0}'),
    'team.roles': l10n.t('Pick your role'),
    'team.allRoles': l10n.t('Roles'),
    'team.start': l10n.t('Start day one'),
    'team.started': l10n.t('Started'),
    'team.way': l10n.t('Your way'),
    'team.done': l10n.t('Done'),
    'team.next': l10n.t('Next'),
    'team.notDone': l10n.t('Not done'),
    'team.scan': l10n.t('Look for them in this workspace'),
    'team.scanNote': l10n.t('What this code base still has is known after a scan. It runs on this machine and sends nothing.'),
    'team.firstFix': l10n.t('A good first fix'),
    'team.noFix': l10n.t('No finding of your rules has a fix that is safe without a decision. Open a rule above to see its places.'),
    'team.showFix': l10n.t('Show the code'),
    'team.makeFix': l10n.t('Make the fix'),
    'team.made': l10n.t('Made: {0}. Run the tests, then commit it.'),
    'team.copyCommit': l10n.t('Copy commit message'),
    'team.copySummary': l10n.t('Copy progress summary'),
    'team.summaryNote': l10n.t('A few lines of Markdown for a ticket. Nothing is sent.'),
    'key.team.next': l10n.t('Go on with the next step'),
  };
}
