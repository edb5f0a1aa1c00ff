import type { DataCall } from '../../../facts/javascript/dataCalls';
import { awaitOf } from '../../../facts/javascript/calls';
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

/** Lets the database do the sum in a write that sets the field to what the code has summed. */
export function incrementEdits(write: DataCall, written: Written, change: Change, find: DataCall, source: ScriptSource): Rewrite {
  const { operand } = change;
  if (operand === undefined) return { refusal: refusals.moreThanAdding };
  if (change.mayBeEmpty && write.library !== 'drizzle') return { refusal: refusals.mayBeEmpty };
  const isAdding = change.operator === '+';
  const verb = isAdding ? 'increment' : 'decrement';
  const isSingle = namedChildren(written.object).length === 1;
  const own = (title: string, edits: readonly TextEdit[]): Rewrite => {
    const held = holderEdits(change, written, source);
    const read = /Or(?:Fail|Throw)/.test(find.method) && write.library !== 'prisma' ? [] : removedRead(find.call, written.value, change, source);
    return { title, edits: [...read, ...held.edits, ...edits], isSure: held.isSure };
  };
  const { quote } = sourceStyle(source);
  const last = write.chain.links.find(({ args }) => args.some((argument) => argument.id === write.data?.id));
  const list = last === undefined ? undefined : field(last.call, 'arguments');
  const property = last === undefined ? undefined : field(field(last.call, 'function') ?? last.call, 'property');
  switch (write.library) {
    case 'prisma':
      return own(`Let the database add: { ${verb} }`, [replaced(written.entry, `${written.name}: { ${verb}: ${operand.text} }`)]);
    case 'drizzle': {
      const table = write.chain.links[0].args[0]?.text;
      if (table === undefined) return { refusal: refusals.elsewhere };
      const { local, edits } = ensureImport(source, { module: 'drizzle-orm', name: 'sql', at: write.call });
      const column = `\${${table}.${written.name}}`;
      const old = change.mayBeEmpty ? `coalesce(${column}, 0)` : column;
      return own('Let the database add: sql`column + …`', [...edits, replaced(written.entry, `${written.name}: ${local}\`${old} ${change.operator} \${${operand.text}}\``)]);
    }
    case 'mongoose':
    case 'mongodb':
      return mongoEdits(write, written, isAdding ? operand.text : negated(operand), own);
    case 'sequelize':
      if (!isSingle || list === undefined || property === undefined || write.options === undefined) return { refusal: isSingle ? refusals.elsewhere : refusals.otherFields };
      return own(`Let the database add: ${verb}`, [replaced(property, verb), replaced(written.object, `{ ${written.name}: ${operand.text} }`)]);
    case 'knex':
      if (!isSingle || list === undefined || property === undefined) return { refusal: isSingle ? refusals.elsewhere : refusals.otherFields };
      return own(`Let the database add: ${verb}`, [replaced(property, verb), replaced(list, `(${quote}${written.name}${quote}, ${operand.text})`)]);
    default: {
      const criteria = write.where;
      if (!isSingle || list === undefined || property === undefined || criteria === undefined) return { refusal: isSingle ? refusals.elsewhere : refusals.otherFields };
      return own(`Let the database add: ${verb}`, [replaced(property, verb), replaced(written.object, `${quote}${written.name}${quote}, ${operand.text}`)]);
    }
  }
}

function mongoEdits(write: DataCall, written: Written, amount: string, own: (title: string, edits: readonly TextEdit[]) => Rewrite): Rewrite {
  const title = 'Let the database add: $inc';
  const set = written.object.parent;
  const isSet = set?.type === 'pair' && field(set, 'key')?.text === '$set';
  const others = namedChildren(written.object).filter((entry) => entry.id !== written.entry.id);
  const update = isSet ? set.parent : written.object;
  if (update === null || update.text.includes('$inc') || update.id !== write.data?.id) return { refusal: refusals.elsewhere };
  const inc = `$inc: { ${written.name}: ${amount} }`;
  if (others.length === 0) return own(title, [replaced(isSet ? set : written.entry, inc)]);
  const rest = others.map(({ text }) => text).join(', ');
  return own(title, [replaced(isSet ? set : written.object, isSet ? `$set: { ${rest} }, ${inc}` : `{ $set: { ${rest} }, ${inc} }`)]);
}

/** A read whose record only the sum was computed from goes too. */
export function removedRead(read: Node, value: Node, { holder: sum, operand }: Change, source: ScriptSource): TextEdit[] {
  const holder = awaitOf(read)?.parent;
  const statement = holder?.type === 'variable_declarator' ? holder.parent : null;
  const name = holder == null ? undefined : field(holder, 'name');
  if (statement === null || name === undefined || namedChildren(statement).length !== 1) return [];
  const isUsed = patternIdentifiers(name).some((id) => {
    const declaration = source.scopes.resolve(id);
    const isGone = (reference: Node) => [value, sum].some((node) => node !== undefined && isInside(reference, node)) && !(operand !== undefined && isInside(reference, operand));
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
