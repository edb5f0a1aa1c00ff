/** Moves the focus to the control of this name, in a group of radios to the one Tab would reach; false where there is none yet. */
export function focusOn(root: HTMLElement, name: string): boolean {
  const named = root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(name)}"]`);
  const element = named?.role === 'radiogroup' ? named.querySelector<HTMLElement>('[role=radio][tabindex="0"]') : named;
  element?.focus();
  return element !== null;
}

/** The focus may come and go: of two parts of the editor that ask for it, the later one keeps it. */
const keptMs = 100;

/** Tells when the page has got the focus other than by the pointer, and kept it. */
export function onFocusKept(tell: () => void): void {
  let byPointer = false;
  document.addEventListener('pointerdown', () => void (byPointer = true), { capture: true });
  window.addEventListener('blur', () => void (byPointer = false));
  window.addEventListener('focus', () => {
    setTimeout(() => {
      if (document.hasFocus() && !byPointer) tell();
    }, keptMs);
  });
}
