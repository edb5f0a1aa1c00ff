import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { indentationAt } from '../style';
import type { ModuleLink } from './moduleSyntax';

/** The braced names of an import or of a destructured require. */
export interface ImportList {
  readonly link: ModuleLink;
  /** With its braces. */
  readonly node: Node;
  readonly entries: readonly Node[];
}

/** The link's braced names; undefined when it has none, or none to add others to. */
export function importList(link: ModuleLink): ImportList | undefined {
  const node = link.form === 'cjs' ? destructured(link) : namedImports(link);
  const entries = node === undefined ? [] : namedChildren(node);
  return node === undefined || entries.length === 0 ? undefined : { link, node, entries };
}

function destructured(link: ModuleLink): Node | undefined {
  const pattern = field(link.node, 'name');
  // `require('x')` itself, not something made of it.
  const isPlain = field(link.node, 'value')?.id === link.specifier.parent?.parent?.id;
  return pattern?.type === 'object_pattern' && isPlain ? pattern : undefined;
}

function namedImports(link: ModuleLink): Node | undefined {
  const clause = namedChildren(link.node).find((child) => child.type === 'import_clause');
  return clause === undefined ? undefined : namedChildren(clause).find((part) => part.type === 'named_imports');
}

/**
 * Takes entries out of a list and adds others: the first new ones stand where old ones stood, the rest at the end, on
 * lines of their own where the others are.
 * @param dropped where the local names that go begin
 * @returns 'empty' when nothing would be left.
 */
export function listEdits(source: ScriptSource, list: ImportList, dropped: ReadonlySet<number>, added: readonly string[]): TextEdit[] | 'empty' {
  const goes = list.entries.map((entry) => dropped.has(localNameOf(entry).startIndex));
  const places = list.entries.filter((_, i) => goes[i]);
  const edits = places.slice(0, added.length).map((entry, i): TextEdit => ({ start: entry.startIndex, end: entry.endIndex, newText: added[i] ?? '' }));
  const rest = added.slice(places.length);
  if (rest.length > 0) edits.push(appended(source, list, rest));
  const removed = new Set(places.slice(added.length).map((entry) => entry.id));
  if (removed.size === list.entries.length) return 'empty';
  // A comment in the list speaks of a name beside it: then an unused name is better than a lost comment.
  if (removed.size > 0 && list.node.namedChildren.some((child) => child?.type === 'comment')) return edits;
  return [...edits, ...removals(list.entries, removed)];
}

function localNameOf(entry: Node): Node {
  return field(entry, 'alias') ?? field(entry, 'value') ?? field(entry, 'name') ?? entry;
}

function appended(source: ScriptSource, { entries, node }: ImportList, texts: readonly string[]): TextEdit {
  const last = entries.at(-1) ?? node;
  const ownLine = /[\r\n][ \t]*$/.test(source.text.slice(node.startIndex, last.startIndex));
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  const gap = ownLine ? newline + indentationAt(source.text, last.startIndex) : ' ';
  if (last.type === 'rest_pattern') return { start: last.startIndex, end: last.startIndex, newText: texts.map((text) => `${text},${gap}`).join('') };
  return { start: last.endIndex, end: last.endIndex, newText: texts.map((text) => `,${gap}${text}`).join('') };
}

/** Deletes each run of entries with the comma and space that joined it to what stays. */
function removals(entries: readonly Node[], removed: ReadonlySet<number>): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let i = 0; i < entries.length; i++) {
    if (!removed.has(entries[i]?.id ?? -1)) continue;
    let end = i;
    while (removed.has(entries[end + 1]?.id ?? -1)) end++;
    const [first, next, previous, last] = [entries[i], entries[end + 1], entries[i - 1], entries[end]];
    if (first !== undefined && next !== undefined) edits.push({ start: first.startIndex, end: next.startIndex, newText: '' });
    else if (previous !== undefined && last !== undefined) edits.push({ start: previous.endIndex, end: last.endIndex, newText: '' });
    i = end;
  }
  return edits;
}
