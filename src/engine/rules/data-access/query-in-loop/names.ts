import { freeName, isTaken } from '../../../fix/javascript/names';
import type { ScriptSource } from '../../../source';
import type { KeyRead } from './read';

/** Names for what the batched query reads. */
export interface BatchNames {
  /** Its rows: `users`. */
  readonly rows: string;
  /** One of them, in a callback. */
  readonly row: string;
  /** The rows by key: `usersById`. */
  readonly map: string;
}

const rowNames = ['row', 'found', 'entry'];

const words = (name: string): string[] => name.replace(/([a-z\d])([A-Z])/g, '$1 $2').split(/[^A-Za-z\d]+/).filter(Boolean);

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `order_items` and `OrderItem` as `orderItems` and `orderItem`. */
export const camelCase = (name: string): string => words(name).map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() + word.slice(1) : capitalized(word))).join('');

export const pascalCase = (name: string): string => capitalized(camelCase(name));

/** English plurals as far as table names need them. */
export function plural(name: string): string {
  if (/(?:[^s]s|ses|data|media|people|children)$/i.test(name)) return name;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

/** The table's name without its plural. */
export function singular(name: string): string {
  if (/ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(?:sses|xes|ches|shes)$/.test(name)) return name.slice(0, -2);
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}

/** Names made from the table and the key that nothing else in the file has. */
export function namesFor({ table, column }: KeyRead, source: ScriptSource): BatchNames {
  const base = plural(camelCase(table));
  return {
    rows: freeName(source, base, 'found'),
    row: rowNames.find((name) => !isTaken(source, name)) ?? freeName(source, 'row', ''),
    map: freeName(source, `${base}By${pascalCase(column)}`, ''),
  };
}

const named: ReadonlySet<KeyRead['library']> = new Set(['pg', 'mysql2', 'knex']);

/** What a message calls the rows: the table as SQL names it, or a model in the plural. */
export const shownTable = ({ table, library }: KeyRead): string => (named.has(library) ? table : plural(camelCase(table)));
