/** A metavariable in a template. */
export interface TemplateVariable {
  readonly name: string;
  /** `$$$NAME`: any number of nodes. */
  readonly isMultiple: boolean;
}

/** A range of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What metavariables of one match stand for. */
export interface Captures {
  /** The source the spans are of. */
  readonly text: string;
  /** Where the nodes of a metavariable are; undefined where it holds none. */
  spanOf(variable: TemplateVariable): Span | undefined;
  /** What a transformation made; undefined when it is none, or made nothing. */
  transformed(name: string): string | undefined;
}

type Part = string | (TemplateVariable & { readonly indent: string });

const variable = /(\${1,3})([A-Z0-9_]+)/g;

/** The parts of a template, in order: `log($A, $$$REST)`. Two dollar signs mean one node, as one does. */
export function templateParts(template: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of template.matchAll(variable)) {
    const [whole, dollars = '', name = ''] = match;
    parts.push(template.slice(at, match.index), { name, isMultiple: dollars.length === 3, indent: indentAt(template, match.index) });
    at = match.index + whole.length;
  }
  return [...parts, template.slice(at)];
}

export const templateVariables = (template: string): readonly TemplateVariable[] => templateParts(template).filter((part) => typeof part !== 'string');

/**
 * The text a template stands for where `target` was matched. Lines keep their place to each other as in ast-grep: what
 * is inserted is indented as where it is inserted.
 * @param most characters: a short template may stand for a long text
 * @returns undefined where it would be longer
 */
export function fillTemplate(template: string, captures: Captures, target: Span, most = Infinity): string | undefined {
  let filled = '';
  for (const part of templateParts(template)) {
    const value = typeof part === 'string' ? part : valueOf(part, captures, most);
    if (value === undefined || filled.length + value.length > most) return undefined;
    filled += value;
  }
  return reindented(filled, '', indentAt(captures.text, target.start), most);
}

/** The same on one line, for a message. */
export function fillMessage(template: string, captures: Captures): string {
  const filled = templateParts(template).map((part) => (typeof part === 'string' ? part : shortened(startOf(part, captures).replace(/\s+/g, ' '), mostOfCode)));
  return shortened(filled.join(''), mostInMessage);
}

/** Longer code says nothing in a message. */
const mostOfCode = 80;
const mostInMessage = 1000;

const shortened = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

function valueOf({ indent, ...named }: TemplateVariable & { readonly indent: string }, captures: Captures, most: number): string | undefined {
  const made = captures.transformed(named.name);
  if (made !== undefined) return reindented(made, '', indent, most);
  const span = captures.spanOf(named);
  return span === undefined ? '' : reindented(captures.text.slice(span.start, span.end), indentAt(captures.text, span.start), indent, most);
}

/** As much of a value as a message may show, blanks among it. */
function startOf(named: TemplateVariable, captures: Captures): string {
  const span = captures.spanOf(named);
  const enough = 10 * mostOfCode;
  return captures.transformed(named.name)?.slice(0, enough) ?? (span === undefined ? '' : captures.text.slice(span.start, Math.min(span.end, span.start + enough)));
}

/** The blanks the line of an offset begins with; none when it begins further away than is looked. */
function indentAt(text: string, offset: number): string {
  const far = 512;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  if (offset === 0 || offset - start > far) return '';
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Every line but the first one moved from one indentation to another; undefined where that is more than `most` characters. */
function reindented(text: string, from: string, to: string, most: number): string | undefined {
  if (text.length > most) return undefined;
  if (from === to || !text.includes('\n')) return text;
  const [first = '', ...rest] = text.split('\n');
  if (text.length + rest.length * Math.max(0, to.length - from.length) > most) return undefined;
  return [first, ...rest.map((line) => moved(line, from, to))].join('\n');
}

function moved(line: string, from: string, to: string): string {
  if (line.trim() === '') return line;
  // Of spaces, those that both have stay: a line may be indented less than the first one.
  const shared = from.startsWith(to) ? to.length : to.startsWith(from) ? from.length : 0;
  const less = from.slice(shared);
  const more = to.slice(shared);
  return line.startsWith(less) ? more + line.slice(less.length) : line;
}
