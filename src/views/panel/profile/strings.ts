import { l10n } from 'vscode';
import { placementLength } from '../../../learning/placement';
import type { ProfileString } from '../../../shared/pages/profile';

export function profileStrings(): Readonly<Record<ProfileString, string>> {
  return {
    profile: l10n.t('Profile'),
    'profile.yours': l10n.t('Your altitude'),
    'profile.none': l10n.t('No answers yet. Altitude is measured by what you remember of the lessons, so this page fills as you answer.'),
    'profile.placeMe': l10n.t('Place me, {0} questions at most', placementLength),
    'profile.startHere': l10n.t('Start here: {0}'),
    'profile.copy': l10n.t('Copy as Markdown (c)'),
    'profile.copied': l10n.t('Copied.'),
    'profile.chart': l10n.t('Altitude over time. {0}: {1}. Highest: {2}. Now: {3}.'),
    'profile.chartTitle': l10n.t('Altitude over time'),
    'profile.chartNote': l10n.t('Between two tiers, the line shows the share held of what the next tier takes.'),
    'profile.trend': l10n.t('{0} at first, {1} now'),
    'profile.asTable': l10n.t('Show as table'),
    'profile.topic': l10n.t('Topic'),
    'profile.next': l10n.t('What comes next'),
    'profile.reviews': l10n.t('Reviews'),
    'profile.reviewNow': l10n.t('Review now, {0} due'),
    'profile.strong': l10n.t('Strengths'),
    'profile.weak': l10n.t('Weakest'),
    'profile.topicNote': l10n.t('Each line covers the same time as the picture above. The percentage is the mean mastery of all pieces of the topic.'),
    'profile.moreTopics': l10n.t('{0} more'),
    'profile.calibration': l10n.t('Calibration'),
    'profile.calibrationHelp': l10n.t('How often you were right, by how sure you said you were.'),
    'profile.how': l10n.t('How is this computed?'),
    'key.profile.copy': l10n.t('Copy the profile as Markdown'),
    'key.profile.review': l10n.t('Review now'),
  };
}
