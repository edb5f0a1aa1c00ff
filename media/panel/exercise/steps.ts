import type { DrillStepRow } from '../../../src/shared/pages/exercise';
import { h } from '../dom';
import { icon } from '../icons';
import type { Section } from '../sections';
import type { View } from '../view';
import { stepTime } from './time';

/** The steps of a drill with their minutes; `current` is the one the reader is at, from 0. */
export function stepsSection(steps: readonly DrillStepRow[], current: number | undefined, title: string, { strings }: View): Section {
  return {
    id: 'steps',
    from: [steps, current, title],
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, title),
        h(
          'ol',
          { class: 'rows' },
          ...steps.map((step, index) => {
            const isCurrent = index === current;
            const notes = [...(isCurrent ? [strings['exercise.current']] : []), stepTime(step, strings)];
            return h(
              'li',
              { 'aria-current': isCurrent && 'step' },
              icon(isCurrent ? 'chevronRight' : current !== undefined && index < current ? 'pass' : 'circle'),
              h('span', {}, step.title),
              h('span', { class: 'note' }, notes.join(' · ')),
            );
          }),
        ),
      ),
  };
}
