import { ensureGoImports } from '../../../../fix/go/imports';
import { indentationAt } from '../../../../fix/style';
import { field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import type { GoSource } from '../../../../source';
import { parametersOfValues, type BoundSql } from '../claimSql';
import { deleteOf } from '../insertSql';
import { refusals, refuse, type Refusal } from '../refusal';
import { freeGoName } from './claim';
import type { GoRewrite } from './fix';
import { nodesIn } from './shape';

/** Which of the INSERT's values are known before the work runs. */
export function knownEarlyGo({ race, shape, insert, source }: GoRewrite): readonly boolean[] {
  return parametersOfValues(insert.sql, insert.layout, insert.parser).map((numbers) =>
    numbers.every((number) => {
      const node = race.insert.parameters?.[number - 1];
      return node !== undefined && !dependsOnGo(node, shape.work, source);
    }),
  );
}

/** True when an expression reads a variable that one of the statements declares or assigns. */
export function dependsOnGo(expression: Node, statements: readonly Node[], source: GoSource): boolean {
  const written = statements.flatMap((statement) => writtenNames(statement));
  let depends = false;
  walk(expression, (node) => {
    const declaration = node.type === 'identifier' ? source.scopes.resolve(node) : undefined;
    if (declaration !== undefined && (statements.some((statement) => isInside(declaration.id, statement)) || written.includes(node.text))) depends = true;
    return !depends;
  });
  return depends;
}

function writtenNames(statement: Node): string[] {
  const names: string[] = [];
  walk(statement, (node) => {
    const left = node.type === 'assignment_statement' || node.type === 'short_var_declaration' ? field(node, 'left') : undefined;
    for (const target of left === undefined ? [] : namedChildren(left)) names.push(target.text.split('.')[0] ?? '');
    if (node.type === 'unary_expression' && field(node, 'operator')?.text === '&') names.push(field(node, 'operand')?.text ?? '');
    return true;
  });
  return names;
}

/**
 * Gives the claim back wherever the work returns an error. Inside a transaction its rollback does that.
 * @returns edits of the work, and the imports they need
 */
export function releaseInWork(rewrite: GoRewrite): readonly TextEdit[] | Refusal {
  const { race, shape, source, newline } = rewrite;
  if (race.insert.client.kind === 'transaction') return [];
  const returns = nodesIn(shape.work, 'return_statement');
  if (nodesIn(shape.work, 'goto_statement').length > 0 || shape.work.some(leavesLoop)) return refusals.endsEarly;
  if (returns.length === 0) return [];
  if (!endsInError(race.fn)) return refusals.endsEarly;
  if (isOlderGo(source)) return refuse('Giving the claim back takes Go 1.21.');
  const bound = deleteOf(rewrite.insert);
  if (bound === undefined) return refusals.parts;
  const needsContext = race.insert.ctx !== undefined;
  const { locals, edits } = ensureGoImports(source, [...(needsContext ? [{ path: 'context' }] : []), { path: 'errors' }]);
  const errors = locals.at(-1) ?? 'errors';
  const name = freeGoName(rewrite, ['releaseErr', 'undoErr', 'claimErr']);
  const ctx = needsContext ? [`${locals[0] ?? 'context'}.WithoutCancel(${race.insert.ctx.text})`] : [];
  const method = race.insert.client.api === 'pgx' ? 'Exec' : needsContext ? 'ExecContext' : 'Exec';
  const call = `${race.insert.receiver.text}.${method}(${[...ctx, quotedGo(bound.text), ...valuesOf(bound, race.insert.parameters ?? [])].join(', ')})`;
  const released = returns.map((statement): TextEdit[] | undefined => {
    const last = namedChildren(namedChildren(statement)[0] ?? statement).at(-1);
    if (last === undefined || last.type === 'nil') return undefined;
    const line = `_, ${name} := ${call}${newline}${indentationAt(source.text, statement.startIndex)}`;
    return [
      { start: statement.startIndex, end: statement.startIndex, newText: line },
      { start: last.startIndex, end: last.endIndex, newText: `${errors}.Join(${last.text}, ${name})` },
    ];
  });
  if (!released.every((each) => each !== undefined)) return refusals.endsEarly;
  return [...released.flat(), ...edits];
}

function leavesLoop(statement: Node): boolean {
  return nodesIn([statement], 'continue_statement').concat(nodesIn([statement], 'break_statement')).some((node) => {
    for (let at: Node | null = node; at !== null && isInside(at, statement); at = at.parent) if (/^(?:for|expression_switch|type_switch|select)_statement$/.test(at.type)) return false;
    return true;
  });
}

/** The function's last result is an `error`. */
function endsInError(fn: Node): boolean {
  const result = field(fn, 'result');
  const last = result?.type === 'parameter_list' ? namedChildren(result).at(-1) : result;
  return last !== undefined && (field(last, 'type') ?? last).text === 'error';
}

/** `context.WithoutCancel` came with Go 1.21, `errors.Join` with 1.20. */
function isOlderGo(source: GoSource): boolean {
  for (let at = source.file.lastIndexOf('/'); at > 0; at = source.file.lastIndexOf('/', at - 1)) {
    const text = source.project.read(`${source.file.slice(0, at)}/go.mod`);
    if (text === undefined) continue;
    const minor = /^go 1\.(\d+)/m.exec(text)?.[1];
    return minor !== undefined && Number(minor) < 21;
  }
  return false;
}

export const quotedGo = (sql: string): string => (sql.includes('"') ? `\`${sql}\`` : `"${sql}"`);

export const valuesOf = ({ parameters }: BoundSql, values: readonly Node[]): string[] => parameters.map((number) => values[number - 1]?.text ?? 'nil');
