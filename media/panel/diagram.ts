import { describesDrawing, draws } from '../../src/shared/drawing';
import type { DiagramView } from '../../src/shared/pages/lesson';
import { h } from './dom';

/** A lesson's picture as an element that can draw and nothing else; undefined where the text is not SVG. */
export function safeSvg(source: string, alt: string): SVGSVGElement | undefined {
  const parsed = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
  if (!(parsed instanceof SVGSVGElement)) return undefined;
  for (const element of [...parsed.querySelectorAll('*')]) {
    if (!draws(element.localName) || element.namespaceURI !== parsed.namespaceURI) element.remove();
  }
  for (const element of [parsed, ...parsed.querySelectorAll('*')]) {
    for (const attribute of [...element.attributes]) {
      if (!isHarmless(attribute)) element.removeAttributeNode(attribute);
    }
  }
  const picture = document.importNode(parsed, true);
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', alt);
  return picture;
}

/** Styles are the panel's to give, so that every theme can; references stay inside the picture. */
function isHarmless({ localName, name, value }: Attr): boolean {
  if (!describesDrawing(name)) return false;
  if (localName === 'href') return value.startsWith('#');
  // Written with escapes, an address would look like none.
  return !value.includes('\\') && !/url\(\s*["']?(?!\s*["']?#)/i.test(value);
}

/** A lesson's picture as a figure; undefined where there is none that can be shown. */
export function picture(diagram: DiagramView | undefined): HTMLElement | undefined {
  const svg = diagram && safeSvg(diagram.svg, diagram.alt);
  return svg && h('figure', { class: 'diagram' }, svg);
}
