import type { PromptView } from '../../../src/shared/pages/exercise';
import { button, h, rendered } from '../dom';
import { icon } from '../icons';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';
import { exerciseHeader, openingFacts, stepFrom, titleAfterStep } from './head';

/** A prompt while it is answered: the situation, the template for who wants it, and the way to the rubric. */
export const promptPage: Page<PromptView> = {
  sections: (prompt, view) => [
    exerciseHeader(prompt, prompt.title, openingFacts(prompt, view), view),
    { id: 'situation', from: prompt.situationHtml, draw: () => rendered('section', { class: 'prose' }, prompt.situationHtml) },
    ...(prompt.template ? [templateSection(prompt.template, view)] : []),
    actionsSection(prompt, view),
  ],
  keys: (_prompt, strings) => [
    [['w'], strings['key.exercise.write']],
    [['g'], strings['key.exercise.grade']],
  ],
  press(key, prompt, view) {
    if (key === 'w') view.send({ type: 'exercise.write', headings: false });
    else if (key === 'g') view.send({ type: 'exercise.finish' }, stepFrom(prompt));
    else return false;
    return true;
  },
  focusAfter: titleAfterStep,
};

function templateSection(template: NonNullable<PromptView['template']>, { strings }: View): Section {
  return {
    id: 'template',
    from: template,
    draw: () =>
      h(
        'section',
        { class: 'others' },
        h(
          'details',
          {},
          h('summary', { 'data-focus': 'template' }, icon('chevronRight'), strings['exercise.template']),
          h('div', { class: 'prose template' }, ...template.flatMap(({ title, html }) => [h('h2', {}, title), rendered('div', { class: 'prose' }, html)])),
        ),
      ),
  };
}

function actionsSection(prompt: PromptView, view: View): Section {
  const { strings } = view;
  const { isWriting, template } = prompt;
  const write = (headings: boolean) => () => view.send({ type: 'exercise.write', headings });
  const begin = [
    button({ focus: 'write', class: isWriting ? 'secondary' : 'primary', 'aria-keyshortcuts': 'w' }, write(false), strings[isWriting ? 'exercise.backToAnswer' : 'exercise.write']),
    template && !isWriting ? button({ focus: 'write-under', class: 'secondary' }, write(true), strings['exercise.writeUnderHeadings']) : undefined,
  ];
  const grade = button(
    { focus: 'grade', class: isWriting ? 'primary' : 'secondary', 'aria-keyshortcuts': 'g' },
    () => view.send({ type: 'exercise.finish' }, stepFrom(prompt)),
    strings['exercise.grade'],
  );
  return {
    id: 'actions',
    from: [prompt.exercise, isWriting, template !== undefined],
    draw: () => h('section', { class: 'buttons' }, ...(isWriting ? [grade, ...begin] : [...begin, grade]), h('p', { class: 'note' }, strings['exercise.staysHere'])),
  };
}
