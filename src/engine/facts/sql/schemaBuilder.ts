import type { ColumnDef, Constraint, IndexStmt, TypeName } from '@pgsql/types';
import type { SqlNode } from '../../syntax/sql';
import { conjuncts } from './conditions';
import { sqlForm } from './form';
import type { SchemaFacts, TableFacts } from './schema';

interface Column {
  notNull: boolean;
  hasDefault: boolean;
  /** Undefined for an array. */
  type: string | undefined;
}

interface Key {
  /** The index's or constraint's own name, or the one PostgreSQL gives it. */
  name: string;
  columns: string[];
  /** `sqlForm` of each conjunct of a partial index; undefined when it covers every row. */
  readonly where: readonly string[] | undefined;
}

interface Table {
  readonly columns: Map<string, Column>;
  keys: Key[];
}

const serial = /^(?:small|big)?serial\d?$/;

/** Follows tables through CREATE, ALTER, RENAME and DROP. All names are kept in lower case. */
export class SchemaBuilder {
  private readonly tables = new Map<string, Table>();

  facts(): SchemaFacts {
    return Object.fromEntries([...this.tables].map(([name, table]): [string, TableFacts] => [name, tableFactsOf(table)]));
  }

  create(name: string): void {
    this.table(name);
  }

  /** A column or a constraint, as CREATE TABLE lists them and ALTER TABLE adds them. */
  addElement(tableName: string, element: SqlNode): void {
    if ('ColumnDef' in element) this.addColumn(tableName, element.ColumnDef);
    else if ('Constraint' in element) this.addConstraint(tableName, element.Constraint);
  }

  addIndex(index: IndexStmt): void {
    const tableName = index.relation?.relname;
    if (index.unique !== true || tableName === undefined) return;
    const columns = (index.indexParams ?? []).map((part) => ('IndexElem' in part ? part.IndexElem.name : undefined));
    // An index over an expression covers other values than its column's.
    if (!columns.every((column) => column !== undefined)) return;
    const where = index.whereClause === undefined ? undefined : conjuncts(index.whereClause).map(sqlForm).sort();
    const name = index.idxname ?? defaultName(tableName, columns, 'idx');
    this.addKey(tableName, { name: name.toLowerCase(), columns: columns.map(lower), where });
  }

  setColumn(tableName: string, column: string, change: Partial<Column>): void {
    const known = this.table(tableName).columns.get(lower(column));
    if (known !== undefined) Object.assign(known, change);
  }

  dropColumn(tableName: string, column: string): void {
    const table = this.table(tableName);
    table.columns.delete(lower(column));
    table.keys = table.keys.filter((key) => !key.columns.includes(lower(column)));
  }

  renameColumn(tableName: string, from: string, to: string): void {
    const table = this.table(tableName);
    const renamed = [...table.columns].map(([name, column]): [string, Column] => [name === lower(from) ? lower(to) : name, column]);
    table.columns.clear();
    for (const [name, column] of renamed) table.columns.set(name, column);
    for (const key of table.keys) key.columns = key.columns.map((column) => (column === lower(from) ? lower(to) : column));
  }

  renameTable(from: string, to: string): void {
    const table = this.table(from);
    this.tables.delete(lower(from));
    this.tables.set(lower(to), table);
  }

  dropTable(name: string): void {
    this.tables.delete(lower(name));
  }

  renameKey(from: string, to: string): void {
    for (const table of this.tables.values()) for (const key of table.keys) if (key.name === lower(from)) key.name = lower(to);
  }

  dropKey(name: string, tableName?: string): void {
    const tables = tableName === undefined ? this.tables.values() : [this.table(tableName)];
    for (const table of tables) table.keys = table.keys.filter((key) => key.name !== lower(name));
  }

  private addColumn(tableName: string, definition: ColumnDef): void {
    const { colname: name } = definition;
    if (name === undefined) return;
    const constraints = (definition.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
    const has = (...types: (string | undefined)[]) => constraints.some(({ contype }) => types.includes(contype));
    const type = nameOfType(definition.typeName);
    const isSerial = type !== undefined && serial.test(type);
    this.table(tableName).columns.set(lower(name), {
      notNull: has('CONSTR_NOTNULL', 'CONSTR_PRIMARY') || isSerial,
      hasDefault: has('CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED') || isSerial,
      type,
    });
    for (const constraint of constraints) if (isKey(constraint)) this.addConstraint(tableName, constraint, [name]);
  }

  private addConstraint(tableName: string, constraint: Constraint, own?: readonly string[]): void {
    if (!isKey(constraint)) return;
    const { conname, indexname } = constraint;
    if (indexname !== undefined) {
      this.renameKey(indexname, conname ?? indexname);
      return;
    }
    const columns = own ?? (constraint.keys ?? []).flatMap((key) => ('String' in key ? (key.String.sval ?? []) : []));
    if (columns.length === 0) return;
    const isPrimary = constraint.contype === 'CONSTR_PRIMARY';
    const name = conname ?? (isPrimary ? `${tableName}_pkey` : defaultName(tableName, columns, 'key'));
    this.addKey(tableName, { name: lower(name), columns: columns.map(lower), where: undefined });
    if (isPrimary) for (const column of columns) this.setColumn(tableName, column, { notNull: true });
  }

  private addKey(tableName: string, key: Key): void {
    this.table(tableName).keys.push(key);
  }

  private table(name: string): Table {
    let table = this.tables.get(lower(name));
    if (table === undefined) {
      table = { columns: new Map(), keys: [] };
      this.tables.set(lower(name), table);
    }
    return table;
  }
}

function tableFactsOf({ columns, keys }: Table): TableFacts {
  return {
    unique: keys.filter(({ where }) => where === undefined).map((key) => key.columns),
    partial: keys.flatMap(({ columns: of, where }) => (where === undefined ? [] : [{ columns: of, where }])),
    columns: [...columns.keys()],
    required: [...columns].filter(([, { notNull, hasDefault }]) => notNull && !hasDefault).map(([name]) => name),
    types: Object.fromEntries([...columns].flatMap(([name, { type }]) => (type === undefined ? [] : [[name, type]]))),
  };
}

/** PostgreSQL's own name of a type; undefined for an array. */
export function nameOfType(type: TypeName | undefined): string | undefined {
  const last = type?.arrayBounds === undefined ? type?.names?.at(-1) : undefined;
  return last !== undefined && 'String' in last ? last.String.sval : undefined;
}

/** The name PostgreSQL gives an index or constraint that has none. */
function defaultName(table: string, columns: readonly string[], ending: string): string {
  return [table, ...columns, ending].join('_');
}

const lower = (name: string) => name.toLowerCase();

const isKey = ({ contype }: Constraint): boolean => contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY';
