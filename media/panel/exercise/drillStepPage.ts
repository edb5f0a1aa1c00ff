import type { DrillStepView } from '../../../src/shared/pages/exercise';
import type { PanelState, PanelStrings } from '../../../src/shared/protocol';
import { button, format, h, rendered } from '../dom';
import type { KeyRow, Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';
import { clockSection } from './clock';
import { exerciseHeader, stepFrom, titleAfterStep } from './head';
import { stepsSection } from './steps';

/** A drill at one of its steps. */
export const drillStepPage: Page<DrillStepView> = {
  sections,
  keys,
  press,
  announcement,
  focusAfter: titleAfterStep,
};

function sections(drill: DrillStepView, view: View): readonly Section[] {
  const { strings } = view;
  const { clock, situationHtml, step, stepHtml, steps } = drill;
  return [
    exerciseHeader(drill, titleOf(drill), [format(strings['exercise.stepOf'], step + 1, steps.length), format(strings['exercise.minutes'], steps[step]?.minutes ?? 0)], view),
    ...(clock ? [clockSection(drill, clock, view)] : []),
    { id: 'step', from: [step, stepHtml], draw: () => rendered('section', { class: 'prose' }, stepHtml) },
    actionsSection(drill, view),
    {
      id: 'situation',
      from: situationHtml,
      draw: () => h('section', {}, h('h2', {}, strings['exercise.situation']), rendered('div', { class: 'prose' }, situationHtml)),
    },
    stepsSection(steps, step, strings['exercise.steps'], view),
  ];
}

function titleOf({ step, steps, title }: DrillStepView): string {
  return steps[step]?.title ?? title;
}

function actionsSection(drill: DrillStepView, view: View): Section {
  const { strings } = view;
  const { clock, isWriting, step, steps } = drill;
  const isLast = step + 1 === steps.length;
  const letter = (key: string) => h('kbd', { 'aria-hidden': 'true' }, key);
  return {
    id: 'actions',
    from: [step, steps.length, clock?.running, isWriting],
    draw: () =>
      h(
        'section',
        { class: 'buttons' },
        button(
          { focus: 'next', class: 'primary', 'aria-keyshortcuts': 'n' },
          () => view.send({ type: 'exercise.next' }, stepFrom(drill)),
          strings[isLast ? 'exercise.lastStep' : 'exercise.nextStep'],
          letter('n'),
        ),
        clock &&
          button(
            { focus: 'pause', class: 'secondary', 'aria-keyshortcuts': 'p' },
            () => view.send({ type: 'exercise.pause' }),
            strings[clock.running ? 'exercise.pause' : 'exercise.resume'],
            letter('p'),
          ),
        button(
          { focus: 'write', class: 'secondary', 'aria-keyshortcuts': 'w' },
          () => view.send({ type: 'exercise.write', headings: true }),
          strings[isWriting ? 'exercise.backToNotes' : 'exercise.notes'],
          letter('w'),
        ),
      ),
  };
}

function keys({ clock, step }: DrillStepView, strings: PanelStrings): readonly KeyRow[] {
  return [
    [['n', 'j'], strings['key.exercise.next']],
    ...(step > 0 ? [[['k'], strings['key.exercise.previous']] as const] : []),
    ...(clock ? [[['p'], strings['key.exercise.pause']] as const] : []),
    [['w'], strings['key.exercise.write']],
  ];
}

function press(key: string, drill: DrillStepView, view: View): boolean {
  if (key === 'n' || key === 'j') view.send({ type: 'exercise.next' }, stepFrom(drill));
  else if (key === 'k' && drill.step > 0) view.send({ type: 'exercise.previous' }, stepFrom(drill));
  else if (key === 'p' && drill.clock) view.send({ type: 'exercise.pause' });
  else if (key === 'w') view.send({ type: 'exercise.write', headings: true });
  else return false;
  return true;
}

/** A new step, and its last minute; the clock itself is never read out. */
function announcement(before: PanelState, now: DrillStepView, strings: PanelStrings): string | undefined {
  const { clock, step, steps } = now;
  if (before.kind !== 'drillStep' || before.step !== step) {
    return format(strings['exercise.stepNews'], step + 1, steps.length, titleOf(now), steps[step]?.minutes ?? 0);
  }
  return clock?.isLastMinute === true && before.clock?.isLastMinute === false ? strings['exercise.lastMinute'] : undefined;
}
