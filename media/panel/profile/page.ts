import type { ProfileEmptyView, ProfileView } from '../../../src/shared/pages/profile';
import { button, format, h } from '../dom';
import { header, iconButton } from '../header';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';
import { climbSection } from './climb';
import { calibrationSection, dueSection, howSection, nextSection, startReview, topicsSections } from './parts';

/** The reader's altitude, what it is made of and what is due. */
export const profilePage: Page<ProfileView> = {
  sections: (profile, view) => [
    headerSection(profile.title, profile.facts, view, [iconButton('copy', view.strings['profile.copy'], 'copy', false, () => copy(view))]),
    climbSection(profile, view),
    howSection(profile.explanation, view),
    nextSection(profile, view),
    dueSection(profile, view),
    ...topicsSections(profile, view),
    calibrationSection(profile, view),
  ],
  keys: ({ due }, strings) => [
    ...(due.now > 0 ? [[['r'], strings['key.profile.review']] as const] : []),
    [['c'], strings['key.profile.copy']],
    [['Esc'], strings['key.search.back']],
  ],
  press(key, { due }, view) {
    if (key === 'c') copy(view);
    else if (key === 'r' && due.now > 0) startReview(view);
    else return pressBack(key, view);
    return true;
  },
};

/** Before the first answer: where to begin. */
export const profileEmptyPage: Page<ProfileEmptyView> = {
  sections: (empty, view) => [headerSection(view.strings['profile.yours'], [], view), beginSection(empty, view), howSection(empty.explanation, view)],
  keys: (_empty, strings) => [[['Esc'], strings['key.search.back']]],
  press: (key, _empty, view) => pressBack(key, view),
};

function pressBack(key: string, view: View): boolean {
  if (key !== 'escape') return false;
  view.send({ type: 'back' }, 'back');
  return true;
}

function headerSection(title: string, facts: readonly string[], view: View, tools: readonly HTMLElement[] = []): Section {
  const { strings } = view;
  return {
    id: 'header',
    from: [title, facts],
    draw: () => header({ trackTitle: strings.profile, lessonTitle: title }, title, facts, [...tools, iconButton('keys', strings.keys, 'question', false, () => view.showKeys())]),
  };
}

function beginSection({ start }: ProfileEmptyView, view: View): Section {
  const { strings } = view;
  return {
    id: 'begin',
    from: start,
    draw: () =>
      h(
        'section',
        { class: 'prose' },
        h('p', {}, strings['profile.none']),
        h(
          'div',
          { class: 'buttons' },
          start && button({ focus: 'start', class: 'primary' }, () => view.send({ type: 'open', lesson: start.lesson }, 'move'), format(strings['profile.startHere'], start.title)),
          button({ focus: 'place-me', class: 'secondary' }, () => view.send({ type: 'profile.startQuiz', quiz: 'placement' }, 'move'), strings['profile.placeMe']),
        ),
      ),
  };
}

function copy(view: View): void {
  view.send({ type: 'profile.copy' });
  view.announce(view.strings['profile.copied']);
}
