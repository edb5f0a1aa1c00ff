import * as v from 'valibot';
import { Composer, Lexer, LineCounter, Parser, isMap, isNode, isScalar, isSeq, visit, type CST, type Document, type Node } from 'yaml';
import { tellOnce } from './misspelt';
import type { FileReport } from './problems';
import { listFile } from './schema';

/** Few enough to take well under a millisecond. */
const lexemesInATurn = 200;

/** Parts in parts: everything that reads a value calls itself for each. */
const deepest = 100;

export type DataPath = readonly (string | number)[];

export interface YamlData<T> {
  readonly value: T;
  /** One-based line in the file where the field at `path`, or the nearest part of it that exists, is written. */
  readonly lineOf: (path: DataPath) => number;
}

/** Reads YAML against a schema, in turns. `firstLine` is the line of the file on which `source` starts. */
export async function readYaml<S extends v.GenericSchema>(
  source: string,
  schema: S,
  report: FileReport,
  turn: () => Promise<void>,
  firstLine = 1,
): Promise<YamlData<v.InferOutput<S>> | undefined> {
  const counter = new LineCounter();
  const lineAt = (offset: number) => counter.linePos(offset).line + firstLine - 1;
  const document = await parse(source, counter, report, lineAt, turn);
  if (document === undefined) return undefined;
  if (!isMap(document.contents)) {
    report.add(firstLine, 'must be a set of fields, each on a line as name: value');
    return undefined;
  }

  const lineOf = (path: DataPath) => lineAt(offsetOf(document, path));
  // `visit` has refused aliases; the option keeps one it might miss from expanding.
  const result = v.safeParse(schema, document.toJS({ maxAliasCount: 0 }));
  if (result.success) return { value: result.output, lineOf };

  addIssues(result.issues, [], lineOf, report);
  return undefined;
}

/** One entry of a list in YAML that fits the schema. */
export interface YamlEntry<T> {
  readonly value: T;
  /** One-based line in the file of a field of this entry. */
  readonly lineOf: (...path: (string | number)[]) => number;
}

export interface YamlList<T> {
  readonly entries: readonly YamlEntry<T>[];
  /** Ids of all entries, also of those that are left out. */
  readonly ids: ReadonlySet<string>;
}

/**
 * Reads a YAML file that holds one list, `name`. An entry that does not fit `schema` is reported and left out; the
 * others stay. Undefined when there is no list to read.
 */
export async function readYamlList<S extends v.GenericSchema>(
  source: string,
  name: string,
  schema: S,
  report: FileReport,
  turn: () => Promise<void>,
): Promise<YamlList<v.InferOutput<S>> | undefined> {
  const yaml = await readYaml(source, listFile(name, v.unknown()), report, turn);
  const raw = yaml?.value[name];
  if (yaml === undefined || raw === undefined) return undefined;
  const entries = raw.flatMap((each, index): YamlEntry<v.InferOutput<S>>[] => {
    const result = v.safeParse(schema, each);
    if (result.success) return [{ value: result.output, lineOf: (...path) => yaml.lineOf([name, index, ...path]) }];
    addIssues(result.issues, [name, index], yaml.lineOf, report);
    return [];
  });
  return { entries, ids: new Set(raw.flatMap(writtenId)) };
}

const writtenId = (entry: unknown): string[] =>
  typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' ? [entry.id] : [];

function addIssues(
  issues: readonly v.BaseIssue<unknown>[],
  above: DataPath,
  lineOf: (path: DataPath) => number,
  report: FileReport,
): void {
  const told = new Set<string>();
  for (const { issue, message: what } of tellOnce(issues)) {
    const path = [...above, ...(issue.path ?? []).map((item) => item.key as string | number)];
    const [line, message] = [lineOf(path), `${label(path)} ${what}`];
    // One value may break several parts of one requirement.
    if (!told.has(`${line} ${message}`)) report.add(line, message);
    told.add(`${line} ${message}`);
  }
}

async function parse(
  source: string,
  counter: LineCounter,
  report: FileReport,
  lineAt: (offset: number) => number,
  turn: () => Promise<void>,
): Promise<Document.Parsed | undefined> {
  let documents: Document.Parsed[];
  try {
    const tokens = await tokensOf(source, counter, turn);
    documents = [...new Composer({ lineCounter: counter, prettyErrors: false }).compose(tokens, true, source.length)];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report.add(lineAt(0), 'YAML: nested too deeply to read');
    return undefined;
  }
  const [document, second] = documents;
  if (document === undefined) return undefined;
  const faults = syntaxFaults([...document.errors, ...document.warnings]);
  if (second !== undefined) faults.push({ offset: second.range[0], message: 'a second document begins here; the file holds one' });
  visit(document, {
    Node(_, { tag, range }) {
      if (tag === undefined) return;
      faults.push({ offset: range?.[0] ?? 0, message: `the tag ${tag} is not allowed; write plain values` });
    },
    Pair(_, { key }) {
      if (!isScalar(key)) faults.push({ offset: isNode(key) ? (key.range?.[0] ?? 0) : 0, message: 'the name of a field is plain text, not a list or a set of fields' });
    },
    Alias(_, { source, range }) {
      faults.push({ offset: range?.[0] ?? 0, message: `the alias *${source} is not allowed; write the value out` });
    },
  });
  for (const { offset, message } of faults) report.add(lineAt(offset), `YAML: ${message}`);
  return faults.length === 0 ? document : undefined;
}

/** What the parser's words do not say: how to mend it. */
const mends: Readonly<Record<string, string>> = {
  RESOURCE_EXHAUSTION: 'nested too deeply to read',
  TAB_AS_INDENT: 'the line begins with a tab; indent with spaces',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon, or more indentation than the line before; put quotes around a text that holds a colon',
  BAD_INDENT: 'the indentation does not fit the lines before',
  MULTILINE_IMPLICIT_KEY: 'the name of a field ends with a colon on its own line',
};

/** The first fault alone: those after it are its consequences. Fields that are there twice are faults each by itself. */
function syntaxFaults(errors: Document.Parsed['errors']): { offset: number; message: string }[] {
  // Tags are told of by what was written.
  const all = errors.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED').sort((a, b) => a.pos[0] - b.pos[0]);
  const told = all.every(({ code }) => code === 'DUPLICATE_KEY') ? all : all.filter(({ code }) => code !== 'DUPLICATE_KEY').slice(0, 1);
  return told.map(({ code, pos, message }) => ({ offset: pos[0], message: mends[code] ?? message }));
}

/** What yaml's own `parseDocument` composes a document from, in turns: a table of 25 kB takes longer than a frame. */
async function tokensOf(source: string, counter: LineCounter, turn: () => Promise<void>): Promise<CST.Token[]> {
  const parser = new Parser(counter.addNewLine);
  counter.addNewLine(0);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(source)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > deepest) throw new RangeError('nested too deeply');
    if (++lexemes % lexemesInATurn === 0) await turn();
  }
  tokens.push(...parser.end());
  await turn();
  return tokens;
}

function offsetOf(document: Document.Parsed, path: DataPath): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/** The field's own name is enough: the line says where. */
function label(path: DataPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  return typeof last === 'string' ? last : `${String(path.at(-2) ?? 'list')}, item ${last + 1},`;
}
