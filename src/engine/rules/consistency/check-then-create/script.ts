import { isRequested } from '../../../facts/javascript/callers';
import { mayHoldData } from '../../../facts/javascript/dataCalls';
import { calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { hasUniqueKeyOtherThan, type TableFacts } from '../../../facts/sql/schema';
import type { Severity } from '../../../finding';
import type { ScriptSource } from '../../../source';
import { closestCall, field, type Node } from '../../../syntax/nodes';
import type { Draft, DraftFix, Matcher, TreeHit } from '../../rule';
import { keyDoubt, type KeyDoubt } from './advice';
import { creationAt } from './creation';
import { fixOf } from './fix';
import { factsOf, isLikelyMissing } from './model';
import { isClaimedLater, isForFew, isProtected, notesMail, onlyAssures, redeemsCode } from './quiet';
import { raceOf, type Race } from './race';
import { isReserved } from './reserved';

export const script: Matcher<ScriptSource, TreeHit> = {
  triggers: ['.create(', '.insert(', '.insertOne(', '.save('],
  needsSql: true,
  mayHold: mayHoldData,
  *check({ node, literal }, source) {
    const call = callOf(node, literal);
    const creation = call === undefined || enclosingFunction(call) === undefined ? undefined : creationAt(call, source);
    if (creation === undefined || isProtected(creation.call, source)) return;
    const race = raceOf(creation, source);
    if (race !== undefined && !isClaimedLater(race, source)) yield draftOf(race, source);
  },
};

/** The call whose method the trigger names. */
function callOf(node: Node, literal: string): Node | undefined {
  const call = closestCall(node);
  const property = call === undefined ? undefined : field(calleeOf(call) ?? call, 'property');
  return property?.text === literal.slice(1, -1) ? call : undefined;
}

/** What the schema says of the fields both calls agree on. */
interface Key {
  readonly kind: 'proven' | 'missing' | 'unknown';
  readonly fields: readonly string[];
}

function keyOf(race: Race, facts: TableFacts | undefined): Key {
  const fields = race.keys.map(({ field: name }) => name);
  if (facts === undefined) return { kind: 'unknown', fields };
  const asked = new Set(fields.map((name) => name.toLowerCase()));
  const keys = facts.unique.filter((columns) => columns.every((column) => asked.has(column)));
  const exact = keys.find((columns) => columns.length === asked.size) ?? keys[0];
  if (exact !== undefined) return { kind: 'proven', fields: fields.filter((name) => exact.includes(name.toLowerCase())) };
  const isPartial = facts.partial.some(({ columns }) => columns.every((column) => asked.has(column)));
  // What a migration of Sequelize's or Knex's adds is not seen.
  const isWhole = race.creation.library !== 'sequelize' && race.creation.library !== 'knex';
  return { kind: isPartial || !isWhole ? 'unknown' : 'missing', fields };
}

function draftOf(race: Race, source: ScriptSource): Draft {
  const { creation } = race;
  const facts = factsOf(creation, source);
  const key = keyOf(race, facts);
  const doubt = key.kind === 'proven' ? undefined : keyDoubt(race, facts, source);
  const outcome = key.kind === 'missing' ? { refusal: advice(key, doubt, creation.model) } : doubt === 'null' ? { refusal: mayBeNull } : fixOf(race, key.fields.map(lower), source);
  const isWhole = key.kind === 'proven' && key.fields.length === race.keys.length;
  const fixes: DraftFix[] = [];
  if ('edits' in outcome && (isWhole || key.kind === 'unknown')) {
    const isSure = isWhole && !mayHitAnother(race, key.fields, source);
    const title = key.kind === 'unknown' ? `${outcome.title} (needs a unique key${doubt === undefined ? ` on ${listed(key.fields)}` : ''})` : outcome.title;
    fixes.push({ title, safety: isSure ? 'safe' : 'review', edits: outcome.edits });
  }
  const reason = 'refusal' in outcome ? ` No edit: ${outcome.refusal}` : fixes.length > 0 ? '' : ' No edit: the check asks more than the unique key does.';
  return { start: creation.call.startIndex, end: creation.call.endIndex, severity: severityOf(race, key, facts, source), message: message(race, key) + reason, fixes };
}

const mayBeNull = 'a field that is asked for may be null, and databases differ in what a unique key makes of two nulls.';

/** What has to be there before the create can rely on it. */
function advice({ fields }: Key, doubt: KeyDoubt | undefined, model: string): string {
  if (doubt === 'null') return mayBeNull;
  if (doubt === 'others') return `a unique key has to hold it first, and other code creates ${model} too: see what it relies on.`;
  return `add a unique key on ${listed(fields)} first; the create can then answer its violation.`;
}

/** What is not proven to leave two records is a hint, and so is what seldom happens twice at once. */
function severityOf(race: Race, { kind }: Key, facts: TableFacts | undefined, source: ScriptSource): Severity {
  const { call } = race.creation;
  if (kind === 'proven' || notesMail(race) || redeemsCode(call, source) || isForFew(call, source) || isReserved(race, source)) return 'hint';
  const isLikely = kind === 'missing' || (isLikelyMissing(race, facts, source) && !onlyAssures(race, source));
  if (!isLikely || !isRequested(call, source)) return 'hint';
  return kind === 'missing' ? 'warning' : 'information';
}

/** The violation of another unique key would be answered as if it were this one. */
function mayHitAnother({ creation }: Race, key: readonly string[], source: ScriptSource): boolean {
  const facts = factsOf(creation, source);
  if (facts === undefined) return true;
  const written = creation.data.type === 'object' && !creation.data.text.includes('...') ? facts.columns.filter((column) => new RegExp(`\\b${column}\\b`, 'i').test(creation.data.text)) : facts.columns.filter((column) => column !== 'id' && column !== '_id');
  return hasUniqueKeyOtherThan({ table: facts }, 'table', key, written);
}

function message({ creation, guard }: Race, { kind, fields }: Key): string {
  const both = `Two calls with the same ${listed(fields)} at once both find no ${creation.model}`;
  if (kind === 'missing') return `${both} and both create one: nothing in the schema makes ${listed(fields)} unique.`;
  if (kind === 'unknown') return `${both} and both create one: a duplicate, or an error where ${listed(fields)} ${fields.length === 1 ? 'is' : 'are'} unique.`;
  const answer = guard.kind === 'exit' ? 'its caller gets that error instead of the answer for an existing one' : 'its caller gets that error instead of the record';
  return `${both}; the second create then fails on the unique key, and ${answer}.`;
}

const lower = (name: string) => name.toLowerCase();

const listed = (names: readonly string[]) => (names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`);
