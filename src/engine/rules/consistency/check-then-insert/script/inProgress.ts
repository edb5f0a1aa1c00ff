import { enclosingHandler } from '../../../../facts/javascript/handlers';
import { indentationAt, styleOf } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { namedChildren } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { refuse, type Refusal } from '../refusal';
import type { Rewrite } from './fix';
import { declaredNames } from './shape';

/** How each framework says 409 with a time to come back. */
const answers: Readonly<Record<string, (response: string, quote: string) => string>> = {
  express: (response, q) => `${response}.status(409).set(${q}Retry-After${q}, ${q}1${q}).json({ error: ${q}in progress${q} })`,
  fastify: (response, q) => `${response}.code(409).header(${q}Retry-After${q}, ${q}1${q}).send({ error: ${q}in progress${q} })`,
};

/**
 * A second caller may read the row before the work has filled it. Where the check's rows are read and hold a late
 * column, the branch for an existing row answers 409 until that column is there.
 */
export function readsInProgress({ race, shape, source }: Rewrite, late: readonly string[]): { readonly edits: readonly TextEdit[] } | Refusal {
  const { output } = shape.check.facts;
  const read = late.filter((column) => output.includes(column) || output.includes('*'));
  const [column] = read;
  if (!shape.readsFound || column === undefined || shape.foundPart === undefined) return { edits: [] };
  const found = enclosingHandler(race.insert.call, source);
  const answer = found === undefined ? undefined : answers[found.handler.framework];
  const [, response] = found?.handler.parameters ?? [];
  const row = rowText(shape, source);
  const isSimple = response !== undefined && /^\w+$/.test(response) && found?.fn.id === race.fn.id;
  if (answer === undefined || !isSimple || row === undefined || shape.foundPart.type !== 'statement_block') {
    return refuse(`A second caller would read ${column} before the work has filled it, and has to be told to come back.`);
  }
  const { newline, indent, quote, semicolons } = styleOf(source.text);
  const inner = indentationAt(source.text, shape.guard.startIndex) + indent;
  const end = semicolons ? ';' : '';
  const test = `if (${row}${/^\w+$/.test(column) ? `?.${column}` : `?.[${quote}${column}${quote}]`} == null) return ${answer(response, quote)}${end}`;
  // Behind the check, which is put at the start of the same branch.
  const at = namedChildren(shape.foundPart)[0]?.startIndex ?? shape.foundPart.startIndex + 1;
  return { edits: [{ start: at, end: at, newText: `${test}${newline}${inner}` }] };
}

/** How the first row of the check is written: `seen.rows[0]`, `rows[0]`, `row`. */
function rowText({ check, derived, select }: Rewrite['shape'], source: ScriptSource): string | undefined {
  const statements = [...(select === undefined ? [] : [select]), ...derived].reverse();
  for (const name of statements.flatMap(declaredNames)) {
    const declaration = source.scopes.resolve(name);
    const [use] = declaration === undefined ? [] : source.scopes.references(declaration);
    const part = use === undefined ? undefined : check.reader.partOf(use);
    if (part?.kind === 'row') return name.text;
    if (part?.kind === 'rows') return `${name.text}[0]`;
    if (part?.kind === 'result') return `${name.text}.rows[0]`;
  }
  return undefined;
}
