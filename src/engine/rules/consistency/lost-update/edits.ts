import type { DataCall } from '../../../facts/javascript/dataCalls';
import { awaitOf, calleeOf, isDiscarded } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { patternIdentifiers } from '../../../facts/javascript/scope';
import { unwrapped } from '../../../facts/javascript/options';
import { ensureImport } from '../../../fix/javascript/imports';
import { removeLines } from '../../../fix/lines';
import { sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Change } from './change';
import { refusals } from './messages';
import type { Written } from './written';

/** The edits of a fix and what its title says, or why there are none. */
export type Rewrite = { readonly title: string; readonly edits: readonly TextEdit[]; readonly isSure: boolean } | { readonly refusal: string };

const replaced = (node: Node, newText: string): TextEdit => ({ start: node.startIndex, end: node.endIndex, newText });

const simple: ReadonlySet<string> = new Set(['identifier', 'member_expression', 'number', 'call_expression', 'subscript_expression']);

/** The operand with its sign turned: `-amount`, `-(a - b)`. */
export function negated(operand: Node): string {
  const value = unwrapped(operand);
  return simple.has(value.type) ? `-${value.text}` : `-(${value.text})`;
}

/** A field that a write sets, and the sum it is set to. */
export interface Changed {
  readonly written: Written;
  readonly change: Change;
}

/** A field whose sum can be left to the database. */
interface Summed extends Changed {
  readonly operand: Node;
}

/** Lets the database do the sums in a write that sets fields to what the code has summed. */
export function incrementEdits(write: DataCall, all: readonly Changed[], find: DataCall, source: ScriptSource): Rewrite {
  const summed = all.flatMap(({ written, change }): Summed[] => (change.operand === undefined || (change.mayBeEmpty && write.library !== 'drizzle') ? [] : [{ written, change, operand: change.operand }]));
  const [first] = summed;
  if (first === undefined) return { refusal: all.some(({ change }) => change.operand === undefined) ? refusals.moreThanAdding : refusals.mayBeEmpty };
  const rewrite = libraryEdits(write, first, summed, source);
  if ('refusal' in rewrite) return rewrite;
  const held = summed.map(({ written, change }) => holderEdits(change, written, source));
  const isKept = /Or(?:Fail|Throw)/.test(find.method) && write.library !== 'prisma';
  const read = isKept ? [] : removedRead(find.call, summed.map(({ written, change }) => ({ value: written.value, change })), source);
  // Prisma's update of one record throws where there is none, as the code did at the missing record's field.
  const isNoticed = read.length === 0 || (write.library === 'prisma' && write.method === 'update');
  const title = isNoticed ? rewrite.title : `${rewrite.title} (a missing record is then no error)`;
  return { title, edits: [...read, ...held.flatMap(({ edits }) => edits), ...rewrite.edits], isSure: isNoticed && rewrite.isSure && held.every(({ isSure }) => isSure) };
}

function libraryEdits(write: DataCall, first: Summed, summed: readonly Summed[], source: ScriptSource): Rewrite {
  const { quote } = sourceStyle(source);
  const verbOf = ({ change }: Changed) => (change.operator === '+' ? 'increment' : 'decrement');
  const verb = verbOf(first);
  const { written, operand } = first;
  const done = (title: string, edits: readonly TextEdit[], isSure = true): Rewrite => ({ title: `Let the database add: ${title}`, edits, isSure });
  switch (write.library) {
    case 'prisma':
      return done(`{ ${verb} }`, summed.map((each) => replaced(each.written.entry, `${each.written.name}: { ${verbOf(each)}: ${each.operand.text} }`)));
    case 'drizzle': {
      const table = write.chain.links[0].args[0]?.text;
      if (table === undefined) return { refusal: refusals.elsewhere };
      const { local, edits } = ensureImport(source, { module: 'drizzle-orm', name: 'sql', at: write.call });
      const entries = summed.map((each) => {
        const column = `\${${table}.${each.written.name}}`;
        const old = each.change.mayBeEmpty ? `coalesce(${column}, 0)` : column;
        return replaced(each.written.entry, `${each.written.name}: ${local}\`${old} ${each.change.operator} \${${each.operand.text}}\``);
      });
      return done('sql`column + …`', [...edits, ...entries]);
    }
    case 'mongoose':
    case 'mongodb': {
      const edit = mongoEdit(write, summed);
      // Mongoose runs a schema's validators on what is set, and on nothing that is incremented.
      return edit === undefined ? { refusal: refusals.elsewhere } : done('$inc', [edit], !/\brunValidators\b/.test(write.call.text));
    }
    case 'sequelize':
    case 'knex':
    case 'typeorm':
      break;
  }
  const link = write.chain.links.find(({ args }) => args.some((argument) => argument.id === write.data?.id));
  const property = link === undefined ? undefined : field(calleeOf(link.call) ?? link.call, 'property');
  const list = link === undefined ? undefined : field(link.call, 'arguments');
  if (namedChildren(written.object).length !== 1) return { refusal: refusals.otherFields };
  if (link?.method !== 'update' || property === undefined || list === undefined || written.object.id !== write.data?.id) return { refusal: refusals.elsewhere };
  switch (write.library) {
    case 'sequelize':
      // The static update gives `[count, rows]`, the increment `[[rows, …]]` or `[rows, count]` by the dialect.
      if (write.options === undefined) return { refusal: refusals.elsewhere };
      return isDiscarded(write.call) ? done(`${verb} (skips the update’s validation and hooks)`, [replaced(property, verb), replaced(written.object, `{ ${written.name}: ${operand.text} }`)], false) : { refusal: refusals.otherResult };
    case 'knex':
      // What a second argument asks to be returned has no place in an increment.
      return link.args.length === 1 ? done(verb, [replaced(property, verb), replaced(list, `(${quote}${written.name}${quote}, ${operand.text})`)]) : { refusal: refusals.otherResult };
    default: {
      // Older versions take a bare id for a condition written in SQL, or for none at all.
      const isCondition = write.where !== undefined && heldValue(write.where, source).type === 'object';
      return isCondition ? done(verb, [replaced(property, verb), replaced(written.object, `${quote}${written.name}${quote}, ${operand.text}`)]) : { refusal: refusals.bareId };
    }
  }
}

function mongoEdit(write: DataCall, summed: readonly Summed[]): TextEdit | undefined {
  const object = summed[0]?.written.object;
  const set = object?.parent;
  const isSet = set?.type === 'pair' && field(set, 'key')?.text === '$set';
  const update = isSet ? set.parent : object;
  if (object === undefined || update == null || update.text.includes('$inc') || update.id !== write.data?.id) return undefined;
  const others = namedChildren(object).filter((entry) => summed.every(({ written }) => written.entry.id !== entry.id));
  const sums = summed.map(({ written, change, operand }) => `${written.name}: ${change.operator === '+' ? operand.text : negated(operand)}`);
  const inc = `$inc: { ${sums.join(', ')} }`;
  const rest = others.map(({ text }) => text).join(', ');
  const entries = namedChildren(object);
  if (others.length === 0) return isSet ? replaced(set, inc) : { start: entries[0]?.startIndex ?? 0, end: entries.at(-1)?.endIndex ?? 0, newText: inc };
  return replaced(isSet ? set : object, isSet ? `$set: { ${rest} }, ${inc}` : `{ $set: { ${rest} }, ${inc} }`);
}

/** A read whose record only the sums were computed from goes too. */
export function removedRead(read: Node, sums: readonly { readonly value: Node; readonly change: Change }[], source: ScriptSource): TextEdit[] {
  const holder = awaitOf(read)?.parent;
  const statement = holder?.type === 'variable_declarator' ? holder.parent : null;
  const name = holder == null ? undefined : field(holder, 'name');
  if (statement === null || name === undefined || namedChildren(statement).length !== 1) return [];
  const isGone = (reference: Node) =>
    sums.some(({ value, change: { holder: sum, operand } }) => [value, sum].some((node) => node !== undefined && isInside(reference, node)) && !(operand !== undefined && isInside(reference, operand)));
  const isUsed = patternIdentifiers(name).some((id) => {
    const declaration = source.scopes.resolve(id);
    return declaration === undefined || !source.scopes.references(declaration).every(isGone);
  });
  return isUsed ? [] : [removeLines(source.text, statement.startIndex, statement.endIndex)];
}

/** A variable that only held the sum goes; one that is read elsewhere stays, and shows what this caller saw. */
export function holderEdits({ holder }: Change, { value }: Pick<Written, 'value'>, source: ScriptSource): { readonly edits: readonly TextEdit[]; readonly isSure: boolean } {
  const name = holder === undefined ? undefined : field(holder, 'name');
  const declaration = name === undefined ? undefined : source.scopes.resolve(name);
  if (holder === undefined || declaration === undefined) return { edits: [], isSure: true };
  const others = source.scopes.references(declaration).filter((reference) => reference.id !== unwrapped(value).id);
  const statement = holder.parent;
  if (others.length > 0 || statement === null || namedChildren(statement).length !== 1) return { edits: [], isSure: false };
  return { edits: [removeLines(source.text, statement.startIndex, statement.endIndex)], isSure: true };
}
