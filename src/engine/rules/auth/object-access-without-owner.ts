import { mayHoldData } from '../../facts/javascript/dataCalls';
import { mayRunSql } from '../../facts/javascript/sqlCalls';
import { isRequestData } from '../../facts/javascript/requestData';
import { dataCallsAt } from '../../facts/javascript/sqlText';
import type { ScriptSource } from '../../source';
import type { Node } from '../../syntax/nodes';
import type { Draft, Rule, TreeHit } from '../rule';
import { accessAt, type Access } from './object-access-without-owner/access';
import { callerOf, isUser } from './object-access-without-owner/caller';
import { isOnlyCounted } from './object-access-without-owner/counter';
import { docs } from './object-access-without-owner/docs';
import { isOnlyExpected } from './object-access-without-owner/existence';
import { ownerFix } from './object-access-without-owner/fix';
import { isHandedOn } from './object-access-without-owner/handedOn';
import { isIdOf, isOwnerColumn, isPublic, ownerAmong, ownerOf, type Owner } from './object-access-without-owner/owner';
import { placeOf } from './object-access-without-owner/place';
import { isKeptApart, madeBy, siblingOf } from './object-access-without-owner/siblings';

function* check({ node, literal }: TreeHit, source: ScriptSource): Generator<Draft> {
  for (const call of dataCallsAt(node, literal, source)) {
    const draft = draftAt(call, source);
    if (draft !== undefined) yield draft;
  }
}

function draftAt(call: Node, source: ScriptSource): Draft | undefined {
  const found = placeOf(call, source);
  const access = found === undefined ? undefined : accessAt(call, source);
  if (found === undefined || access === undefined || !isByRequestedId(access, source)) return undefined;
  if (isPublic(access.model) && (access.kind === 'read' || /user|member|account|profile/i.test(access.model)) && !isKeptApart(access, source)) return undefined;
  if (isOnlyExpected(access, source) || isOnlyCounted(access, source)) return undefined;
  const owner = ownerOf(access.library, access.model, access.kind === 'write', source) ?? shownOwner(access, source);
  const caller = owner === undefined ? undefined : callerOf(access, found, source);
  if (owner === undefined || caller === undefined) return undefined;
  const fix = found.through === undefined ? ownerFix(access, owner, caller, found.fn, source) : 'the query is in a function that does not know the sender';
  const isLikelyOurs = access.conditions.some(({ value }) => value !== undefined && isHandedOn(value, source));
  const handedOn = isLikelyOurs ? ' Code of this file sets that id in the body itself: if it always does so before this, the sender does not choose the row.' : '';
  const told = `Whoever is logged in can have any row of ${access.model} ${access.verb} by its id: nothing asks whether its ${owner.column} is the sender’s.${handedOn}`;
  return {
    ...(isLikelyOurs ? { severity: 'hint' as const } : {}),
    start: startOf(access.call),
    end: access.call.endIndex,
    message: typeof fix === 'string' ? `${told} No automatic fix: ${fix}.` : told,
    fixes: typeof fix === 'string' ? [] : [fix],
  };
}

/** Where no schema is seen, another query of the file that selects the same rows by the sender, or writes them as the sender's, shows whose they are. */
function shownOwner(access: Access, source: ScriptSource): Owner | undefined {
  const column = siblingOf(access, source)?.column ?? madeBy(access, source)?.column;
  return column === undefined ? undefined : ownerAmong([column], access.kind === 'write');
}

/** The grammar may hide an `await` at the beginning of a call. */
function startOf(call: Node): number {
  const callee = call.childForFieldName('function');
  return callee?.type === 'await_expression' ? (callee.namedChildren[0] ?? call).startIndex : call.startIndex;
}

/** One condition is an id from the request, and none is the owner, the user or anything else that the request does not decide. */
function isByRequestedId({ library, model, conditions }: Access, source: ScriptSource): boolean {
  const id = conditions.find(({ column, value }) => value !== undefined && isIdOf(library, model, column, source) && isRequestData(value, source) && !isUser(value, source));
  if (id === undefined) return false;
  return conditions.every(({ column, value }) => !isOwnerColumn(column) && (value === undefined || value.id === id.value?.id || /^(?:string|number|true|false|null)$/.test(value.type)));
}

/** A row read or changed by an id from the request, whoever it belongs to. */
export const objectAccessWithoutOwner: Rule = {
  id: 'object-access-without-owner',
  title: 'Row by the sender’s id, whoever owns it',
  area: 'auth',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'warning',
  lesson: 'auth-boundaries#invoice-by-id',
  defaultOn: true,
  docs,
  script: {
    triggers: [
      'id = $1',
      'id = $2',
      'id = $3',
      'id=$1',
      'id=$2',
      'id=$3',
      'id = ?',
      'id=?',
      '.findUnique',
      '.findFirst',
      '.findById',
      '.findByPk(',
      '.findOne',
      '.update({',
      '.delete({',
      '.updateOne(',
      '.deleteOne(',
      '.destroy({',
      '.where(',
    ],
    needsSql: true,
    mayHold: (glimpse) => mayHoldData(glimpse) || mayRunSql(glimpse),
    check,
  },
};
