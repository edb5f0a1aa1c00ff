import { calleeOf } from '../../../../facts/javascript/calls';
import { enclosingFunction } from '../../../../facts/javascript/functions';
import { sqlCallsIn } from '../../../../facts/javascript/sqlCalls';
import { reindented } from '../../../../fix/lines';
import { indentationAt, styleOf } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { parametersOfValues } from '../claimSql';
import type { Refusal } from '../refusal';
import type { ScriptRace } from './find';
import type { Rewrite } from './fix';
import { declaredNames, type Shape } from './shape';

/** Which of the INSERT's values are known before the work runs. */
export function knownEarly({ race, shape, insert, source }: Rewrite): readonly boolean[] {
  return parametersOfValues(insert.sql, insert.layout, insert.parser).map((numbers) =>
    numbers.every((number) => {
      const node = race.insert.parameters?.[number - 1];
      return node !== undefined && !dependsOn(node, shape.work, source);
    }),
  );
}

/** True when an expression reads a variable that one of the statements declares or assigns. */
export function dependsOn(expression: Node, statements: readonly Node[], source: ScriptSource): boolean {
  let depends = false;
  walk(expression, (node) => {
    const declaration = node.type === 'identifier' || node.type === 'shorthand_property_identifier' ? source.scopes.resolve(node) : undefined;
    if (declaration !== undefined && changedIn(declaration.id, statements, source)) depends = true;
    return !depends;
  });
  return depends;
}

function changedIn(id: Node, statements: readonly Node[], source: ScriptSource): boolean {
  const isIn = (node: Node) => statements.some((statement) => isInside(node, statement));
  if (isIn(id)) return true;
  const declaration = source.scopes.resolve(id);
  return declaration !== undefined && source.scopes.references(declaration).some((reference) => isIn(reference) && isTarget(reference));
}

function isTarget(reference: Node): boolean {
  let at = reference;
  while (at.parent !== null && field(at.parent, 'object')?.id === at.id) at = at.parent;
  const outer = at.parent;
  return outer?.type === 'update_expression' || (outer !== null && field(outer, 'left')?.id === at.id && outer.type.endsWith('assignment_expression'));
}

/** How a claim is given back when the work fails. */
export type Release = 'delete' | 'rollback';

/** A claim inside a transaction goes with its rollback; on a pool it needs a DELETE. */
export function releaseOf(race: ScriptRace, source: ScriptSource): Release | Refusal {
  if (race.insert.client.kind === 'pool') return 'delete';
  for (let fn: Node | undefined = race.fn; fn !== undefined; fn = enclosingFunction(fn)) {
    const begins = sqlCallsIn(fn, source).some(({ sql }) => sql.parse(source.sql).statements.some(({ node }) => 'TransactionStmt' in node && node.TransactionStmt.kind === 'TRANS_STMT_BEGIN'));
    if (begins || beginsTransaction(fn)) return 'rollback';
  }
  return { refused: 'Whether this connection is in a transaction is decided elsewhere, and with it how a claim is given back.' };
}

function beginsTransaction(fn: Node): boolean {
  return fn.descendantsOfType('call_expression').some((call) => call !== null && calleeOf(call)?.text.endsWith('.beginTransaction') === true);
}

/** The work in a `try` that gives the claim back when it fails; variables that are read later are declared before it. */
export function guardedWork(shape: Shape, release: string, source: ScriptSource): { start: number; end: number; newText: string } | Refusal {
  const [first] = shape.work;
  const last = shape.work.at(-1);
  if (first === undefined || last === undefined) return { refused: '' };
  const { text } = source;
  const { newline, indent, semicolons } = styleOf(text);
  const end = semicolons ? ';' : '';
  const outer = indentationAt(text, first.startIndex);
  const inner = outer + indent;
  const hoisted = hoistedIn(shape, source, end);
  if ('refused' in hoisted) return hoisted;
  const body = reindented(hoisted.text, outer, inner);
  const lines = [...hoisted.declarations.map((line) => line + newline + outer), `try {${newline}${inner}${body}${newline}${outer}} catch (error) {`];
  const handler = [release, `throw error${end}`].map((line) => inner + line).join(newline);
  return { start: first.startIndex, end: last.endIndex, newText: `${lines.join('')}${newline}${handler}${newline}${outer}}` };
}

interface Hoisted {
  readonly text: string;
  readonly declarations: readonly string[];
}

function hoistedIn(shape: Shape, source: ScriptSource, end: string): Hoisted | Refusal {
  const start = shape.work[0]?.startIndex ?? 0;
  let text = '';
  let at = start;
  const declarations: string[] = [];
  for (const statement of shape.work) {
    const outside = outsideUses(statement, shape.work, source);
    if (outside.length === 0) continue;
    const [declarator, ...more] = namedChildren(statement);
    const [name, value] = declarator === undefined ? [] : [field(declarator, 'name'), field(declarator, 'value')];
    if (name === undefined || value === undefined || more.length > 0 || statement.type === 'class_declaration' || statement.type === 'function_declaration') {
      return { refused: 'Too much of the work is read after it.' };
    }
    const type = declarator === undefined ? undefined : field(declarator, 'type');
    const isCaptured = outside.some((reference) => enclosingFunction(reference)?.id !== enclosingFunction(statement)?.id);
    if (source.language !== 'javascript' && type === undefined && isCaptured) return { refused: 'The result of the work is read in another function.' };
    const isPattern = name.type !== 'identifier';
    if (isPattern && end === '') return { refused: 'The result of the work is taken apart.' };
    declarations.push(...declaredNames(statement).map((id) => `let ${id.text}${type?.text ?? ''}${end}`));
    const assigned = `${name.text} = ${value.text}`;
    text += source.text.slice(at, statement.startIndex) + (name.type === 'object_pattern' ? `(${assigned})` : assigned) + end;
    at = statement.endIndex;
  }
  return { text: text + source.text.slice(at, shape.work.at(-1)?.endIndex ?? at), declarations };
}

/** Where names a statement declares are read outside of a run of statements. */
export function outsideUses(statement: Node, work: readonly Node[], source: ScriptSource): Node[] {
  const names = declaredNames(statement);
  const own = field(statement, 'name');
  if (own !== undefined) names.push(own);
  return names.flatMap((name) => {
    const declaration = source.scopes.resolve(name);
    const references = declaration === undefined ? [] : source.scopes.references(declaration);
    return references.filter((reference) => !work.some((other) => isInside(reference, other)));
  });
}
