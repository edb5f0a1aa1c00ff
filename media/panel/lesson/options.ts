import type { OptionView, QuestionView } from '../../../src/shared/pages/lesson';
import { format, h, rendered } from '../dom';
import { icon } from '../icons';
import type { Section } from '../sections';
import type { View } from '../view';

/** The question's options: a radio group while it is open, a plain list with its outcome once it is answered. */
export function optionsSection(piece: QuestionView, view: View): Section {
  const { options, verdict, pending } = piece;
  return verdict
    ? { id: 'options', from: [piece.piece, options, verdict.chosen, verdict.right], draw: () => answered(options, verdict, view) }
    : { id: 'options', from: [piece.piece, options, pending], draw: () => radioGroup(options, pending, view) };
}

function radioGroup(options: readonly OptionView[], pending: string | undefined, view: View): HTMLElement {
  const { strings } = view;
  const radios = options.map((option, index) => {
    const checked = option.id === pending;
    const reachable = pending === undefined ? index === 0 : checked;
    return h(
      'div',
      { role: 'radio', class: 'option', 'aria-checked': String(checked), tabindex: reachable ? '0' : '-1', 'data-focus': `option:${option.id}`, 'data-option': option.id },
      h('span', { class: 'ring', 'aria-hidden': 'true' }),
      h('span', { class: 'letter' }, option.letter),
      rendered('span', { class: 'text' }, option.html),
    );
  });
  const check = (radio: HTMLElement) => {
    for (const other of radios) {
      other.setAttribute('aria-checked', String(other === radio));
      other.tabIndex = other === radio ? 0 : -1;
    }
    radio.focus();
    // Once an answer is awaiting its confidence, what is marked must be what would be committed.
    if (pending !== undefined) view.send({ type: 'choose', option: radio.dataset.option ?? '' });
  };
  const group = h('div', { role: 'radiogroup', class: 'options', 'data-focus': 'options', 'aria-label': strings.options, 'aria-describedby': pending === undefined && 'options-help' }, ...radios);
  for (const [index, radio] of radios.entries()) {
    const choose = () => view.send({ type: 'choose', option: radio.dataset.option ?? '' }, 'choose');
    radio.addEventListener('click', choose);
    radio.addEventListener('keydown', (event) => {
      const target = event.key === ' ' ? radio : radios.at((index + step(event.key)) % radios.length);
      if (event.key === 'Enter' && !event.repeat) choose();
      else if (target !== undefined && (event.key === ' ' || step(event.key) !== 0)) check(target);
      else return;
      event.preventDefault();
    });
  }
  const help = format(strings.optionsHelp, options.at(-1)?.letter ?? '', options.length);
  return h('section', {}, group, pending === undefined ? h('p', { class: 'help', id: 'options-help' }, help) : undefined);
}

function step(key: string): number {
  if (key === 'ArrowDown' || key === 'ArrowRight') return 1;
  return key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 0;
}

function answered(options: readonly OptionView[], { chosen, right }: { readonly chosen: string; readonly right: string }, { strings }: View): HTMLElement {
  const rows = options.map(({ id, letter, html }) => {
    const tags = [id === chosen && strings.yourAnswer, id === right && strings.rightAnswer].filter((tag) => tag !== false);
    const mark = id === right ? icon('pass') : id === chosen ? icon('error') : h('span', { class: 'icon' });
    return h(
      'li',
      { class: 'option', 'data-outcome': id === right ? 'right' : id === chosen ? 'wrong' : 'other' },
      mark,
      h('span', { class: 'letter' }, letter),
      h('span', { class: 'text' }, rendered('span', {}, html), tags.length > 0 ? h('span', { class: 'tags' }, tags.join(' · ')) : undefined),
    );
  });
  return h('section', {}, h('ol', { class: 'options answered', 'aria-label': strings.options }, ...rows));
}
