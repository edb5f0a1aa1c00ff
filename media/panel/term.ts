import { h } from './dom';

const gap = 4;

/**
 * Shows what a word of the glossary means while the pointer is on it or it has the focus; Esc hides it, and the pointer
 * may go onto the meaning. One tooltip serves every word.
 */
export function showTerms(root: HTMLElement): void {
  const tooltip = h('div', { role: 'tooltip', id: 'meaning', class: 'meaning', hidden: true });
  root.append(tooltip);
  let shown: HTMLElement | undefined;
  const hide = () => {
    shown?.removeAttribute('aria-describedby');
    shown = undefined;
    tooltip.hidden = true;
  };
  const show = (target: EventTarget | null) => {
    const word = target instanceof Element ? target.closest<HTMLElement>('[data-meaning]') : null;
    if (word === null || word === shown) return;
    hide();
    shown = word;
    tooltip.textContent = word.dataset.meaning ?? '';
    tooltip.hidden = false;
    word.setAttribute('aria-describedby', tooltip.id);
    place(tooltip, word);
  };
  const leave = (to: EventTarget | null) => {
    if (shown === undefined || shown === document.activeElement) return;
    if (to instanceof Node && (shown.contains(to) || tooltip.contains(to))) return;
    hide();
  };
  root.addEventListener('pointerover', ({ target }) => show(target));
  root.addEventListener('click', ({ target }) => show(target));
  root.addEventListener('focusin', ({ target }) => show(target));
  root.addEventListener('focusout', hide);
  root.addEventListener('pointerout', ({ relatedTarget }) => leave(relatedTarget));
  tooltip.addEventListener('pointerleave', ({ relatedTarget }) => leave(relatedTarget));
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || shown === undefined) return;
      hide();
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true },
  );
}

/** Below the word, or above it where there is no room; inside the window either way. */
function place(tooltip: HTMLElement, word: HTMLElement): void {
  const at = word.getBoundingClientRect();
  const { width, height } = tooltip.getBoundingClientRect();
  const left = Math.min(Math.max(gap, at.left), Math.max(gap, document.documentElement.clientWidth - width - gap));
  const below = at.bottom + gap;
  const top = below + height <= window.innerHeight ? below : Math.max(gap, at.top - height - gap);
  tooltip.style.left = `${left}px`;
  tooltip.style.top = `${top}px`;
}
