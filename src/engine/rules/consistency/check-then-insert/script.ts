import { calleeOf } from '../../../facts/javascript/calls';
import { isNeverRequested } from '../../../facts/javascript/callers';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { mayRunSql, sqlCallAt } from '../../../facts/javascript/sqlCalls';
import type { ScriptSource } from '../../../source';
import { ancestorOf, callAbove, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { draftOf } from './draft';
import { notExistsDraft } from './notExists';
import { insertAt, raceOf, type ScriptRace } from './script/find';
import { isOwnText, scriptFix } from './script/fix';
import { isHarmless } from './script/quiet';
import { shapeOf } from './script/shape';

export const script: Matcher<ScriptSource, TreeHit> = {
  triggers: ['INSERT INTO', 'insert into', 'Insert into', 'Insert Into'],
  needsSql: true,
  mayHold: mayRunSql,
  *check({ node }, source) {
    for (const call of callsUsing(node, source)) {
      const draft = draftAt(call, source);
      if (draft !== undefined) yield isNeverRequested(call, source) ? { ...draft, severity: 'hint' } : draft;
    }
  },
};

function draftAt(call: Node, source: ScriptSource): Draft | undefined {
  const insert = insertAt(call, source);
  const fn = enclosingFunction(call);
  if (insert === undefined || fn === undefined) return undefined;
  if (insert.facts.unless !== undefined) {
    if (isHarmless(insert, fn, source)) return undefined;
    const place = { start: (calleeOf(call) ?? call).startIndex, end: call.endIndex, text: insert.call.sql, isShared: !isOwnText(insert.call, source) };
    return notExistsDraft(insert.facts, place, source);
  }
  const race = raceOf(insert, source);
  // Last: it reads the whole function and those around it, and most inserts race with nothing.
  if (race === undefined || isHarmless(insert, fn, source)) return undefined;
  return draftOf(
    {
      start: (calleeOf(call) ?? call).startIndex,
      end: call.endIndex,
      table: race.facts.table.name,
      keys: race.checks.map(({ key }) => key),
      inserted: race.columns,
      work: workIn(race, source),
      dialect: race.insert.client.dialect,
      fix: scriptFix(race, source),
    },
    source,
  );
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
  const call = callAbove(value);
  return call === undefined ? [] : [call];
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
