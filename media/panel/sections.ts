/** A part of the page, drawn again only when what it was drawn from has changed. */
export interface Section {
  readonly id: string;
  /** Everything `draw` reads. */
  readonly from: unknown;
  readonly draw: () => HTMLElement;
}

/** Brings the page in line with its sections; what has not changed keeps its focus, selection and scroll position. */
export class SectionList {
  private readonly drawn = new Map<string, { readonly key: string; readonly element: HTMLElement }>();

  constructor(private readonly root: HTMLElement) {}

  update(sections: readonly Section[]): void {
    const focused = focusName(document.activeElement);
    const open = new Set([...this.root.querySelectorAll('details[open]')].map((details) => focusName(details.firstElementChild)));
    for (const [id, { element }] of this.drawn) {
      if (sections.some((section) => section.id === id)) continue;
      element.remove();
      this.drawn.delete(id);
    }
    let previous: Element | null = null;
    for (const section of sections) {
      previous = this.place(section, previous, open);
    }
    if (focused === undefined || focusName(document.activeElement) === focused) return;
    this.root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  private place(section: Section, previous: Element | null, open: ReadonlySet<string | undefined>): Element {
    const key = JSON.stringify(section.from);
    const before = this.drawn.get(section.id);
    if (before?.key === key) return this.put(before.element, previous);
    const element = section.draw();
    for (const details of element.querySelectorAll('details')) details.open = open.has(focusName(details.firstElementChild));
    before?.element.replaceWith(element);
    this.drawn.set(section.id, { key, element });
    return this.put(element, previous);
  }

  /** Pages share names of sections and not their order. What is where it belongs is not moved: that would cost its focus. */
  private put(element: HTMLElement, previous: Element | null): HTMLElement {
    const here = previous ? previous.nextElementSibling : this.root.firstElementChild;
    if (here === element) return element;
    if (previous) previous.after(element);
    else this.root.prepend(element);
    return element;
  }
}

function focusName(element: Element | null): string | undefined {
  return element?.getAttribute('data-focus') ?? undefined;
}
