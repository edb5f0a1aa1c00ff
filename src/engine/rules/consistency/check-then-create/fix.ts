import { calleeOf } from '../../../facts/javascript/calls';
import { functionTypes } from '../../../facts/javascript/scope';
import { ensureImport } from '../../../fix/javascript/imports';
import { caughtName } from '../../../fix/javascript/tryCatch';
import { reindented } from '../../../fix/lines';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import { claimFix } from './claim';
import type { Race } from './race';
import { exitOf, shapeOf, writesElsewhere, type Exit, type Shape } from './shape';
import { violationOf } from './violation';

/** The edits of a fix, and what its title says; or why there are none. */
export type FixOutcome = { readonly title: string; readonly edits: readonly TextEdit[] } | { readonly refusal: string };

const refuse = (refusal: string): FixOutcome => ({ refusal });

/** Makes the unique key decide: its violation takes the branch for a record that exists. */
export function fixOf(race: Race, key: readonly string[], source: ScriptSource): FixOutcome {
  const { creation } = race;
  const shape = shapeOf(creation.call);
  if (shape === undefined) return refuse('the result of the create is part of a larger expression.');
  if (creation.library === 'knex' || creation.library === 'drizzle') return claimFix(race, key, shape, source);
  if (creation.isTransaction || creation.query?.options?.text.includes('transaction') === true) return refuse('the error would end the transaction this runs in.');
  return race.guard.kind === 'exit' ? exitFix(race, shape, source) : branchFix(race, shape, source);
}

function exitFix(race: Race, shape: Shape, source: ScriptSource): FixOutcome {
  const exit = exitOf(race);
  if (exit === undefined) return refuse('the branch for an existing record reads it.');
  return exit.throws && shape.kind !== 'assigns' ? catchFix(race, exit, source) : tryFix(race, exit, shape, source);
}

interface Caught {
  readonly name: string;
  readonly test: string;
  readonly edits: readonly TextEdit[];
  readonly shown: string;
}

function caughtBy(race: Race, source: ScriptSource): Caught | undefined {
  const { call, library } = race.creation;
  const violation = violationOf(library, call, race.find.client, source);
  if (violation === undefined) return undefined;
  const wished = violation.wish === undefined ? undefined : ensureImport(source, violation.wish);
  const name = caughtName(source, [call, race.guard.node]);
  return { name, test: violation.test(name, wished?.local ?? '', sourceStyle(source).quote), edits: wished?.edits ?? [], shown: violation.shown };
}

const unknownDriver = 'where the error to look for comes from is not known here.';

/** `.catch((error) => { if (…) throw …; throw error; })` behind the call. */
function catchFix(race: Race, exit: Exit, source: ScriptSource): FixOutcome {
  const caught = caughtBy(race, source);
  if (caught === undefined) return refuse(unknownDriver);
  const [thrown] = exit.statements;
  if (thrown === undefined || thrown.startPosition.row === thrown.endPosition.row) return chainedCatch(race, thrown?.text ?? '', caught, source);
  const { newline, indent } = sourceStyle(source);
  const outer = indentationAt(source.text, race.creation.call.startIndex) + indent;
  const moved = reindented(thrown.text, indentationAt(source.text, thrown.startIndex), outer + indent);
  return chainedCatch(race, `{${newline}${outer}${indent}${moved}${newline}${outer}}`, caught, source);
}

function chainedCatch(race: Race, answer: string, caught: Caught, source: ScriptSource): FixOutcome {
  const { call } = race.creation;
  const { newline, indent, semicolons } = sourceStyle(source);
  const outer = indentationAt(source.text, call.startIndex);
  const end = semicolons ? ';' : '';
  const parameter = source.language === 'javascript' ? caught.name : `${caught.name}: unknown`;
  const inner = newline + outer + indent;
  const text = `.catch((${parameter}) => {${inner}if (${caught.test}) ${answer}${inner}throw ${caught.name}${end}${newline}${outer}})`;
  return { title: `Answer a conflict on the key as an existing record (${caught.shown})`, edits: [...caught.edits, { start: call.endIndex, end: call.endIndex, newText: text }] };
}

/** `try { … } catch (error) { if (…) { … } throw error; }` around the statement. */
function tryFix(race: Race, exit: Exit, shape: Shape, source: ScriptSource): FixOutcome {
  const { statement, kind, target } = shape;
  const caught = caughtBy(race, source);
  if (caught === undefined) return refuse(unknownDriver);
  if (kind === 'declares' && (target?.type !== 'identifier' || isCaptured(target, source))) return refuse('the new record is used in a function further down.');
  const { newline, indent, semicolons } = sourceStyle(source);
  const outer = newline + indentationAt(source.text, statement.startIndex);
  const end = semicolons ? ';' : '';
  const own = source.text.slice(statement.startIndex, statement.endIndex);
  const body = reindented(kind === 'declares' ? own.replace(/^(?:const|let|var)\s+(\w+)(?:\s*:[^=]+)?/, '$1') : own, '', indent);
  const first = exit.statements[0];
  const from = first === undefined ? '' : indentationAt(source.text, first.startIndex);
  const answer = exit.statements.map((each) => outer + indent + indent + reindented(each.text, from, outer.slice(newline.length) + indent + indent)).join('');
  const head = kind === 'declares' && target !== undefined ? `let ${target.text}${end}${outer}` : '';
  const text = `${head}try {${outer}${indent}${body}${outer}} catch (${caught.name}) {${outer}${indent}if (${caught.test}) {${answer}${outer}${indent}}${outer}${indent}throw ${caught.name}${end}${outer}}`;
  return { title: `Answer a conflict on the key as an existing record (${caught.shown})`, edits: [...caught.edits, { start: statement.startIndex, end: statement.endIndex, newText: text }] };
}

/** TypeScript does not know what a `let` without a type holds inside a function. */
function isCaptured(target: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(target);
  const own = ancestorOf(target, functionTypes)?.id;
  return declaration === undefined || source.scopes.references(declaration).some((reference) => ancestorOf(reference, functionTypes)?.id !== own);
}

/** Find or create: on a conflict, what the other caller created is read. */
function branchFix(race: Race, shape: Shape, source: ScriptSource): FixOutcome {
  const { creation, guard, find } = race;
  if (guard.kind !== 'branch') return refuse('the check and the create are one expression.');
  if (writesElsewhere(race)) return refuse('the other branch writes too; with a unique key, an upsert does both.');
  const branch = ancestorOf(shape.statement, new Set(['statement_block', 'if_statement', 'else_clause']));
  if (branch?.type === 'statement_block' && namedChildren(branch).length > 1) return refuse('more than the create runs in its branch.');
  if (creation.library === 'sequelize' && shape.kind === 'assigns' && shape.target?.type === 'identifier') return findOrCreate(race, shape.target, source);
  const caught = caughtBy(race, source);
  if (caught === undefined) return refuse(unknownDriver);
  const end = sourceStyle(source).semicolons ? ';' : '';
  if (shape.kind === 'alone') return swallow(race, caught, source);
  const callee = calleeOf(find.call);
  const isRecord = find.operation === 'findOne' && find.chain.links.length === 1 + find.chain.links.findIndex(({ call }) => call.id === find.call.id);
  if (callee === undefined || !isRecord) return refuse('the check does not give the record.');
  if (!givesAlike(race)) return refuse('the check reads other fields than the create gives.');
  const own = source.text.slice(find.call.startIndex, find.call.endIndex);
  const strict = strictRead(find.library, own);
  return chainedCatch(race, `return ${reindented(strict, indentationAt(source.text, find.call.startIndex), indentationAt(source.text, creation.call.startIndex))}${end}`, caught, source);
}

/** Options by which a call gives more or less than the whole record. */
const choosing = /\b(?:select|omit|include|attributes|exclude|relations|projection|raw|plain|populate|fields)\s*[:(]/;

/** The record that is read on a conflict has the fields that the new one would have. */
const givesAlike = ({ find, creation }: Race): boolean => !choosing.test(field(find.call, 'arguments')?.text ?? '') && !choosing.test(creation.query?.options?.text ?? '') && !(creation.library === 'prisma' && choosing.test(field(creation.call, 'arguments')?.text.replace(creation.data.text, '') ?? ''));

/** The same read where nothing found is an error, as the type of a new record wants it. */
function strictRead(library: Race['find']['library'], text: string): string {
  if (library === 'prisma') return text.replace(/\.(findUnique|findFirst)\(/, '.$1OrThrow(');
  return library === 'typeorm' ? text.replace(/\.findOneBy\(/, '.findOneByOrFail(').replace(/\.findOne\(/, '.findOneOrFail(') : text;
}

/** Somebody else created it: nothing is left to do. */
function swallow(race: Race, caught: Caught, source: ScriptSource): FixOutcome {
  const { call } = race.creation;
  const { newline, indent, semicolons } = sourceStyle(source);
  const outer = indentationAt(source.text, call.startIndex);
  const parameter = source.language === 'javascript' ? caught.name : `${caught.name}: unknown`;
  const text = `.catch((${parameter}) => {${newline}${outer}${indent}if (!(${caught.test})) throw ${caught.name}${semicolons ? ';' : ''}${newline}${outer}})`;
  return { title: `Let the key decide: a conflict means it exists (${caught.shown})`, edits: [...caught.edits, { start: call.endIndex, end: call.endIndex, newText: text }] };
}

/** `[user] = await User.findOrCreate({ where, defaults })`. */
function findOrCreate({ creation, find }: Race, target: Node, source: ScriptSource): FixOutcome {
  const query = creation.query;
  const callee = calleeOf(creation.call);
  const name = callee === undefined ? undefined : field(callee, 'property');
  if (query?.method !== 'create' || name === undefined || find.where?.type !== 'object' || query.options !== undefined) return refuse('`findOrCreate` takes the options of the create elsewhere.');
  const list = field(creation.call, 'arguments');
  if (list === undefined) return refuse('the create has no arguments.');
  const { semicolons } = sourceStyle(source);
  if (!semicolons && ancestorOf(target, new Set(['statement_block']))?.namedChildren[0]?.startIndex !== target.startIndex) return refuse('a line that begins with a bracket needs a semicolon before it.');
  const data = creation.data.type === 'identifier' && creation.data.text === 'defaults' ? 'defaults' : `defaults: ${creation.data.text}`;
  return {
    title: 'Find or create in one call: findOrCreate',
    edits: [
      { start: target.startIndex, end: target.endIndex, newText: `[${target.text}]` },
      { start: name.startIndex, end: name.endIndex, newText: 'findOrCreate' },
      { start: list.startIndex, end: list.endIndex, newText: `({ where: ${find.where.text}, ${data} })` },
    ],
  };
}
