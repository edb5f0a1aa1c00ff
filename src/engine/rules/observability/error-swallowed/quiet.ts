import { calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction, writtenName } from '../../../facts/javascript/functions';
import { isBesideServer, isSetup } from '../../../facts/javascript/startup';
import { functionTypes, loopTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import { wordsOf } from './words';

/** Words of the names of functions that may fail; they only make the rule quieter. */
const mayFail =
  / (?:logs?|audit|metrics?|analytics?|telemetry|track|clean|cleanup|clear|purge|cache|prefetch|warm|touch|heartbeat|ping|probe|try|maybe|optional|best effort|safe|safely|silent|silently|rollback|revert|restore|release|unlock|close|dispose|shutdown|stop|teardown|notify|refresh|sync|beacon|report|seed|migrate|backfill|ensure|init|record (?:event|usage|view)) /;

/** Words of a comment that says it is meant. */
const meant = /best.?effort|ignor|non.?(?:fatal|critical|blocking)|optional|swallow|silent|fire.and.forget|don'?t care|may fail|not fail|never (?:block|break|fail)|race|duplicate|already|on purpose|intentional|deliberate/i;

const retried: ReadonlySet<string> = new Set([...loopTypes, 'catch_clause', 'finally_clause']);

/** True where dropping the error is meant, or somebody may still learn of it. */
export function isMeant(statement: Node, source: ScriptSource): boolean {
  const fn = enclosingFunction(statement);
  if (fn === undefined || isBesideServer(source) || isSetup(fn, source) || mayFail.test(wordsOf(writtenName(fn))) || isBackground(fn)) return true;
  return isUnder(statement) || isExplained(statement, source);
}

const later = /^(?:setImmediate|setTimeout|setInterval|queueMicrotask|process\.nextTick|after|waitUntil)$|\.(?:on|once|addListener|addEventListener|waitUntil|subscribe|schedule)$/;

/** A callback that runs later or on an event has no caller who could learn of it. */
function isBackground(fn: Node): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
  return call?.type === 'call_expression' && later.test(calleeOf(call)?.text ?? '');
}

/** In a loop the next round goes on; in a catch or finally another error is being handled. */
function isUnder(statement: Node): boolean {
  for (let at = statement.parent; at !== null && !functionTypes.has(at.type); at = at.parent) if (retried.has(at.type)) return true;
  return false;
}

/** A comment above or on a line of the statement says so. */
function isExplained(statement: Node, source: ScriptSource): boolean {
  const { lines, text } = source;
  const first = lines.positionAt(statement.startIndex).line;
  const last = lines.positionAt(statement.endIndex).line;
  const from = lines.lineStart(Math.max(0, first - 3));
  const to = last + 1 < lines.lineCount ? lines.lineStart(last + 1) : text.length;
  return [...text.slice(from, to).matchAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g)].some((comment) => meant.test(comment[0]));
}

/** Nothing in the `try` tells the code behind it that it got through: no value is returned, nothing outside is assigned. */
export function leavesNoTrace(body: Node, source: ScriptSource): boolean {
  const traces: Node[] = [];
  walk(body, (node) => {
    if (functionTypes.has(node.type)) return false;
    const isWrite = node.type === 'assignment_expression' || node.type === 'augmented_assignment_expression';
    if (leaving.has(node.type) || (isWrite && isOutside(field(node, 'left'), body, source))) traces.push(node);
    return true;
  });
  return traces.length === 0 && !isAnswered(body);
}

const leaving: ReadonlySet<string> = new Set(['return_statement', 'break_statement', 'continue_statement', 'update_expression']);

function isOutside(target: Node | undefined, body: Node, source: ScriptSource): boolean {
  const declaration = target?.type === 'identifier' ? source.scopes.resolve(target) : undefined;
  return declaration === undefined || !isInside(declaration.id, body);
}

/** `res.json(…)` inside the `try`: without it the client gets another answer, or none. */
function isAnswered(body: Node): boolean {
  return namedChildren(body).some((statement) => /\b(?:res|reply|response|ctx)\b[\w.()\d]*\.(?:json|send|end|redirect|render|status|sendStatus)\(/.test(statement.text));
}
