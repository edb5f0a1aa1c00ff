import { isGoRequestData } from '../../../facts/go/handlers';
import { enclosingGoFunction, type GoDeclaration } from '../../../facts/go/scope';
import { goSqlCallAt } from '../../../facts/go/sqlCalls';
import type { GoSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Length } from './lists';

/** Who decides how many elements a Go list has. */
export function goLengthOf(list: Node, source: GoSource): Length {
  if (list.type !== 'identifier') return isGoRequestData(list, source) ? 'request' : 'unknown';
  const declaration = source.scopes.resolve(list);
  const fn = enclosingGoFunction(list);
  if (declaration === undefined || fn === undefined || isChecked(list, fn, source)) return 'unknown';
  if (isGoRequestData(list, source)) return 'request';
  switch (declaration.kind) {
    case 'parameter':
      return isSliceParameter(declaration) ? 'parameter' : 'unknown';
    case 'short':
    case 'var':
      return fromVariable(declaration, fn, source);
    default:
      return 'unknown';
  }
}

/** `ids []string`; a variadic list is written out at the call. */
function isSliceParameter({ site }: GoDeclaration): boolean {
  const type = field(site, 'type')?.type;
  return site.type === 'parameter_declaration' && (type === 'slice_type' || type === 'map_type');
}

function fromVariable(declaration: GoDeclaration, fn: Node, source: GoSource): Length {
  const value = field(declaration.site, declaration.kind === 'short' ? 'right' : 'value');
  const call = value === undefined || declaration.index > 0 ? undefined : namedChildren(value)[0];
  const callee = call?.type === 'call_expression' ? field(call, 'function') : undefined;
  if (callee !== undefined && /^(?:os:ReadDir|path\/filepath:Glob|io\/ioutil:ReadDir)$/.test(source.origins.key(callee))) return 'folder';
  return isFilledFromRows(declaration, fn, source) ? 'rows' : 'unknown';
}

/** `for rows.Next() { …; users = append(users, u) }` of a query that does not say how many rows it wants. */
function isFilledFromRows(declaration: GoDeclaration, fn: Node, source: GoSource): boolean {
  return source.scopes.references(declaration, fn).some((reference) => {
    const call = reference.parent?.type === 'argument_list' ? reference.parent.parent : null;
    if (call?.type !== 'call_expression' || field(call, 'function')?.text !== 'append') return false;
    const loop = ancestorOf(call, new Set(['for_statement']));
    const rows = loop === undefined ? null : /for\s+(\w+)\.Next\(\)/.exec(source.text.slice(loop.startIndex, loop.startIndex + 80));
    const made = rows?.[1] === undefined || loop === undefined ? undefined : source.scopes.lookup(rows[1], loop);
    const query = made === undefined ? undefined : namedChildren(field(made.site, 'right') ?? made.site)[0];
    const sql = query?.type === 'call_expression' ? goSqlCallAt(query, source) : undefined;
    return sql !== undefined && !/\b(?:limit|fetch\s+(?:first|next))\b/i.test(sql.sql.text);
  });
}

/** The function compares the list's length with something other than zero first, or cuts the list. */
function isChecked(list: Node, fn: Node, source: GoSource): boolean {
  const before = source.text.slice(fn.startIndex, list.startIndex);
  return new RegExp(`\\blen\\(${list.text}\\)\\s*(?:>=?|<=?)\\s*(?!0\\b|1\\b)|\\b${list.text}\\s*=\\s*${list.text}\\[`).test(before);
}
