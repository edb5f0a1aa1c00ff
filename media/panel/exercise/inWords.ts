import { h } from '../dom';
import type { Section } from '../sections';
import type { View } from '../view';

/**
 * One sentence of the reader's own, before the rubric and beside it. It stays on the page and is never sent; left empty,
 * it is not shown beside the rubric.
 */
export function inWordsSection({ strings }: View): Section {
  return {
    id: 'in-words',
    from: strings.language,
    draw: () => {
      const input = h('input', { type: 'text', id: 'in-words', class: 'text-input', autocomplete: 'off', placeholder: ' ', 'aria-describedby': 'not-stored', 'data-focus': 'in-words' });
      input.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        const rubric = document.querySelector<HTMLElement>('[data-focus="rubric"]');
        event.preventDefault();
        if (event.key === 'Enter') rubric?.click();
        else (rubric ?? document.querySelector<HTMLElement>('[data-focus="title"]'))?.focus();
      });
      return h(
        'section',
        { class: 'in-words' },
        h('label', { for: 'in-words' }, strings['exercise.inWords']),
        input,
        h('p', { id: 'not-stored', class: 'note' }, strings['exercise.notStored']),
      );
    },
  };
}
