import type { ProfileView, TopicView } from '../../../src/shared/pages/profile';
import { tierAt } from '../../../src/shared/heights';
import { button, format, h } from '../dom';
import { folded } from '../folded';
import type { Section } from '../sections';
import type { View } from '../view';
import { bar, line } from './charts';

/** Topics shown before the rest is folded away. */
const topicsShown = 5;

export function nextSection({ next, nearest }: ProfileView, view: View): Section {
  const { strings } = view;
  return {
    id: 'next',
    from: [next, nearest],
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings['profile.next']),
        h('p', {}, next),
        h(
          'ul',
          { class: 'entries' },
          ...nearest.map(({ lesson, piece, title, note }) =>
            h('li', {}, button({ focus: `piece:${lesson}/${piece}`, class: 'link' }, () => view.send({ type: 'open', lesson, piece }, 'move'), title), h('span', { class: 'note' }, note)),
          ),
        ),
      ),
  };
}

export function dueSection({ due }: ProfileView, view: View): Section {
  const { strings } = view;
  return {
    id: 'due',
    from: due,
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings['profile.reviews']),
        h('p', {}, due.next),
        h('dl', { class: 'entries' }, ...due.spans.map(({ span, count }) => h('div', {}, h('dt', {}, span), h('dd', {}, String(count))))),
        due.now === 0 ? undefined : h('div', { class: 'buttons' }, button({ focus: 'review', class: 'primary' }, () => startReview(view), format(strings['profile.reviewNow'], due.now))),
      ),
  };
}

export function startReview(view: View): void {
  view.send({ type: 'profile.startQuiz', quiz: 'review' }, 'move');
}

/** What is strong and what is weak, each topic with its own climb. */
export function topicsSections({ strong, weak }: ProfileView, view: View): Section[] {
  const sections = [...(strong.length > 0 ? [topicsSection('strong', strong, view)] : []), ...(weak.length > 0 ? [topicsSection('weak', weak, view)] : [])];
  if (sections.length > 0) sections.push({ id: 'topic-note', from: '', draw: () => h('p', { class: 'note' }, view.strings['profile.topicNote']) });
  return sections;
}

function topicsSection(name: 'strong' | 'weak', topics: readonly TopicView[], view: View): Section {
  const { strings } = view;
  const rest = topics.slice(topicsShown);
  return {
    id: name,
    from: topics,
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings[`profile.${name}`]),
        topicList(topics.slice(0, topicsShown), view),
        rest.length === 0 ? undefined : folded(`more:${name}`, format(strings['profile.moreTopics'], rest.length), topicList(rest, view)),
      ),
  };
}

function topicList(topics: readonly TopicView[], view: View): HTMLElement {
  const { strings } = view;
  const tier = (height: number | undefined) => strings[`tier.${tierAt(height ?? 0)}`];
  return h(
    'ul',
    { class: 'entries topics' },
    ...topics.map(({ lesson, title, heights, standing }) =>
      h(
        'li',
        {},
        button({ focus: `topic:${lesson}`, class: 'link' }, () => view.send({ type: 'open', lesson }, 'move'), title),
        line(heights, format(strings['profile.trend'], tier(heights[0]), tier(heights.at(-1))), false),
        h('span', { class: 'note' }, standing),
      ),
    ),
  );
}

export function calibrationSection({ calibration, calibrationNote }: ProfileView, { strings }: View): Section {
  return {
    id: 'calibration',
    from: [calibration, calibrationNote],
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings['profile.calibration']),
        h('p', { class: 'note' }, strings['profile.calibrationHelp']),
        h(
          'ul',
          { class: 'entries calibration' },
          ...calibration.map(({ confidence, outcome, share }) =>
            h('li', {}, h('span', {}, strings[`confidence.${confidence}`]), share === undefined ? undefined : bar(share), h('span', { class: 'note' }, outcome)),
          ),
        ),
        calibrationNote === undefined ? undefined : h('p', { class: 'note' }, calibrationNote),
      ),
  };
}

/** How altitude is computed, folded until it is asked for. */
export function howSection(explanation: readonly string[], { strings }: View): Section {
  return {
    id: 'how',
    from: explanation,
    draw: () => h('section', {}, folded('how', strings['profile.how'], h('ol', { class: 'prose' }, ...explanation.map((sentence) => h('li', {}, sentence))))),
  };
}
