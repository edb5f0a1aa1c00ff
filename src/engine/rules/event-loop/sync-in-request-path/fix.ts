import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { isGenerator } from '../../../facts/javascript/functions';
import { isExecutor, type RequestPlace } from '../../../facts/javascript/requestPath';
import type { Declaration } from '../../../facts/javascript/scope';
import { stateAround } from '../../../facts/javascript/sharedState';
import type { FixSafety } from '../../../finding';
import { makeAsync } from '../../../fix/javascript/asyncFunction';
import { awaitCall } from '../../../fix/javascript/awaitCall';
import { boundName } from '../../../fix/javascript/bindings';
import { ImportPlan } from '../../../fix/javascript/importPlan';
import type { ScriptSource } from '../../../source';
import { field, isInside, type Node } from '../../../syntax/nodes';
import { conflicts, type TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import { commandResult } from './childProcess';
import { fileObstacle } from './files';
import { guardOf, isRecursive, type Guard } from './guard';
import { forcedOptions, readOnce } from './guardFix';
import { asyncHandler } from './handlerFix';
import { promisified } from './promisified';
import type { SyncFunction } from './twins';
import { isUnawaited } from './unawaited';

/** The edits that replace the call, before its function is made async. */
interface Rewrite {
  readonly edits: readonly TextEdit[];
  readonly title: string;
  readonly safety: FixSafety;
  /** The call of `existsSync` that goes with it. */
  readonly check?: Node;
}

/** The fix of one synchronous call, or the reason why there is none. */
export function fixCall(call: Node, called: SyncFunction, place: RequestPlace, source: ScriptSource): DraftFix | string {
  const obstacle = obstacleTo(call, called, place, source);
  if (obstacle !== undefined) return obstacle;
  const plan = new ImportPlan(source);
  const rewrite = rewriteCall(call, called, place, plan, source);
  if (typeof rewrite === 'string') return rewrite;
  const oneAtATime = dropUnused([call, ...(rewrite.check === undefined ? [] : [rewrite.check])], plan, source);
  const tag = oneAtATime ? { oneAtATime: 'imports' } : {};
  if (place.role !== 'handler' || place.handler === undefined) {
    const made = makeAsync(place.fn) ?? [];
    const title = made.length === 0 ? rewrite.title : `Make the callback async: ${lowered(rewrite.title)}`;
    return checked({ title, safety: rewrite.safety, edits: [...made, ...rewrite.edits, ...plan.edits()], ...tag });
  }
  const made = asyncHandler(place.fn, place.handler, rewrite.edits, plan, source);
  if (typeof made === 'string') return made;
  const ends = { next: ', with errors passed to next', '500': ', with errors answered by 500' };
  const title = `Make the handler async: ${lowered(rewrite.title)}${made.errors === undefined ? '' : ends[made.errors]}`;
  const safety = made.safety === 'safe' ? rewrite.safety : made.safety;
  return checked({ title, safety, edits: [...made.edits, ...plan.edits()], ...tag });
}

/** A guard that is rewritten may hold a statement that the handler's own change needs too. */
const checked = (fix: DraftFix): DraftFix | string => (conflicts(fix.edits) ? 'the changes it needs would overlap' : fix);

const lowered = (title: string) => title.charAt(0).toLowerCase() + title.slice(1);

function obstacleTo(call: Node, called: SyncFunction, place: RequestPlace, source: ScriptSource): string | undefined {
  if (called.noTwin !== undefined) return called.noTwin;
  const body = field(place.fn, 'body');
  if (body === undefined || !isInside(call, body)) return 'a parameter\'s default cannot await';
  if (place.role === 'helper') return 'its callers use the result at once and would have to change';
  if (isExecutor(place.fn)) return 'the executor of a promise runs on the event loop too, and it cannot await';
  if (place.role !== 'async' && isGenerator(place.fn)) return 'a generator that is not async cannot await';
  if (place.role === 'callback' && !isThenCallback(place.fn)) return 'it stands in a callback that is not async, and whose caller does not await it';
  if (source.language !== 'javascript' && /^(?:generate|check)PrimeSync$/.test(called.name)) return 'promisify does not keep its type';
  if (isUnawaited(call, place.fn)) return 'what calls this function does not wait for it, and would go on before the rest of it has run';
  const state = stateAround(call, place.unit, source);
  if (state !== undefined) return `requests share ${state} and use it on both sides of the call, so an await would let another in between`;
  return called.module === 'fs' || called.module === 'fs-extra' ? fileObstacle(call, called, place.unit, source) : undefined;
}

/** What `.then` is given may as well be async: the chain waits for what it returns. */
function isThenCallback(fn: Node): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  const method = callee?.type === 'member_expression' ? field(callee, 'property')?.text : undefined;
  return (method === 'then' || method === 'catch') && !isGenerator(fn);
}

const looks: ReadonlySet<string> = new Set(['stat', 'lstat', 'statfs', 'readdir', 'access', 'realpath', 'readlink']);

function rewriteCall(call: Node, called: SyncFunction, place: RequestPlace, plan: ImportPlan, source: ScriptSource): Rewrite | string {
  const twin = called.twin ?? '';
  const title = `Await ${twin} off the event loop`;
  if (called.via === 'child') {
    const result = commandResult(call, source);
    if (typeof result === 'string') return result;
    const callee = promisified(call, called, twin, plan, source);
    const edits = awaitCall(call, callee, source, result.member);
    // The child's standard input stays open, where the blocking form closes it: a command that reads it would hang.
    return { edits: result.whole.id === call.id ? edits : replacing(edits, call, result.whole), title, safety: 'review' };
  }
  const guard = called.module === 'fs' || called.module === 'fs-extra' ? guardOf(call, place.fn, source) : undefined;
  // A look at a file changes nothing, whatever the check before it said.
  if (guard !== undefined && !looks.has(twin)) return rewriteGuarded(call, called, guard, plan, source);
  return { edits: awaitCall(call, twinOf(call, called, twin, plan, source), source), title, safety: 'safe' };
}

/** The closing edit moves behind the `.toString()` that goes. */
function replacing(edits: readonly TextEdit[], call: Node, whole: Node): TextEdit[] {
  return edits.map((edit) => (edit.start === call.endIndex ? { ...edit, end: whole.endIndex } : edit));
}

function twinOf(call: Node, called: SyncFunction, twin: string, plan: ImportPlan, source: ScriptSource): string {
  if (called.via === 'promisify') return promisified(call, called, twin, plan, source);
  const module = called.via === 'fs/promises' ? 'fs/promises' : called.module;
  const callee = calleeOf(call);
  const holder = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
  if (called.via === 'method' && holder !== undefined) return `${holder.text}.${twin}`;
  const want = { module, name: twin, at: call };
  // A module required inside the function serves the twin too, and would be left over by an import.
  const isInner = holder !== undefined && source.origins.key(holder) === 'fs:' && source.scopes.resolve(holder)?.scope.type !== 'program';
  return isInner && boundName(source, want) === undefined ? `${holder.text}.promises.${twin}` : plan.need(want);
}

function rewriteGuarded(call: Node, called: SyncFunction, guard: Guard, plan: ImportPlan, source: ScriptSource): Rewrite | string {
  const twin = called.twin ?? '';
  const { check } = guard;
  const isAlone = call.parent?.type === 'expression_statement';
  if (twin === 'readFile') {
    const own = awaitCall(call, twinOf(call, called, twin, plan, source), source);
    const once = readOnce(call, guard, own, source);
    return once === undefined
      ? 'existsSync decides whether it is called, and the two cannot be shown to be one read'
      : { edits: [once], title: 'Read the file once, off the event loop', safety: 'safe', check };
  }
  if (guard.form === 'unless' && isAlone && twin === 'mkdir' && isRecursive(call, source)) {
    const newText = replaced(guard.statement, awaitCall(call, twinOf(call, called, twin, plan, source), source), source);
    return { edits: [{ start: guard.branch.startIndex, end: guard.branch.endIndex, newText }], title: 'Await mkdir, which accepts a directory that exists', safety: 'safe', check };
  }
  const options = twin === 'unlink' || twin === 'rm' ? forcedOptions(call, source) : undefined;
  if (guard.form === 'inside' && isAlone && guard.missing === undefined && options !== undefined) {
    const path = argumentsOf(call)[0]?.text ?? '';
    const end = /;$/.test(guard.statement.text) ? ';' : '';
    const newText = `await ${twinOf(call, called, 'rm', plan, source)}(${path}, ${options})${end}`;
    return { edits: [{ start: guard.branch.startIndex, end: guard.branch.endIndex, newText }], title: 'Await rm, which accepts a missing file', safety: 'safe', check };
  }
  return 'existsSync decides whether it is called, and awaiting would let the file change in between';
}

function replaced(statement: Node, edits: readonly TextEdit[], source: ScriptSource): string {
  let text = '';
  let at = statement.startIndex;
  for (const edit of edits) {
    text += source.text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return text + source.text.slice(at, statement.endIndex);
}

/**
 * Takes imported names out whose last use the fix removes.
 * @returns true when others still use one: the fix that removes the last use has to see what this one leaves.
 */
function dropUnused(calls: readonly Node[], plan: ImportPlan, source: ScriptSource): boolean {
  let others = false;
  for (const call of calls) {
    const declaration = importedName(call, source);
    if (declaration === undefined) continue;
    if (source.scopes.references(declaration).length === 1) plan.drop(declaration);
    else others = true;
  }
  return others;
}

function importedName(call: Node, source: ScriptSource): Declaration | undefined {
  const callee = field(call, 'function');
  const declaration = callee?.type === 'identifier' ? source.scopes.resolve(callee) : undefined;
  return declaration?.scope.type === 'program' ? declaration : undefined;
}
