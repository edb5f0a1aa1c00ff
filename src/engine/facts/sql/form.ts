import type { SqlNode } from '../../syntax/sql';

/**
 * A text that is the same for two expressions PostgreSQL would evaluate alike: positions are left out, and so are the
 * table names before columns.
 */
export function sqlForm(node: SqlNode): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (key === 'location') return undefined;
    if (key === 'fields' && Array.isArray(value)) return [value.at(-1)] as unknown;
    return value;
  });
}
