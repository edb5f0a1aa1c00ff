import { isRequested } from '../../../facts/javascript/callers';
import { mayHoldData } from '../../../facts/javascript/dataCalls';
import { mayRunSql } from '../../../facts/javascript/sqlCalls';
import { calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction } from '../../../facts/javascript/functions';
import type { ScriptSource } from '../../../source';
import { callAbove, closestCall, field, type Node } from '../../../syntax/nodes';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { isOneOff, runsAlone } from '../exclusive';
import { lostByInstance } from './instance';
import { lostBySave } from './saves';
import { lostBySql } from './sql';
import { lostByQuery } from './updates';

export const script: Matcher<ScriptSource, TreeHit> = {
  triggers: ['.update(', '.updateOne(', '.updateMany(', '.findOneAndUpdate(', '.findByIdAndUpdate(', '.save(', 'UPDATE '],
  needsSql: true,
  mayHold: (glimpse) => mayHoldData(glimpse) || mayRunSql(glimpse),
  *check({ node, literal }, source) {
    const call = literal === 'UPDATE ' ? callAround(node) : callOf(node, literal);
    if (call === undefined || enclosingFunction(call) === undefined || isOneOff(source) || isScheduled(source)) return;
    const drafts = [...draftsAt(call, literal, source)];
    if (drafts.length === 0 || runsAlone(call)) return;
    const isRaced = isRequested(call, source);
    for (const draft of drafts) yield isRaced ? draft : { ...draft, severity: 'hint' };
  },
};

function draftsAt(call: Node, literal: string, source: ScriptSource): Iterable<Draft> {
  if (literal === 'UPDATE ') return lostBySql(call, source);
  if (literal === '.save(') return lostBySave(call, source);
  const byQuery = [...lostByQuery(call, source)];
  return byQuery.length > 0 || literal !== '.update(' ? byQuery : lostByInstance(call, source);
}

/** Jobs that one process runs at a time are the only writers of what they count. */
const isScheduled = (source: ScriptSource) => /(?:^|[/._-])(?:cron|crons|jobs?|schedulers?|workers?|tasks?)(?:[/._-]|$)/i.test(source.project.relative(source.file));

function callOf(node: Node, literal: string): Node | undefined {
  const call = closestCall(node);
  const property = call === undefined ? undefined : field(calleeOf(call) ?? call, 'property');
  return property?.text === literal.slice(1, -1) ? call : undefined;
}

/** The call whose argument the SQL is written in. */
function callAround(node: Node): Node | undefined {
  const literal = /string|template/.test(node.type) ? node : undefined;
  return literal === undefined ? undefined : callAbove(literal);
}
