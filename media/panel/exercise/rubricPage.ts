import type { PointView, RubricView } from '../../../src/shared/pages/exercise';
import type { PanelState, PanelStrings } from '../../../src/shared/protocol';
import { button, format, h, rendered } from '../dom';
import { focusOn } from '../focus';
import { icon } from '../icons';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';
import { exerciseHeader, stepFrom, titleAfterStep } from './head';
import { inWordsSection } from './inWords';

const judgements = ['met', 'missed'] as const;

/** The rubric, judged point by point: each reason is shown once its point is judged. */
export const rubricPage: Page<RubricView> = {
  sections,
  keys: (_rubric, strings) => [
    [['1', '2'], strings['key.exercise.judge']],
    [['j', 'k'], strings['key.exercise.move']],
  ],
  press,
  announcement,
  focusAfter: (intent, rubric) => (intent.startsWith('judge:') ? reasonAfter(intent.slice('judge:'.length), rubric) : titleAfterStep(intent, rubric)),
};

function sections(rubric: RubricView, view: View): readonly Section[] {
  const { strings } = view;
  const open = openPoints(rubric);
  return [
    exerciseHeader(rubric, strings['exercise.rubric'], [open === 0 ? format(strings['exercise.score'], metPoints(rubric), rubric.points.length) : format(strings['exercise.toJudge'], open)], view),
    inWordsSection(view),
    { id: 'help', from: strings.language, draw: () => h('p', { class: 'note judge-help' }, strings['exercise.judgeHelp']) },
    ...rubric.points.map((point, index) => pointSection(point, index, rubric.points.length, view)),
    actionsSection(rubric, open, view),
  ];
}

function pointSection(point: PointView, index: number, count: number, view: View): Section {
  const { strings } = view;
  const { id, html, judged } = point;
  return {
    id: `point:${id}`,
    from: [point, index, count],
    draw: () => {
      const text = rendered('h2', { id: `point-${index}`, tabindex: '-1', 'data-focus': `point:${id}` }, html);
      return h(
        'section',
        { class: 'point', 'data-point': id, 'data-outcome': judged && (judged.as === 'met' ? 'right' : 'wrong') },
        h('span', { class: 'note' }, format(strings['exercise.pointOf'], index + 1, count)),
        text,
        h(
          'div',
          { class: 'judgement', role: 'group', 'aria-labelledby': `point-${index}` },
          ...judgements.map((as, key) =>
            button(
              { focus: `judge:${id}:${as}`, class: 'choice', 'aria-pressed': String(judged?.as === as), 'aria-keyshortcuts': String(key + 1) },
              () => view.send({ type: 'exercise.judge', point: id, as }),
              judged?.as === as ? icon(as === 'met' ? 'pass' : 'error') : undefined,
              strings[`exercise.${as}`],
              h('kbd', { 'aria-hidden': 'true' }, String(key + 1)),
            ),
          ),
        ),
        judged && rendered('div', { class: 'prose', tabindex: '-1', 'data-focus': `reason:${id}` }, judged.explanationHtml),
      );
    },
  };
}

function actionsSection(rubric: RubricView, open: number, view: View): Section {
  const { strings } = view;
  return {
    id: 'actions',
    from: [rubric.exercise, open],
    draw: () =>
      open > 0
        ? h('p', { class: 'note' }, format(strings['exercise.toJudge'], open))
        : h('section', { class: 'buttons' }, button({ focus: 'store', class: 'primary' }, () => view.send({ type: 'exercise.store' }, stepFrom(rubric)), strings['exercise.store'])),
  };
}

function press(key: string, rubric: RubricView, view: View): boolean {
  const { points } = rubric;
  const here = points.findIndex(({ id }) => id === document.activeElement?.closest<HTMLElement>('[data-point]')?.dataset.point);
  if (key === 'j' || key === 'k') {
    move(here, key === 'j' ? 1 : -1, rubric);
    return true;
  }
  const as = key === '1' ? 'met' : key === '2' ? 'missed' : undefined;
  const point = points[here] ?? points.find(({ judged }) => judged === undefined);
  if (as === undefined || point === undefined) return false;
  view.send({ type: 'exercise.judge', point: point.id, as }, `judge:${point.id}`);
  return true;
}

/** To the point before or after; past the last one to the end of the page. From outside them, to the first not judged. */
function move(here: number, by: 1 | -1, { points }: RubricView): void {
  const open = points.findIndex(({ judged }) => judged === undefined);
  const point = points[here < 0 ? open : here + by];
  focusOn(document.body, point === undefined ? (by > 0 ? 'store' : 'title') : `point:${point.id}`);
}

function reasonAfter(id: string, { points }: RubricView): string | undefined {
  return points.find((point) => point.id === id)?.judged && `reason:${id}`;
}

function announcement(before: PanelState, now: RubricView, strings: PanelStrings): string | undefined {
  if (before.kind !== 'rubric') return '';
  const open = openPoints(now);
  return open === openPoints(before) ? undefined : format(strings['exercise.toJudge'], open);
}

function openPoints({ points }: RubricView): number {
  return points.filter(({ judged }) => judged === undefined).length;
}

function metPoints({ points }: RubricView): number {
  return points.filter(({ judged }) => judged?.as === 'met').length;
}
