import type { ReflectView } from '../../../src/shared/pages/exercise';
import { button, h } from '../dom';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';
import { exerciseHeader, stepFrom } from './head';
import { inWordsSection } from './inWords';
import { takenText } from './time';

/** Between the answer and its rubric: one sentence in the reader's own words, for who wants it. */
export const reflectPage: Page<ReflectView> = {
  sections(reflect, view) {
    const taken = takenText(reflect.taken, reflect.minutes, view.strings);
    return [exerciseHeader(reflect, view.strings['exercise.reflect'], taken === undefined ? [] : [taken], view), inWordsSection(view), actionsSection(reflect, view)];
  },
  keys: (_reflect, strings) => [[['k'], strings['key.exercise.back']]],
  press(key, reflect, view) {
    if (key !== 'k') return false;
    view.send({ type: 'exercise.previous' }, stepFrom(reflect));
    return true;
  },
  announcement: () => '',
  focus: () => 'in-words',
  focusAfter: (intent) => (intent.startsWith('from:') && intent !== 'from:reflect' ? 'in-words' : undefined),
};

function actionsSection(reflect: ReflectView, view: View): Section {
  const { strings } = view;
  return {
    id: 'actions',
    from: [reflect.exercise, reflect.isDrill],
    draw: () =>
      h(
        'section',
        { class: 'buttons' },
        button({ focus: 'rubric', class: 'primary' }, () => view.send({ type: 'exercise.showRubric' }, stepFrom(reflect)), strings['exercise.showRubric']),
        button({ focus: 'back', class: 'secondary', 'aria-keyshortcuts': 'k' }, () => view.send({ type: 'exercise.previous' }, stepFrom(reflect)), strings[reflect.isDrill ? 'exercise.backToStep' : 'exercise.backToAnswer']),
      ),
  };
}
