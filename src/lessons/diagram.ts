import { parseXml, XmlElement, XmlError, XmlText } from '@rgrove/parse-xml';
import { lineAt } from './files';
import { describesDrawing, draws } from '../shared/drawing';
import type { FileReport } from './problems';

/**
 * The text alternative of an SVG picture: its title and description. The picture is put into the panel as markup, so
 * only drawing elements are let in, and nothing in it may run, move, style the page or be fetched.
 */
export function readDiagram(svg: string, report: FileReport): string | undefined {
  let root: XmlElement | null;
  try {
    root = parseXml(svg, { includeOffsets: true }).root;
  } catch (error) {
    // The parser calls itself for each level; only absurd nesting exhausts the stack.
    if (error instanceof RangeError) report.add(1, 'is nested too deeply to read');
    else if (error instanceof XmlError) report.add(error.line, `is not well-formed XML: ${firstSentence(error.message)}`);
    else throw error;
    return undefined;
  }
  if (root?.name !== 'svg') {
    report.add(1, 'is not an SVG picture; its outermost element must be svg');
    return undefined;
  }
  check(root, svg, report);
  const texts = ['title', 'desc'].map((name) => {
    const text = childText(root, name);
    if (text === '') report.add(lineAt(svg, root.start), `has no ${name}; readers who cannot see it need one`);
    return text;
  });
  return texts.join('. ').replaceAll('..', '.');
}

function check(element: XmlElement, svg: string, report: FileReport): void {
  const line = lineAt(svg, element.start);
  if (!draws(element.name)) report.add(line, `the element ${element.name} is not allowed in a diagram`);
  for (const [name, value] of Object.entries(element.attributes)) {
    if (!describesDrawing(name)) report.add(line, `the attribute ${name} is not allowed in a diagram`);
    // Written with escapes, an address would look like none.
    if (value.includes('\\')) report.add(line, `${name} holds a backslash, which is not allowed in a diagram`);
    const references = /(?:^|:)href$/i.test(name) ? [value] : Array.from(value.matchAll(/url\(\s*["']?([^"')]*)/gi), ([, address = '']) => address);
    for (const reference of references.filter((each) => !each.startsWith('#'))) {
      report.add(line, `${name} refers to ${reference}; a diagram may refer only to its own parts`);
    }
  }
  for (const child of element.children) if (child instanceof XmlElement) check(child, svg, report);
}

function childText(root: XmlElement, name: string): string {
  const child = root.children.find((node) => node instanceof XmlElement && node.name === name);
  if (!(child instanceof XmlElement)) return '';
  const text = child.children.map((node) => (node instanceof XmlText ? node.text : '')).join('');
  return text.trim().replaceAll(/\s+/g, ' ');
}

const firstSentence = (text: string) => text.split('\n', 1)[0]?.replace(/ \(line \d+, column \d+\)/, '') ?? '';
