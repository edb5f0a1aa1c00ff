import { tiers } from '../../../src/lessons/model';
import type { Heights, ProfileView } from '../../../src/shared/pages/profile';
import type { PanelStrings } from '../../../src/shared/protocol';
import { tierAt } from '../../../src/shared/heights';
import { format, h } from '../dom';
import { folded } from '../folded';
import type { Section } from '../sections';
import type { View } from '../view';
import { line } from './charts';

/** The climb as a picture, and the table behind it. */
export function climbSection({ climb }: ProfileView, { strings }: View): Section {
  return {
    id: 'climb',
    from: climb,
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings['profile.chartTitle']),
        h(
          'figure',
          { class: 'climb' },
          h('div', { class: 'tier-axis', 'aria-hidden': 'true' }, ...tiers.toReversed().map((tier) => h('span', {}, strings[`tier.${tier}`]))),
          line(climb.heights, description(climb.heights, climb.labels[0], strings), true),
          h('div', { class: 'time-axis', 'aria-hidden': 'true' }, ...climb.labels.map((label) => h('span', {}, label))),
          h('figcaption', { class: 'note' }, strings['profile.chartNote']),
        ),
        folded('as-table', strings['profile.asTable'], table(climb.table, strings)),
      ),
  };
}

function description(heights: Heights, from: string, strings: PanelStrings): string {
  const tier = (height: number) => strings[`tier.${tierAt(height)}`];
  return format(strings['profile.chart'], from, tier(heights[0] ?? 0), tier(Math.max(...heights)), tier(heights.at(-1) ?? 0));
}

function table({ columns, rows }: ProfileView['climb']['table'], strings: PanelStrings): HTMLElement {
  const head = [strings['profile.topic'], ...columns].map((column) => h('th', { scope: 'col' }, column));
  const body = rows.map(({ title, tiers: reached }) =>
    h('tr', {}, h('th', { scope: 'row' }, title), ...reached.map((tier) => h('td', {}, strings[`tier.${tier}`]))),
  );
  // Scrolled by keyboard too, so it is a stop of its own.
  return h(
    'div',
    { class: 'lookup moments', role: 'region', tabindex: '0', 'data-focus': 'table', 'aria-label': strings['profile.chartTitle'] },
    h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...body)),
  );
}
