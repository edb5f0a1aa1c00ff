import { findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { lineAt } from '../../lessons/files';

/** What a text becomes, or why it stays. */
export type Edited = { readonly text: string } | { readonly left: string };

/** Where VS Code looks for the extensions that a folder recommends. */
export const extensionsFile = '.vscode/extensions.json';

const sorts = { allowTrailingComma: true, disallowComments: false } as const;

/** The file for a folder that has none. */
export const newRecommendation = (extension: string): string => `${JSON.stringify({ recommendations: [extension] }, undefined, 2)}\n`;

/**
 * Recommends an extension in the text of extensions.json. Everything else in it stays as it is: comments, order,
 * indentation, line ends, what the file ends with. @param text without a byte order mark
 */
export function withRecommendation(text: string, extension: string): Edited {
  if (text.trim() === '') return { text: newRecommendation(extension) };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, sorts);
  const [error] = errors;
  if (root?.type !== 'object' || error !== undefined) {
    return { left: `cannot be read as JSON at line ${lineAt(text, error?.offset ?? 0)}; add "${extension}" to its recommendations` };
  }
  const holds = (list: Node | undefined) => list?.children?.some(({ value }) => typeof value === 'string' && value.toLowerCase() === extension.toLowerCase()) === true;
  const list = findNodeAtLocation(root, ['recommendations']);
  if (holds(list)) return { left: `recommends ${extension} already` };
  if (holds(findNodeAtLocation(root, ['unwantedRecommendations']))) return { left: `says that ${extension} is not wanted` };
  if (list === undefined) return { text: withList(text, root, extension) };
  if (list.type !== 'array') return { left: 'has recommendations that are not a list; make them one' };
  return { text: appended(text, list, extension) };
}

const lineEndOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** First of the fields, so that no comment loses what it speaks of. */
function withList(text: string, root: Node, extension: string): string {
  const start = root.offset + 1;
  const [head, tail] = [text.slice(0, start), text.slice(start)];
  const field = `"recommendations": [${JSON.stringify(extension)}]`;
  const [first] = root.children ?? [];
  const eol = lineEndOf(text);
  if (first === undefined) return `${head}${eol}  ${field}${/^[ \t]*\}/.test(tail) ? `${eol}${tail.trimStart()}` : tail}`;
  const indent = text.slice(text.lastIndexOf('\n', first.offset) + 1, first.offset);
  return indent.trim() === '' ? `${head}${eol}${indent}${field},${tail}` : `${head} ${field},${tail}`;
}

/** The library's own edit writes a list of one line anew over several, moves comments, and stumbles over a comma at its end. */
function appended(text: string, list: Node, extension: string): string {
  const entry = JSON.stringify(extension);
  const last = list.children?.at(-1);
  if (last === undefined) return `${text.slice(0, list.offset + 1)}${entry}${text.slice(list.offset + 1)}`;
  const end = last.offset + last.length;
  const comma = /^(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*,/.exec(text.slice(end))?.[0];
  const [head, tail] = comma === undefined ? [`${text.slice(0, end)},`, text.slice(end)] : [text.slice(0, end + comma.length), text.slice(end + comma.length)];
  const indent = text.slice(text.lastIndexOf('\n', last.offset) + 1, last.offset);
  const added = `${entry}${comma === undefined ? '' : ','}`;
  // A comment on the line speaks of what stands before it.
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n)/.exec(tail)?.[0];
  if (indent.trim() !== '' || rest === undefined) return `${head} ${added}${tail}`;
  return `${head}${rest}${lineEndOf(text)}${indent}${added}${tail.slice(rest.length)}`;
}
