import { findNodeAtLocation, parseTree, printParseErrorCode, getNodeValue, type JSONPath, type Node, type ParseError } from 'jsonc-parser';
import * as v from 'valibot';
import type { Position, Range } from '../finding';
import { LineIndex } from '../text/lineIndex';
import type { Config } from './model';

export interface ConfigProblem {
  readonly range: Range;
  /** What is wrong, with its mend. */
  readonly message: string;
}

export interface ParsedConfig {
  /** Everything that was right. */
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
}

const options = { allowTrailingComma: true, disallowComments: false };

/** Reads a configuration file: JSON with comments. What is wrong is named and left out; the rest applies. Never throws. */
export function parseConfig(text: string, schema: v.GenericSchema<unknown, Config>): ParsedConfig {
  if (text.trim() === '') return { config: {}, problems: [{ range: atStart, message: 'the file is empty; write {}' }] };
  const lines = new LineIndex(text);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, options);
  const problems = errors.map(({ error, offset, length }) => ({
    range: lines.rangeOf(offset, offset + length),
    message: `not valid JSON: ${sentence(printParseErrorCode(error))}`,
  }));
  if (tree === undefined || problems.length > 0) return { config: {}, problems };
  const value = getNodeValue(tree) as unknown;
  const checked = withoutFaults(value, schema);
  const faults = checked.faults.map(({ path, message }) => ({ range: rangeAt(tree, path, lines), message: path.length === 0 ? `the file ${message}` : `"${String(path.at(-1))}" ${message}` }));
  const repeated = repeatedKeys(tree).map((key) => ({ range: lines.rangeOf(key.offset, key.offset + key.length), message: `"${String(key.value)}" stands here a second time; keep one` }));
  return { config: checked.config, problems: [...faults, ...repeated].sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character) };
}

/** Keys an object has had before: JSON takes the last one in silence. */
function repeatedKeys(node: Node): Node[] {
  const children = node.children ?? [];
  const keys = node.type === 'object' ? children.flatMap((property) => property.children?.[0] ?? []) : [];
  const own = keys.filter((key, at) => keys.findIndex((other) => other.value === key.value) < at);
  return [...own, ...children.flatMap(repeatedKeys)];
}

interface Fault {
  readonly path: JSONPath;
  readonly message: string;
}

/** Leaves out what the schema refuses, innermost first, until it accepts the rest. */
function withoutFaults(value: unknown, schema: v.GenericSchema<unknown, Config>): { readonly config: Config; readonly faults: readonly Fault[] } {
  let faults: readonly Fault[] | undefined;
  for (let result = v.safeParse(schema, value); ; result = v.safeParse(schema, value)) {
    if (result.success) return { config: result.output, faults: faults ?? [] };
    const found = result.issues.map((issue) => ({ path: (issue.path ?? []).map(({ key }) => key as string | number), message: issue.message }));
    // Those of a later round come from what was left out.
    faults ??= found;
    if (found.some(({ path }) => path.length === 0)) return { config: {}, faults };
    // From the end, so that the places of a list's earlier items stay right.
    for (const { path } of [...found].reverse()) remove(value, removable(path, value));
  }
}

/** A missing field cannot be removed: what lacks it goes instead. */
function removable(path: JSONPath, value: unknown): JSONPath {
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], value);
  return parent !== null && typeof parent === 'object' && !(String(path.at(-1)) in parent) && path.length > 1 ? path.slice(0, -1) : path;
}

function remove(value: unknown, path: JSONPath): void {
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], value);
  if (Array.isArray(parent) && typeof last === 'number') parent.splice(last, 1);
  else if (parent !== null && typeof parent === 'object' && last !== undefined) Reflect.deleteProperty(parent, last);
}

const start: Position = { line: 0, character: 0 };
const atStart: Range = { start, end: start };

/** The value at the path; its key when the key is what is wrong; what holds it when it is missing. */
function rangeAt(tree: Node, path: JSONPath, lines: LineIndex): Range {
  for (let length = path.length; length >= 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node === undefined) continue;
    const [key] = node.parent?.type === 'property' ? (node.parent.children ?? []) : [];
    const shown = key ?? node;
    return lines.rangeOf(shown.offset, shown.offset + shown.length);
  }
  return atStart;
}

/** "CloseBraceExpected" as words. */
const sentence = (code: string) => code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
