export type Child = Node | string | undefined;
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element with attributes and children; `true` sets an empty attribute, `false` and undefined none. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

/** The same of a picture. */
export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes, ...children: readonly Child[]): SVGElementTagNameMap[K] {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** An element filled with HTML the host has rendered from Markdown with raw HTML off. */
export function rendered<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes, html: string): HTMLElementTagNameMap[K] {
  const element = h(tag, attributes);
  element.innerHTML = html;
  return element;
}

/** A push button. `focus` names it, so that it keeps the focus when it is drawn again. */
export function button(attributes: Attributes & { readonly focus: string }, onClick: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const { focus, ...rest } = attributes;
  const element = h('button', { type: 'button', 'data-focus': focus, ...rest }, ...children);
  element.addEventListener('click', onClick);
  return element;
}

/** Fills `{0}`, `{1}` … of a translated text. */
export function format(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));
}
