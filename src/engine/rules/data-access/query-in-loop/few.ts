import { servesAdministrators } from '../../../facts/javascript/administrators';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { numberValue } from '../../../facts/javascript/numbers';
import { isOnSchedule } from '../../../facts/javascript/schedules';
import type { ScriptSource } from '../../../source';
import { field, walk, type Node } from '../../../syntax/nodes';
import type { Loop } from './loop';
import type { KeyRead } from './read';

/** A list of at most this many elements costs a few round trips. */
const few = 10;

/**
 * True where the loop asks a handful of times, or nobody waits for it: a look-up among a program's few kinds, a list cut
 * short, what the program's own definitions or settings list, a job that runs on a schedule, a page for administrators.
 */
export const isModest = (read: KeyRead, loop: Loop, source: ScriptSource): boolean => readsKinds(read) || isHandful(loop.list) || isDefined(loop.list) || isCutShort(loop.list, source) || isOnSchedule(read.call) || servesAdministrators(read.call, source);

/** Columns and tables of a program's own kinds: as many rows as somebody wrote by hand. */
const kindColumn = /^(?:\w*_)?(?:type|role|status|kind|locale|language|lang|currency|scope|permission|unit)$|(?:Type|Role|Status|Kind|Locale|Language|Currency|Scope|Permission|Unit)$/;
const kindTable = /(?:^|[a-z_.])(?:[Rr]ole|[Cc]urrency|[Cc]urrencie|[Ll]anguage|[Ll]ocale|[Ss]tatus|[Ss]tatuse|[Tt]imezone)s?(?:Repo|Repository|Model|Entity|Schema|Collection)?$/;

/** The key is an id: a row among many. */
const isId = (value: Node): boolean => /(?:^|[._])(?:id|_id|uuid)\b|Ids?\b|_ids?\b/.test(value.text);

function readsKinds({ table, column, value }: KeyRead): boolean {
  return (kindColumn.test(column) && !isId(value)) || kindTable.test(table);
}

/** What a person has a handful of. */
const handful = /(?:^|[a-z_.])(?:[Rr]oles|[Pp]ermissions|[Ss]copes|[Ll]anguages|[Ll]ocales|[Cc]urrencies|[Pp]eriods|[Mm]onths|[Qq]uarters|[Ww]eekdays)$/;

const isHandful = (list: Node): boolean => handful.test(list.text);

/** `schema.security.resources`, `config.feeds`: somebody wrote the list by hand. */
const isDefined = (list: Node): boolean => /(?:^|[a-z_.])(?:[Ss]chema|[Ss]cheme|[Cc]onfig|[Ss]ettings|[Dd]efinition|[Mm]anifest|[Mm]etadata)\??\.\w/.test(list.text) && list.type === 'member_expression';

/** `.slice(0, 5)`, `.limit(3)`, `take: 5`. */
function isCutShort(list: Node, source: ScriptSource): boolean {
  let found = false;
  walk(heldValue(list, source), (node) => {
    const callee = node.type === 'call_expression' ? calleeOf(node) : undefined;
    const method = callee?.type === 'member_expression' ? field(callee, 'property')?.text : undefined;
    if (method === 'slice' || method === 'limit' || method === 'take') found ||= isSmall(argumentsOf(node)[method === 'slice' ? 1 : 0], source);
    // Of the list itself, not of what is read along with each of its rows.
    if (node.type === 'pair' && node.parent?.parent?.type === 'arguments' && /^(?:take|limit)$/.test(field(node, 'key')?.text ?? '')) found ||= isSmall(field(node, 'value'), source);
    return !found;
  });
  return found;
}

function isSmall(count: Node | undefined, source: ScriptSource): boolean {
  const value = count === undefined ? undefined : numberValue(count, source.scopes);
  return value !== undefined && value > 0 && value <= few;
}
