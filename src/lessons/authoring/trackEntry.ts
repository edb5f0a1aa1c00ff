import { isMap, isScalar, isSeq, parseDocument } from 'yaml';

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
  if (!isSeq(pair.value) || pair.value.flow === true) return undefined;
  const last = pair.value.items.at(-1);
  const [first] = pair.value.items;
  if (!isScalar(last) || !isScalar(first)) return undefined;
  const lineStart = track.lastIndexOf('\n', first.range[0] - 1) + 1;
  const indent = /^ */.exec(track.slice(lineStart))?.[0] ?? '';
  const lineEnd = track.indexOf('\n', last.range[1]);
  const before = lineEnd < 0 ? newLine : '';
  return { offset: lineEnd < 0 ? track.length : lineEnd + 1, text: `${before}${indent}- ${lesson}${newLine}` };
}
