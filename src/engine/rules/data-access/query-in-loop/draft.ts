import { isAwaitedByRequest } from '../../../facts/javascript/callers';
import type { ScriptSource } from '../../../source';
import type { Draft, DraftFix } from '../../rule';
import { isModest } from './few';
import type { RepeatedRead } from './find';
import { batchFix } from './fix';
import { loaderFix } from './loader';
import { shownTable } from './names';

/** The finding, with the rewrite where there is one, else a loader to put in its place. */
export function draftOf(repeated: RepeatedRead, source: ScriptSource): Draft {
  const { call, read, loop, body, through } = repeated;
  const { batch } = read;
  const rewrite = 'refused' in batch ? batch.refused : through === undefined ? batchFix({ read, batch, loop, body, source }) : `the query stands in ${through}`;
  const fixes: DraftFix[] = typeof rewrite === 'string' ? loaderFix(repeated, source) : [rewrite];
  const told = messageOf(repeated);
  return {
    start: read.call.id === call.id ? startOf(repeated) : call.startIndex,
    end: call.endIndex,
    // What else each element waits for may take far longer than its query.
    ...(body.waitsElsewhere || isModest(read, loop, source) || !isAwaitedByRequest(call, source) ? { severity: 'hint' as const } : {}),
    message: typeof rewrite === 'string' ? `${told} ${fixes.length > 0 ? 'Not one query before the loop' : 'No automatic rewrite'}: ${rewrite}.` : told,
    fixes,
  };
}

/** The grammar may hide an `await` at the beginning of a call. */
function startOf({ call }: RepeatedRead): number {
  const callee = call.childForFieldName('function');
  return callee?.type === 'await_expression' ? (callee.namedChildren[0] ?? call).startIndex : call.startIndex;
}

function messageOf({ read, loop, through }: RepeatedRead): string {
  const list = /^[\w.]{1,40}$/.test(loop.list.text) ? loop.list.text : 'the list';
  const what = through === undefined ? `One query of ${shownTable(read)}` : `${through} runs one query of ${shownTable(read)}`;
  const how = loop.kind === 'map' || loop.kind === 'forEach' ? 'all at once, waiting for the pool’s few connections' : 'one round trip after the other';
  return `${what} for each element of ${list}: 50 elements are 50 queries, ${how}.`;
}
