/** Where in a lesson.md something is being written. `from` is where the unfinished word begins, zero-based. */
export type Spot =
  /** A field of the front matter is to be named. `path` leads to the set of fields, `used` are those that are there. */
  | { readonly kind: 'field'; readonly path: string; readonly used: ReadonlySet<string>; readonly from: number }
  /** The value of the field at `path`, or an entry of its list. `siblings` are the plain fields beside it. */
  | { readonly kind: 'value'; readonly path: string; readonly siblings: ReadonlyMap<string, string>; readonly from: number }
  /** Behind `:::`. */
  | { readonly kind: 'block'; readonly from: number }
  /** Behind `##`, before the id. */
  | { readonly kind: 'heading'; readonly from: number }
  /** In the braces of a heading. */
  | { readonly kind: 'heading id'; readonly from: number }
  /** In the address of a link; `to` is what its scheme is, where it is written. */
  | { readonly kind: 'link'; readonly to?: 'term' | 'lesson'; readonly lesson?: string; readonly from: number };

const closing = /^---\s*$/;

/** Looks at the lines alone, so that it also answers while the YAML is broken by the very word that is being typed. */
export function spotAt(lines: readonly string[], line: number, character: number): Spot | undefined {
  if (!closing.test(lines[0] ?? '')) return undefined;
  const end = lines.findIndex((each, index) => index > 0 && closing.test(each));
  if (line > 0 && (end < 0 || line < end)) return frontMatterSpot(lines, line, character);
  return end >= 0 && line > end ? bodySpot(lines, line, character, end) : undefined;
}

/** The whole word of the front matter at a place, with its path; undefined between words and in the body. */
export function valueAt(lines: readonly string[], line: number, character: number): { readonly path: string; readonly text: string; readonly from: number } | undefined {
  const written = partsOf(lines[line] ?? '');
  if (written.valueFrom === undefined || character < written.valueFrom) return undefined;
  const text = written.value.trim();
  const spot = spotAt(lines, line, written.valueFrom);
  if (spot?.kind !== 'value' || character > written.valueFrom + text.length) return undefined;
  return { path: spot.path, text, from: written.valueFrom };
}

/** The address of one of our links at a place. */
export function linkAt(text: string, character: number): { readonly href: string; readonly from: number } | undefined {
  for (const match of text.matchAll(/\]\(((?:term|lesson):[^\s)]*)\)/g)) {
    const from = match.index + 2;
    // The whole link, from its first word on.
    const start = text.lastIndexOf('[', match.index);
    if (start <= character && character <= match.index + match[0].length) return { href: match[1] ?? '', from };
  }
  return undefined;
}

interface Parts {
  /** Column of the first dash; undefined where the line is not an entry of a list. */
  readonly dash: number | undefined;
  /** Column of what follows indentation and dashes. */
  readonly column: number;
  readonly key: string | undefined;
  readonly value: string;
  /** Column of the value, or of where it would be; undefined where nothing but a key is there. */
  readonly valueFrom: number | undefined;
}

function partsOf(line: string): Parts {
  const [, indent = '', dashes = ''] = /^( *)((?:-(?: +|$))*)/.exec(line) ?? [];
  const column = indent.length + dashes.length;
  const dash = dashes === '' ? undefined : indent.length;
  const named = /^([A-Za-z][A-Za-z0-9]*):(?:( +)(.*))?$/.exec(line.slice(column));
  if (named === null) return { dash, column, key: undefined, value: line.slice(column), valueFrom: dash === undefined ? undefined : column };
  const [, key = '', gap, value = ''] = named;
  return { dash, column, key, value, valueFrom: gap === undefined ? undefined : column + key.length + 1 + gap.length };
}

function frontMatterSpot(lines: readonly string[], line: number, character: number): Spot | undefined {
  const before = (lines[line] ?? '').slice(0, character);
  const own = partsOf(before);
  if (own.key !== undefined) {
    if (own.valueFrom === undefined) return undefined;
    const siblings = fieldsBeside(lines, line, own.column);
    return { kind: 'value', path: [...parentsOf(lines, line, own), own.key].join('.'), siblings, from: own.valueFrom };
  }
  if (/^\s*#/.test(before) || (own.value !== '' && !/^["'\w]/.test(own.value))) return undefined;
  const parents = parentsOf(lines, line, own);
  const path = parents.join('.');
  if (own.dash !== undefined && !listsOfFields.has(path)) return { kind: 'value', path, siblings: fieldsAround(lines, line, own.dash), from: own.column };
  if (!/^[A-Za-z]*$/.test(own.value)) return undefined;
  return { kind: 'field', path, used: new Set(fieldsBeside(lines, line, own.column).keys()), from: own.column };
}

/** Lists whose entries are sets of fields; those of all others are plain values. */
const listsOfFields: ReadonlySet<string> = new Set(['pieces', 'sources']);

/** The fields that enclose a line, outermost first. */
function parentsOf(lines: readonly string[], line: number, { dash, column }: Pick<Parts, 'dash' | 'column'>): string[] {
  const path: string[] = [];
  // A list may stand as far left as the field it belongs to.
  let limit = dash === undefined ? column : dash + 1;
  for (let at = line - 1; at > 0 && limit > 0; at--) {
    const above = lines[at] ?? '';
    if (above.trim() === '' || /^\s*#/.test(above)) continue;
    const parts = partsOf(above);
    if (parts.key !== undefined && parts.column < limit) {
      path.unshift(parts.key);
      limit = parts.dash === undefined ? parts.column : parts.dash + 1;
    } else if (parts.dash !== undefined && parts.column >= limit && parts.dash < limit) limit = Math.min(limit, parts.dash + 1);
  }
  return path;
}

/** The plain fields of the set that a line belongs to, this line left out. */
function fieldsBeside(lines: readonly string[], line: number, column: number): Map<string, string> {
  const found = new Map<string, string>();
  const take = ({ key, value }: Parts) => {
    if (key !== undefined) found.set(key, unquoted(value));
  };
  for (let at = line, first = partsOf(lines[line] ?? '').dash !== undefined; at > 1 && !first; ) {
    at--;
    const parts = partsOf(lines[at] ?? '');
    if ((lines[at] ?? '').trim() === '' || parts.column > column) continue;
    if (parts.column < column) break;
    take(parts);
    first = parts.dash !== undefined && parts.key !== undefined;
  }
  for (let at = line + 1; at < lines.length && !closing.test(lines[at] ?? ''); at++) {
    const parts = partsOf(lines[at] ?? '');
    if ((lines[at] ?? '').trim() === '' || parts.column > column) continue;
    if (parts.column < column || parts.dash !== undefined) break;
    take(parts);
  }
  return found;
}

/** For an entry of a list: the fields beside the field that holds the list. */
function fieldsAround(lines: readonly string[], line: number, dash: number): ReadonlyMap<string, string> {
  for (let at = line - 1; at > 0; at--) {
    const parts = partsOf(lines[at] ?? '');
    if (parts.key !== undefined && parts.column <= dash) return fieldsBeside(lines, at, parts.column);
  }
  return new Map();
}

const unquoted = (value: string) => value.trim().replace(/^(["'])(.*)\1$/, '$2');

function bodySpot(lines: readonly string[], line: number, character: number, end: number): Spot | undefined {
  if (inCode(lines, line, end)) return undefined;
  const before = (lines[line] ?? '').slice(0, character);
  const block = /^:::[ \t]*([a-z-]*)$/.exec(before);
  if (block !== null) return { kind: 'block', from: character - (block[1]?.length ?? 0) };
  const id = /^##[^#].*\{#([a-z0-9-]*)$/.exec(before);
  if (id !== null) return { kind: 'heading id', from: character - (id[1]?.length ?? 0) };
  const heading = /^##[ \t]*([^{#]*)$/.exec(before);
  if (heading !== null) return { kind: 'heading', from: 0 };
  const link = /\]\((?:(term|lesson):(?:((?:[a-z0-9-]+:)?[a-z0-9-]+)(\/))?)?([a-z0-9:-]*)$/.exec(before);
  if (link === null) return undefined;
  const [, scheme, lesson, , word = ''] = link;
  const to = scheme === 'term' || scheme === 'lesson' ? scheme : undefined;
  return { kind: 'link', ...(to && { to }), ...(lesson !== undefined && { lesson }), from: character - word.length };
}

/** Whether a line of the body stands in fenced code. */
function inCode(lines: readonly string[], line: number, end: number): boolean {
  let fence: string | undefined;
  for (const text of lines.slice(end + 1, line)) {
    const mark = /^ {0,5}(`{3,}|~{3,})/.exec(text)?.[1];
    if (mark === undefined) continue;
    if (fence === undefined) fence = mark;
    else if (mark.startsWith(fence)) fence = undefined;
  }
  return fence !== undefined;
}
