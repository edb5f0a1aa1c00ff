import type { InsertLayout, Span } from '../../../facts/sql/layout';
import { whereLayout } from '../../../facts/sql/layout';
import type { SqlText } from '../../../facts/sql/text';
import { written } from '../../../fix/sqlClauses';
import type { SqlParser } from '../../../syntax/sql';
import type { RaceKey } from './match';

const placeholder = /^\$(\d+)$/;

/** The numbers of the parameters each value of an INSERT is made of. */
export function parametersOfValues(text: SqlText, layout: InsertLayout, sql: SqlParser): readonly (readonly number[])[] {
  const tokens = text.tokens(sql);
  return layout.values.map((value) => {
    const inside = tokens.filter((token) => token.start >= value.start && token.end <= value.end);
    return inside.flatMap((token) => placeholder.exec(token.text)?.[1] ?? []).map(Number);
  });
}

/** One statement's SQL and, in order of its placeholders, which of the INSERT's parameters it takes. */
export interface BoundSql {
  readonly text: string;
  readonly parameters: readonly number[];
}

interface Column {
  readonly name: string;
  readonly value: Span;
}

/** Builds further statements on the INSERT's row from the INSERT's own words. */
export class RowStatements {
  private readonly parameters: number[] = [];

  constructor(
    private readonly text: SqlText,
    private readonly table: string,
    private readonly file: string,
    private readonly sql: SqlParser,
    private readonly cased: (keywords: string) => string,
  ) {}

  /** `DELETE FROM t WHERE key = $1`. @returns undefined when a part is spread over several literals. */
  delete(key: readonly Column[]): BoundSql | undefined {
    this.parameters.length = 0;
    const where = this.terms(key);
    return where === undefined ? undefined : this.bound(`${this.cased('DELETE FROM')} ${this.table} ${this.cased('WHERE')} ${where.join(` ${this.cased('AND')} `)}`);
  }

  /** `UPDATE t SET receipt = $2 WHERE key = $1`. */
  update(key: readonly Column[], changed: readonly Column[], returning: string | undefined): BoundSql | undefined {
    this.parameters.length = 0;
    // The key takes the first numbers for PostgreSQL; MySQL's placeholders count as they are written.
    const early = this.text.dialect === 'postgres' ? this.terms(key) : undefined;
    const set = this.terms(changed);
    const where = early ?? this.terms(key);
    if (set === undefined || where === undefined) return undefined;
    const ending = returning === undefined ? '' : ` ${returning}`;
    return this.bound(`${this.cased('UPDATE')} ${this.table} ${this.cased('SET')} ${set.join(', ')} ${this.cased('WHERE')} ${where.join(` ${this.cased('AND')} `)}${ending}`);
  }

  private bound(text: string): BoundSql {
    return { text, parameters: [...this.parameters] };
  }

  private terms(columns: readonly Column[]): readonly string[] | undefined {
    const terms = columns.map(({ name, value }) => {
      const text = this.renumbered(value);
      return text === undefined ? undefined : `${name} = ${text}`;
    });
    return terms.every((term) => term !== undefined) ? terms : undefined;
  }

  /** A value's text with the placeholders of the new statement. */
  private renumbered(value: Span): string | undefined {
    let text = '';
    let at = value.start;
    for (const token of this.text.tokens(this.sql)) {
      const number = token.start >= value.start && token.end <= value.end ? placeholder.exec(token.text)?.[1] : undefined;
      if (number === undefined) continue;
      const before = token.start === at ? '' : written({ start: at, end: token.start }, this.text, this.file);
      if (before === undefined) return undefined;
      text += before + this.placeholderFor(Number(number));
      at = token.end;
    }
    const rest = at === value.end ? '' : written({ start: at, end: value.end }, this.text, this.file);
    return rest === undefined ? undefined : text + rest;
  }

  private placeholderFor(number: number): string {
    if (this.text.dialect === 'mysql') {
      this.parameters.push(number);
      return '?';
    }
    const known = this.parameters.indexOf(number);
    if (known < 0) this.parameters.push(number);
    return `$${known < 0 ? this.parameters.length : known + 1}`;
  }
}

/** How the filters of a check read as the condition of an index; undefined when they name a table or are spread over literals. */
export function filterText(select: SqlText, { filterPlaces, conditionCount }: RaceKey, file: string, sql: SqlParser, within?: Span): string | undefined {
  // Inside an INSERT's own WHERE NOT EXISTS (…) the check is the second WHERE.
  const tokens = select.tokens(sql).filter((token) => within === undefined || (token.start > within.start && token.end <= within.end));
  const parts = whereLayout(tokens);
  if (parts.length !== conditionCount) return undefined;
  const texts = filterPlaces.map((place) => {
    const span = parts[place];
    if (span === undefined || tokens.some((token) => token.start >= span.start && token.end <= span.end && token.text === '.')) return undefined;
    return written(span, select, file);
  });
  return texts.every((text) => text !== undefined) ? texts.join(' AND ') : undefined;
}
