import { ancestorOf, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { ScriptSource } from '../../../source';
import { calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import { hasUniqueKeyOtherThan } from '../../../facts/sql/schema';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { uniquenessOf } from './match';
import { crashNote, fixTitle, noEdit, raceMessage } from './messages';
import { uniqueMigration } from './migration';
import { notExistsDraft } from './notExists';
import { insertAt, raceOf, type ScriptRace } from './script/find';
import { isOwnText, scriptFix, type ScriptFix } from './script/fix';
import { isHarmless } from './script/quiet';
import { shapeOf } from './script/shape';

export const script: Matcher<ScriptSource, TreeHit> = {
  triggers: ['INSERT INTO', 'insert into', 'Insert into', 'Insert Into'],
  needsSql: true,
  *check({ node }, source) {
    for (const call of callsUsing(node, source)) {
      const draft = draftAt(call, source);
      if (draft !== undefined) yield draft;
    }
  },
};

function draftAt(call: Node, source: ScriptSource): Draft | undefined {
  const insert = insertAt(call, source);
  const fn = enclosingFunction(call);
  if (insert === undefined || fn === undefined || isHarmless(insert, fn, source)) return undefined;
  if (insert.facts.unless !== undefined) {
    const place = { start: (calleeOf(call) ?? call).startIndex, end: call.endIndex, text: insert.call.sql, isShared: !isOwnText(insert.call, source) };
    return notExistsDraft(insert.facts, place, source);
  }
  const race = raceOf(insert, source);
  return race === undefined ? undefined : draftOf(race, source);
}

const literals: ReadonlySet<string> = new Set(['string', 'template_string']);

/** The calls that run the SQL a literal belongs to: around it, or of the constant that holds it. */
function callsUsing(node: Node, source: ScriptSource): Node[] {
  const literal = literals.has(node.type) ? node : ancestorOf(node, literals);
  const declarator = literal === undefined ? undefined : ancestorOf(literal, new Set(['variable_declarator', 'call_expression']));
  if (literal === undefined || declarator === undefined) return [];
  const name = declarator.type === 'variable_declarator' ? namedChildren(declarator)[0] : undefined;
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  if (declaration === undefined) return enclosingCalls(literal);
  return [...enclosingCalls(literal), ...source.scopes.references(declaration).flatMap(enclosingCalls)];
}

/** The calls a value is passed to: the nearest, or the one whose options object or parentheses it stands in. */
function enclosingCalls(value: Node): Node[] {
  const call = ancestorOf(value, new Set(['call_expression']));
  return call === undefined ? [] : [call];
}

function draftOf(race: ScriptRace, source: ScriptSource): Draft {
  const { call, client } = race.insert;
  const [check] = race.checks;
  const fix = scriptFix(race, source);
  const isMysql = client.dialect === 'mysql';
  const columns = [...new Set(race.checks.flatMap(({ key }) => key.columns))];
  const uniqueness = check === undefined ? undefined : uniquenessOf(check.key, race.columns, source.project.schema);
  const message = raceMessage({
    table: race.facts.table.name,
    columns,
    alternatives: race.checks.length > 1 || check?.key.alternatives === true,
    work: workIn(race, source),
    uniqueness: uniqueness ?? { proven: false, target: [], partial: false, exact: true },
    isMysql,
  });
  const place = { start: (calleeOf(call) ?? call).startIndex, end: call.endIndex };
  if ('refused' in fix) return { ...place, message: message + noEdit(fix.refused), fixes: [] };
  const newFiles = fix.uniqueness.proven ? [] : uniqueMigration(fix.key, client.dialect, source);
  const title = fixTitle(fix.target.columns, isMysql, fix.claimsBeforeWork, newFiles.length > 0);
  const safety = isSafe(fix, race, source) ? 'safe' : 'review';
  return {
    ...place,
    message: fix.claimsBeforeWork ? `${message} ${crashNote}` : message,
    fixes: [{ title, safety, edits: fix.edits, ...(newFiles.length > 0 ? { newFiles } : {}) }],
  };
}

/** Nothing but the outcome of the race changes, and the database is known to allow one row. */
function isSafe({ uniqueness, claimsBeforeWork }: ScriptFix, race: ScriptRace, source: ScriptSource): boolean {
  if (!uniqueness.proven || !uniqueness.exact || uniqueness.partial || claimsBeforeWork) return false;
  // MySQL's error does not say which key it was.
  return race.insert.client.dialect === 'postgres' || !hasUniqueKeyOtherThan(source.project.schema, race.facts.table.name, uniqueness.target, race.columns);
}

/** The first statement of the work in between, in a few words. */
function workIn(race: ScriptRace, source: ScriptSource): string | undefined {
  const shape = shapeOf(race, source);
  if ('refused' in shape) return undefined;
  const [first] = shape.work;
  const call = first?.descendantsOfType('call_expression').find((each) => each !== null && sqlCallAt(each, source) === undefined);
  const callee = call == null || first === undefined || !isInside(call, first) ? undefined : namedChildren(call)[0]?.text.replace(/^await\s+/, '');
  return callee === undefined || !/^[\w.]{1,40}$/.test(callee) ? undefined : `${callee}()`;
}
