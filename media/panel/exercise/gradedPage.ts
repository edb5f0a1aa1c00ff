import type { GradedView } from '../../../src/shared/pages/exercise';
import { button, format, h, rendered } from '../dom';
import { icon } from '../icons';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';
import { exerciseHeader, stepFrom, titleAfterStep } from './head';
import { stepsSection } from './steps';
import { takenText } from './time';

/** What came of an exercise: its points, its times, and what to do about what was missed. */
export const gradedPage: Page<GradedView> = {
  sections,
  keys: () => [],
  announcement: () => '',
  focusAfter: titleAfterStep,
};

function sections(graded: GradedView, view: View): readonly Section[] {
  const { strings } = view;
  const { lessons, met, minutes, points, steps, taken } = graded;
  const time = takenText(taken, minutes, strings);
  const missed = points.length - met;
  return [
    exerciseHeader(graded, format(strings['exercise.score'], met, points.length), time === undefined ? [] : [time], view),
    { id: 'cards', from: missed, draw: () => h('p', {}, missed === 0 ? strings['exercise.noneMissed'] : format(strings['exercise.cards'], missed)) },
    pointsSection(graded, view),
    ...(steps ? [stepsSection(steps, steps.length, strings['exercise.times'], view)] : []),
    ...(lessons.length > 0 ? [lessonsSection(lessons, view)] : []),
    actionsSection(graded, view),
  ];
}

function pointsSection({ points }: GradedView, { strings }: View): Section {
  return {
    id: 'points',
    from: points,
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings['exercise.rubric']),
        h(
          'div',
          { class: 'others' },
          ...points.map(({ id, html, judged }) =>
            h(
              'details',
              { class: 'graded-point' },
              h(
                'summary',
                { 'data-focus': `reason:${id}`, 'data-outcome': judged.as === 'met' ? 'right' : 'wrong' },
                icon(judged.as === 'met' ? 'pass' : 'error'),
                rendered('span', {}, html),
                h('span', { class: 'note' }, strings[`exercise.${judged.as}`]),
              ),
              rendered('div', { class: 'prose' }, judged.explanationHtml),
            ),
          ),
        ),
      ),
  };
}

function lessonsSection(lessons: GradedView['lessons'], view: View): Section {
  return {
    id: 'lessons',
    from: lessons,
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, view.strings['exercise.taught']),
        h(
          'ul',
          { class: 'sources' },
          ...lessons.map(({ lesson, title }) => h('li', {}, button({ focus: `lesson:${lesson}`, class: 'link' }, () => view.send({ type: 'open', lesson }, 'move'), title))),
        ),
      ),
  };
}

function actionsSection(graded: GradedView, view: View): Section {
  const { strings } = view;
  return {
    id: 'actions',
    from: [graded.exercise, graded.isDrill],
    draw: () =>
      h(
        'section',
        { class: 'buttons' },
        button({ focus: 'another', class: 'primary' }, () => view.send({ type: 'exercise.another' }), strings[graded.isDrill ? 'exercise.anotherDrill' : 'exercise.anotherPrompt']),
        button({ focus: 'again', class: 'secondary' }, () => view.send({ type: 'exercise.again' }, stepFrom(graded)), strings['exercise.again']),
      ),
  };
}
