import type { DrillStepView } from '../../../src/shared/pages/exercise';
import { h } from '../dom';
import type { Section } from '../sections';
import type { View } from '../view';
import { leftText } from './time';

const updateMs = 250;

/** What is left of the step and of the drill, counted on from the state. It changes as text and in no other way. */
export function clockSection({ step }: DrillStepView, clock: NonNullable<DrillStepView['clock']>, { strings }: View): Section {
  return {
    id: 'clock',
    from: [step, clock, strings.language],
    draw: () => {
      const inStep = h('span', { class: 'time' });
      const inAll = h('span', { class: 'time' });
      const element = h(
        'div',
        { class: 'clock', role: 'timer' },
        h('span', {}, h('span', { class: 'note' }, strings['exercise.inStep']), ' ', inStep),
        h('span', {}, h('span', { class: 'note' }, strings['exercise.inAll']), ' ', inAll),
        clock.running ? undefined : h('span', { class: 'time' }, strings['exercise.paused']),
      );
      const drawnAt = performance.now();
      const update = () => {
        const passed = clock.running ? performance.now() - drawnAt : 0;
        inStep.textContent = leftText(clock.stepLeft - passed, strings);
        inAll.textContent = leftText(clock.left - passed, strings);
      };
      update();
      if (clock.running) {
        const timer = setInterval(() => (element.isConnected ? update() : clearInterval(timer)), updateMs);
      }
      return element;
    },
  };
}
