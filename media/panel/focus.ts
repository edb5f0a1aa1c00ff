/** Moves the focus to the control of this name, in a group of radios to the one Tab would reach; false where there is none yet. */
export function focusOn(root: HTMLElement, name: string): boolean {
  const named = root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(name)}"]`);
  const element = named?.role === 'radiogroup' ? named.querySelector<HTMLElement>('[role=radio][tabindex="0"]') : named;
  element?.focus();
  return element !== null;
}
