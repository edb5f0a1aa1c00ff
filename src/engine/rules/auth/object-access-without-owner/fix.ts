import { majorOf } from '../../../facts/project/project';
import { entryOf } from '../../../facts/javascript/dataCalls/chain';
import { unwrapped } from '../../../facts/javascript/options';
import { appendToList, objectText } from '../../../fix/javascript/lists';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Access } from './access';
import type { Caller } from './caller';
import type { Owner } from './owner';

/** The owner in the query's own condition, so that a row of somebody else is one that is not there; or why not. */
export function ownerFix(access: Access, owner: Owner, caller: Caller, fn: Node, source: ScriptSource): DraftFix | string {
  if (!owner.isUser) return `whether ${owner.column} is the sender’s must be read from the session`;
  if (caller.id === undefined) return 'the handler does not say where the sender’s id is';
  if (/admin|role\b/i.test(source.text)) return 'other handlers of the file serve administrators too, who may be meant here';
  if (!handlesMissing(access, fn)) return 'the handler does not say what to answer where no row is found';
  const edits = access.query === undefined ? ormEdits(access, owner, caller.id, source) : sqlEdits(access, owner, caller.id, source);
  return typeof edits === 'string' ? edits : { title: `Select by ${owner.column} too`, safety: 'review', edits };
}

/** The handler looks whether a row was found. */
function handlesMissing({ call }: Access, fn: Node): boolean {
  const statement = ancestorOf(call, new Set(['lexical_declaration', 'variable_declaration', 'expression_statement']));
  const declared = statement === undefined ? undefined : (/^(?:const|let|var)\s+([^=]+?)\s*(?::[^=]*)?=/.exec(statement.text)?.[1] ?? /^(\w+)\s*=/.exec(statement.text)?.[1]);
  const names = (declared ?? '').match(/[A-Za-z_$][\w$]*/g) ?? [];
  const rest = fn.text.slice(call.endIndex - fn.startIndex);
  return names.some((name) => new RegExp(`!\\s*${name}\\b|\\b${name}(?:\\.rows)?(?:\\[0\\])?\\s*[!=]==?\\s*(?:null|undefined)|\\b${name}(?:\\.rows)?\\.length\\b|\\b${name}\\.(?:rowCount|affectedRows|deletedCount|matchedCount|modifiedCount|affected|count)\\b|\\(\\s*${name}\\s*\\)|\\b${name}\\s*\\?(?!\\.)|\\b${name}\\s*(?:[!=]==?\\s*0|[<>])`).test(rest));
}

function sqlEdits({ query, conditions, kind }: Access, { column }: Owner, id: string, source: ScriptSource): TextEdit[] | string {
  if (query === undefined) return '';
  const { sql, array, literal, call, parameters } = query;
  const key = conditions.find(({ value }) => value !== undefined);
  const number = (parameters ?? []).findIndex((parameter) => parameter.id === key?.value?.id) + 1;
  const tokens = sql.tokens(source.sql);
  const at = tokens.findIndex(({ text }) => text === `$${number}`);
  const isCast = tokens[at + 1]?.text === '::';
  const last = tokens[isCast ? at + 2 : at];
  const end = last === undefined ? undefined : sql.fileEnd(last.end);
  if (array === undefined || key?.value === undefined || end === undefined || !isInside(array, call) || !isInside(literal, call) || tokens[at - 1]?.text !== '=') return 'its text or values are kept elsewhere';
  if (kind === 'write' && sql.dialect === 'mysql') return 'the handler may not look at how many rows changed';
  const and = /^\s*[a-z]/.test(sql.text) ? 'and' : 'AND';
  if (sql.dialect === 'mysql') return [{ start: end, end, newText: ` ${and} ${column} = ?` }, { start: key.value.endIndex, end: key.value.endIndex, newText: `, ${id}` }];
  return [{ start: end, end, newText: ` ${and} ${column} = $${(parameters ?? []).length + 1}` }, ...appendToList(array, id, source)];
}

const throwing = /OrThrow$|OrFail$/;

const byIdMethods: Readonly<Record<string, string>> = {
  findById: 'findOne',
  findByIdAndUpdate: 'findOneAndUpdate',
  findByIdAndDelete: 'findOneAndDelete',
  findByPk: 'findOne',
};

function ormEdits({ data, kind }: Access, { column }: Owner, id: string, source: ScriptSource): TextEdit[] | string {
  if (data?.where === undefined) return 'its condition is kept elsewhere';
  const where = unwrapped(data.where);
  const entry = id === column ? column : `${column}: ${id}`;
  if (!isInside(where, data.call)) return 'its condition is kept elsewhere';
  if (throwing.test(data.method) || (data.library === 'prisma' && kind === 'write')) return 'it throws where no row is found';
  const renamed = byIdMethods[data.method];
  if (renamed !== undefined) return byId(data.call, data.chain.links.find(({ method }) => method === data.method)?.call ?? data.call, where, { renamed, entry, isSequelize: data.library === 'sequelize' }, source);
  if (where.type === 'call_expression' && data.library === 'knex') return knexWhere(where, entry, source);
  if (where.type !== 'object') return 'its condition is kept elsewhere';
  const major = majorOf(source.project.packageFor(source.file), '@prisma/client') ?? majorOf(source.project.packageFor(source.file), 'prisma');
  const isOldUnique = data.library === 'prisma' && data.method === 'findUnique' && (major ?? 0) < 5;
  if (isOldUnique && entryOf(data.options, 'where', source) === undefined) return 'its condition is kept elsewhere';
  return [...(isOldUnique ? renameEdit(data.chain.links[0].call, 'findFirst') : []), ...appendToList(where, entry, source)];
}

interface ById {
  readonly renamed: string;
  readonly entry: string;
  readonly isSequelize: boolean;
}

/** `findById(id)` as `findOne({ _id: id, owner })`, Sequelize's `findByPk(id)` as `findOne({ where: { id, owner } })`. */
function byId(whole: Node, call: Node, key: Node, { renamed, entry, isSequelize }: ById, source: ScriptSource): TextEdit[] | string {
  const args = field(call, 'arguments');
  const others = args === undefined ? 0 : args.namedChildCount - 1;
  if (isSequelize && others > 0) return 'its options would have to be merged';
  if (!isInside(key, whole)) return 'its key is kept elsewhere';
  const name = isSequelize ? 'id' : '_id';
  const own = objectText([key.text === name ? name : `${name}: ${key.text}`, entry], source);
  return [...renameEdit(call, renamed), { start: key.startIndex, end: key.endIndex, newText: isSequelize ? objectText([`where: ${own}`], source) : own }];
}

function renameEdit(call: Node, name: string): TextEdit[] {
  const callee = field(call, 'function');
  const member = callee?.type === 'await_expression' ? callee.namedChildren[0] : callee;
  const property = member?.type === 'member_expression' ? field(member, 'property') : undefined;
  return property === undefined ? [] : [{ start: property.startIndex, end: property.endIndex, newText: name }];
}

/** `.where('id', id)` as `.where({ id, user_id })`. */
function knexWhere(call: Node, entry: string, source: ScriptSource): TextEdit[] | string {
  const list = field(call, 'arguments');
  const [name, value, third] = list === undefined ? [] : list.namedChildren;
  const column = name?.type === 'string' ? name.text.slice(1, -1) : undefined;
  if (list === undefined || value == null || third != null || column === undefined || !/^\w+$/.test(column)) return 'its condition is kept elsewhere';
  const text = objectText([value.text === column ? column : `${column}: ${value.text}`, entry], source);
  return [{ start: list.startIndex, end: list.endIndex, newText: `(${text})` }];
}
