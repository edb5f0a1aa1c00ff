import type { DrillStartView } from '../../../src/shared/pages/exercise';
import { button, h } from '../dom';
import type { Page } from '../page';
import { isOnControl } from '../review/header';
import type { Section } from '../sections';
import type { View } from '../view';
import { exerciseHeader, openingFacts, stepFrom, titleAfterStep } from './head';
import { stepsSection } from './steps';

/** A drill before it begins: how long, in which steps, with a clock or without. */
export const drillStartPage: Page<DrillStartView> = {
  sections: (drill, view) => [
    exerciseHeader(drill, drill.title, openingFacts(drill, view), view),
    stepsSection(drill.steps, undefined, view.strings['exercise.steps'], view),
    actionsSection(drill, view),
  ],
  keys: (_drill, strings) => [[['Enter'], strings['key.exercise.start']]],
  press(key, drill, view) {
    if (key !== 'enter' || isOnControl()) return false;
    start(true, drill, view);
    return true;
  },
  focusAfter: titleAfterStep,
};

function actionsSection(drill: DrillStartView, view: View): Section {
  const { strings } = view;
  return {
    id: 'actions',
    from: drill.exercise,
    draw: () =>
      h(
        'section',
        { class: 'buttons' },
        button({ focus: 'start', class: 'primary' }, () => start(true, drill, view), strings['exercise.start']),
        button({ focus: 'start-untimed', class: 'secondary' }, () => start(false, drill, view), strings['exercise.startUntimed']),
        h('p', { class: 'note' }, strings['exercise.drillRules']),
      ),
  };
}

function start(timed: boolean, drill: DrillStartView, view: View): void {
  view.send({ type: 'exercise.start', timed }, stepFrom(drill));
}
