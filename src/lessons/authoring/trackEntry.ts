import { isMap, isNode, isScalar, isSeq, parseDocument, type YAMLSeq } from 'yaml';

/** Text to be put at an offset of a file. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/**
 * Lists one more lesson in a track.yml, behind the others; comments and the form of the file stay as they are.
 * Undefined where the file is broken, or the list is written in a form that a line cannot be added to.
 */
export function trackEntry(track: string, lesson: string): Insertion | undefined {
  const { contents, errors } = parseDocument(track, { prettyErrors: false });
  if (errors.length > 0 || !isMap(contents)) return undefined;
  const newLine = track.includes('\r\n') ? '\r\n' : '\n';
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === 'lessons');
  if (pair === undefined) {
    const text = `${track === '' || track.endsWith('\n') ? '' : newLine}lessons:${newLine}  - ${lesson}${newLine}`;
    return { offset: track.length, text };
  }
  return isSeq(pair.value) ? behindLast(track, pair.value, lesson) : undefined;
}

/**
 * One more entry of a list in YAML, behind the others, indented as they are. Undefined where the list is written in a form
 * that a line cannot be added to.
 * @param entry on one line
 */
export function behindLast(text: string, list: YAMLSeq, entry: string): Insertion | undefined {
  const [first] = list.items;
  const last = list.items.at(-1);
  if (list.flow === true || !isNode(first) || !isNode(last) || !first.range || !last.range) return undefined;
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const lineStart = text.lastIndexOf('\n', first.range[0] - 1) + 1;
  const indent = /^( *)- +$/.exec(text.slice(lineStart, first.range[0]))?.[1];
  if (indent === undefined) return undefined;
  // What a list or a set of fields ends with may be the line end itself.
  const end = text.slice(0, last.range[1]).trimEnd().length;
  const lineEnd = text.indexOf('\n', end);
  const before = lineEnd < 0 ? newLine : '';
  return { offset: lineEnd < 0 ? text.length : lineEnd + 1, text: `${before}${indent}- ${entry}${newLine}` };
}
