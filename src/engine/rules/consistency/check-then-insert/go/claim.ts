import { ensureGoImports } from '../../../../fix/go/imports';
import { reindented, slicedWith } from '../../../../fix/lines';
import { indentationAt } from '../../../../fix/style';
import { joinEdits, type TextEdit } from '../../../../text/edits';
import type { Node } from '../../../../syntax/nodes';
import { field, isInside, namedChildren } from '../../../../syntax/nodes';
import { refusals, refuse, type Refusal } from '../refusal';
import type { GoRewrite } from './fix';
import { scanText } from './read';

/** The lines that claim and decide, and the imports they need. */
export interface GoClaim {
  readonly text: string;
  readonly imports: readonly TextEdit[];
}

/** Writes the claim at the depth of the check: what comes before it, the INSERT, the test of its error, the decision. */
export function goClaim(rewrite: GoRewrite, edits: readonly TextEdit[]): GoClaim | Refusal {
  const { shape, race } = rewrite;
  if (shape.foundPart === undefined) return refusals.sharedBranch;
  const scope = errorScope(rewrite);
  if (typeof scope !== 'string') return scope;
  const lines = race.insert.method === 'Exec' ? execLines(rewrite, edits) : rowLines(rewrite, edits, scope);
  if ('refused' in lines) return lines;
  return { text: [...preludeLines(rewrite, edits), ...lines.lines].join(rewrite.newline + rewrite.indent), imports: lines.imports };
}

interface Lines {
  readonly lines: readonly string[];
  readonly imports: readonly TextEdit[];
}

/** `tag, err := pool.Exec(…)`, and how many rows it added. */
function execLines(rewrite: GoRewrite, edits: readonly TextEdit[]): Lines | Refusal {
  const { shape, race } = rewrite;
  const { error } = shape.insert;
  const [given] = namedChildren(field(shape.insert.assignment, 'left') ?? shape.insert.assignment);
  const isNamed = given !== undefined && given.text !== '_' && given.text !== error;
  if (isNamed && shape.insert.assignment.type === 'assignment_statement') return refuse("The INSERT's result is kept for code outside this block.");
  const isPgx = race.insert.client.api === 'pgx';
  const result = isNamed ? given.text : freeGoName(rewrite, isPgx ? ['tag', 'inserted', 'insertTag'] : ['result', 'inserted', 'insertResult']);
  const failure = failureBlock(rewrite);
  const found = foundBlock(rewrite);
  if (typeof failure !== 'string' || typeof found !== 'string') return typeof failure === 'string' ? (found as Refusal) : failure;
  const insert = `${result}, ${error} := ${insertText(rewrite, edits)}`;
  const failed = `if ${error} != nil ${failure}`;
  if (isPgx) return { lines: [insert, failed, `if ${result}.RowsAffected() == 0 ${found}`], imports: [] };
  const count = freeGoName(rewrite, ['claimed', 'added', 'affected']);
  return { lines: [insert, failed, `${count}, ${error} := ${result}.RowsAffected()`, failed, `if ${count} == 0 ${found}`], imports: [] };
}

/** `err := pool.QueryRow(… RETURNING id …).Scan(&id)`: no row means that another call was first. */
function rowLines(rewrite: GoRewrite, edits: readonly TextEdit[], scope: ErrorScope): Lines | Refusal {
  const { shape, race, source } = rewrite;
  const { error, failure } = shape.insert;
  const found = foundBlock(rewrite);
  if (typeof found !== 'string') return found;
  const { locals, edits: imports } = ensureGoImports(source, [{ path: 'errors' }, { path: race.insert.client.package }]);
  const [errors = 'errors', rows = 'pgx'] = locals;
  const insert = `${error} ${scope === 'declared' ? '=' : ':='} ${insertText(rewrite, edits)}`;
  const lines = [insert, `if ${errors}.Is(${error}, ${rows}.ErrNoRows) ${found}`];
  if (failure !== undefined) lines.push(`if ${error} != nil ${blockText(rewrite, failure)}`);
  return { lines, imports };
}

/** Whether the block the claim stands in has the error's variable already. */
export type ErrorScope = 'declared' | 'new';

export function errorScope({ shape, source, race }: GoRewrite): ErrorScope | Refusal {
  const { error, assignment } = shape.insert;
  const [first] = shape.checkStatements;
  if (first === undefined) return refusals.form;
  const before = namedChildren(shape.list).filter((statement) => statement.endIndex <= first.startIndex);
  const isHere = [...before, ...shape.prelude].some((statement) => declares(statement, error));
  const isParameter = shape.list.parent?.parent?.id === race.fn.id && parameterNames(race.fn).includes(error);
  const target = namedChildren(field(assignment, 'left') ?? assignment).find(({ text }) => text === error);
  const own = target === undefined || assignment.type === 'short_var_declaration' ? undefined : source.scopes.resolve(target);
  // `err = …` may give a variable of an outer block its value.
  const isOuter = own !== undefined && !isParameter && blockOf(own.site)?.id !== shape.list.id && !shape.checkStatements.some((statement) => isInside(own.id, statement));
  if (isOuter) return refuse("The INSERT's error is kept for code outside this block.");
  return isHere || isParameter ? 'declared' : 'new';
}

/** A statement of the block declares the name in the block itself. */
function declares(statement: Node, name: string): boolean {
  if (statement.type === 'short_var_declaration') return namedChildren(field(statement, 'left') ?? statement).some(({ text }) => text === name);
  return statement.type === 'var_declaration' && statement.descendantsOfType('var_spec').some((spec) => spec?.childrenForFieldName('name').some((id) => id?.text === name) === true);
}

/** Parameters and named results: a function's body can give them a value with `:=`. */
function parameterNames(fn: Node): string[] {
  return ['receiver', 'parameters', 'result'].flatMap((part) => {
    const list = field(fn, part);
    const entries = list?.type === 'parameter_list' ? namedChildren(list) : [];
    return entries.flatMap((entry) => entry.childrenForFieldName('name').map((id) => id?.text ?? ''));
  });
}

/** `err := …` declares nothing new once the claim before it has declared the error. */
export function declaredAnew({ shape }: GoRewrite, statements: readonly Node[]): TextEdit[] {
  return statements.flatMap((statement) => {
    const names = statement.type === 'short_var_declaration' ? namedChildren(field(statement, 'left') ?? statement).map(({ text }) => text) : [];
    const operator = statement.children.find((child) => child?.type === ':=');
    const isAnew = names.length > 0 && names.every((name) => name === shape.insert.error || name === '_');
    return isAnew && operator != null ? [{ start: operator.startIndex, end: operator.endIndex, newText: '=' }] : [];
  });
}

/** The list of statements a declaration stands in; a single `var` stands one level deeper. */
function blockOf(site: Node): Node | undefined {
  for (let at: Node | null = site; at !== null; at = at.parent) if (at.type === 'statement_list') return at;
  return undefined;
}

function insertText({ shape, source, indent }: GoRewrite, edits: readonly TextEdit[]): string {
  const { value } = shape.insert;
  return reindented(slicedWith(source.text, value.startIndex, value.endIndex, edits), indentationAt(source.text, shape.insert.statement.startIndex), indent);
}

/** A block at the depth of the check. */
export function blockText({ source, indent }: GoRewrite, block: Node): string {
  return reindented(block.text, indentationAt(source.text, block.parent?.startIndex ?? block.startIndex), indent);
}

function failureBlock(rewrite: GoRewrite): string | Refusal {
  const { shape, indent, newline } = rewrite;
  if (shape.insert.failure !== undefined) return blockText(rewrite, shape.insert.failure);
  const [returned] = shape.rest;
  return returned === undefined ? refuse('') : `{${newline}${indent}\t${returned.text}${newline}${indent}}`;
}

/** What runs when another call was first; the check moves there where its row is read. */
function foundBlock(rewrite: GoRewrite): string | Refusal {
  const { shape, indent, newline, readsFound } = rewrite;
  if (shape.foundPart === undefined) return refuse('');
  const block = blockText(rewrite, shape.foundPart);
  if (!readsFound) return block;
  const { read } = shape.check;
  if (shape.failedPart === undefined) return refuse('The failure of the check itself is not handled.');
  const inner = `${indent}\t`;
  const scan = reindented(scanText(read), indentationAt(rewrite.source.text, read.assignment.startIndex), inner);
  const failure = reindented(shape.failedPart.text, indentationAt(rewrite.source.text, shape.failedPart.parent?.startIndex ?? 0), inner);
  // A statement may stand on the line of the brace.
  return block.replace(/^\{[ \t]*(\S?)/, (_, first: string) => `{${newline}${inner}if ${read.error.name} := ${scan}; ${read.error.name} != nil ${failure}${first === '' ? '' : newline + inner + first}`);
}

function preludeLines({ shape, source, indent }: GoRewrite, edits: readonly TextEdit[]): string[] {
  const [first] = shape.prelude;
  const last = shape.prelude.at(-1);
  if (first === undefined || last === undefined) return [];
  return [reindented(slicedWith(source.text, first.startIndex, last.endIndex, edits), indentationAt(source.text, first.startIndex), indent)];
}

/** The first of some names that the function does not use. */
export function freeGoName({ race }: GoRewrite, names: readonly string[]): string {
  const used = new Set(race.fn.descendantsOfType('identifier').map((node) => node?.text));
  return names.find((name) => !used.has(name)) ?? `${names.at(-1) ?? 'name'}2`;
}

export function joined(...lists: readonly (readonly TextEdit[])[]): TextEdit[] | undefined {
  return lists.reduce<TextEdit[] | undefined>((all, list) => (all === undefined ? undefined : joinEdits(all, list)), []);
}

