import { enclosingGoFunction } from '../../../facts/go/scope';
import { goSqlCallAt } from '../../../facts/go/sqlCalls';
import type { GoSource } from '../../../source';
import { ancestorOf, callAbove, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { draftOf } from './draft';
import { goInsertAt, goRaceOf, type GoRace } from './go/find';
import { goFix, isOwnGoText } from './go/fix';
import { isHarmlessGo } from './go/quiet';
import { bodyStatements, goShapeOf } from './go/shape';
import { uniquenessOf } from './match';
import { notExistsDraft } from './notExists';

export const go: Matcher<GoSource, TreeHit> = {
  triggers: ['INSERT INTO', 'insert into', 'Insert into', 'Insert Into'],
  needsSql: true,
  *check({ node }, source) {
    for (const call of callsUsing(node, source)) {
      const draft = draftAt(call, source);
      if (draft !== undefined) yield draft;
    }
  },
};

const literals: ReadonlySet<string> = new Set(['interpreted_string_literal', 'raw_string_literal']);
const calls: ReadonlySet<string> = new Set(['call_expression']);

/** The calls that run the SQL a literal belongs to: around it, or of the constant or variable that holds it. */
function callsUsing(node: Node, source: GoSource): Node[] {
  const literal = literals.has(node.type) ? node : ancestorOf(node, literals);
  const around = literal === undefined ? undefined : ancestorOf(literal, new Set([...calls, 'const_spec', 'var_spec', 'short_var_declaration', 'assignment_statement']));
  if (around === undefined || calls.has(around.type)) return around === undefined ? [] : [around];
  const name = field(around, 'name') ?? field(around, 'left')?.namedChild(0) ?? undefined;
  const scope = around.nextNamedSibling ?? around.parent?.nextNamedSibling ?? around;
  const declaration = name === undefined ? undefined : source.scopes.lookup(name.text, scope);
  const uses = declaration === undefined ? [] : source.scopes.references(declaration, source.tree.rootNode);
  return uses.flatMap((use) => callAbove(use) ?? []);
}

function draftAt(call: Node, source: GoSource): Draft | undefined {
  const insert = goInsertAt(call, source);
  const fn = enclosingGoFunction(call);
  if (insert === undefined || fn === undefined || isHarmlessGo(insert, fn, source)) return undefined;
  const place = { start: call.startIndex, end: call.endIndex };
  if (insert.facts.unless !== undefined) return notExistsDraft(insert.facts, { ...place, text: insert.call.sql, isShared: !isOwnGoText(insert.call, source) }, source);
  const race = goRaceOf(insert, source);
  const keys = race?.checks.map(({ key }) => key) ?? [];
  if (race === undefined) return undefined;
  const draft = draftOf({ ...place, table: race.facts.table.name, keys, inserted: race.columns, work: workIn(race, source), dialect: 'postgres', fix: goFix(race, source) }, source);
  return keys.every((key) => uniquenessOf(key, race.columns, source.project.schema).proven) && failsEitherWay(race, source) ? { ...draft, severity: 'hint' } : draft;
}

/** A row that is there is answered with an error made on the spot: the caller cannot tell it from a unique violation. */
function failsEitherWay(race: GoRace, source: GoSource): boolean {
  const shape = goShapeOf(race, source);
  const last = 'refused' in shape || shape.foundPart === undefined ? undefined : bodyStatements(shape.foundPart).at(-1);
  const made = last?.type === 'return_statement' ? namedChildren(namedChildren(last)[0] ?? last).at(-1) : undefined;
  const callee = made?.type === 'call_expression' ? field(made, 'function') : undefined;
  return callee !== undefined && /^(?:fmt:Errorf|errors:New)$/.test(source.origins.key(callee));
}

/** The first call of the work in between, in a few words. */
function workIn(race: GoRace, source: GoSource): string | undefined {
  const shape = goShapeOf(race, source);
  if ('refused' in shape) return undefined;
  const [first] = shape.work;
  const call = first?.descendantsOfType('call_expression').find((each) => each !== null && goSqlCallAt(each, source) === undefined);
  const callee = call == null ? undefined : field(call, 'function')?.text;
  return callee === undefined || !/^[\w.]{1,40}$/.test(callee) ? undefined : `${callee}()`;
}
