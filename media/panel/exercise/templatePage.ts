import type { TemplateView } from '../../../src/shared/pages/exercise';
import { h, rendered } from '../dom';
import { header, iconButton } from '../header';
import type { Page } from '../page';

/** The steps of a strong answer. */
export const templatePage: Page<TemplateView> = {
  sections: ({ steps, summary, title, trackTitle }, view) => [
    {
      id: 'header',
      from: [title, trackTitle],
      draw: () => header({ trackTitle, lessonTitle: trackTitle }, title, [], [iconButton('keys', view.strings.keys, 'question', false, () => view.showKeys())]),
    },
    { id: 'summary', from: summary, draw: () => h('p', {}, summary) },
    ...steps.map((step, index) => ({
      id: `step:${index}`,
      from: step,
      draw: () => h('section', {}, h('h2', {}, `${index + 1}. ${step.title}`), rendered('div', { class: 'prose' }, step.html)),
    })),
  ],
  keys: (_template, strings) => [[['Esc'], strings['key.search.back']]],
  press(key, _template, view) {
    if (key !== 'escape') return false;
    view.send({ type: 'back' }, 'back');
    return true;
  },
};
