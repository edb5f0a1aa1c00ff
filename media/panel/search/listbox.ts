/** A list whose active option is chosen while the focus stays in the field that filters it. */
export function activate(list: HTMLElement, field: Element, index: number): void {
  for (const [at, option] of optionsOf(list).entries()) option.setAttribute('aria-selected', String(at === index));
  const active = activeIn(list);
  if (!active) return;
  field.setAttribute('aria-activedescendant', active.id);
  active.scrollIntoView({ block: 'nearest' });
}

/** The next or the previous option; past either end comes the other. */
export function moveIn(list: HTMLElement, field: Element, by: 1 | -1): void {
  const options = optionsOf(list);
  const at = options.findIndex(isActive);
  activate(list, field, (at + by + options.length) % options.length);
}

export function activeIn(list: HTMLElement): HTMLElement | undefined {
  return optionsOf(list).find(isActive);
}

function optionsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[role=option]')];
}

function isActive(option: HTMLElement): boolean {
  return option.getAttribute('aria-selected') === 'true';
}
