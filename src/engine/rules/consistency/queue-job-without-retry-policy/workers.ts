import { argumentsOf, calleeOf, allCalls, objectOfCall } from '../../../facts/javascript/calls';
import { searchedFolder } from '../../../facts/javascript/callers';
import { lookAtFunction, openElsewhere } from '../../../facts/javascript/elsewhere';
import { functionBehind } from '../../../facts/javascript/flow';
import { ownNodes, parametersOf } from '../../../facts/javascript/functions';
import { parentDir } from '../../../facts/project/project';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import { labelOf } from './label';
import type { Queue } from './policy';

/** Most files that are looked at for a queue's worker, of each kind. */
const mostProcessors = 50;

const folders = ['workers', 'worker', 'jobs', 'queues', 'processors'];

/** True where the queue's worker is found in the project, and lets no error out: no job ever fails. */
export const neverFails = (receiver: Node, queue: Queue, source: ScriptSource): boolean => workerOf(receiver, queue, source, keepsErrors);

/** True where that worker catches what its work throws, so that only what stands around the `try` fails a job. */
export const rarelyFails = (receiver: Node, queue: Queue, source: ScriptSource): boolean => workerOf(receiver, queue, source, catchesItsWork);

/** True where that worker waits for something, and hands its error on to the queue. */
export const mayFail = (receiver: Node, queue: Queue, source: ScriptSource): boolean => workerOf(receiver, queue, source, (fn, other) => !keepsErrors(fn, other));

type Asks = (fn: Node, source: ScriptSource) => boolean;

const keepsErrors: Asks = (fn, source) => letsNothingOut(fn) && reportsNothing(fn, source);

/** True where the file also works on this Bull queue, with `queue.process(…)`, and no error of it gets out: a promise kept, `done()` called with nothing. */
export function isSwallowedHere(receiver: Node, source: ScriptSource): boolean {
  if (!source.text.includes('.process(')) return false;
  let found: boolean | undefined;
  for (const call of allCalls(source)) {
    const queue = objectOfCall(call, 'process');
    if (queue === undefined || !isSameQueue(queue, receiver, source)) continue;
    const processor = argumentsOf(call).at(-1);
    const fn = processor === undefined ? undefined : functionBehind(processor, source);
    found = found !== false && fn !== undefined && letsNothingOut(fn) && reportsNothing(fn, source);
  }
  return found === true;
}

function isSameQueue(one: Node | undefined, other: Node, source: ScriptSource): boolean {
  if (one?.type !== other.type || one.text !== other.text) return false;
  return one.type !== 'identifier' || source.scopes.resolve(one)?.id.id === source.scopes.resolve(other)?.id.id;
}

/** The callback of the job, where the processor takes one, gets no error. */
function reportsNothing(fn: Node, source: ScriptSource): boolean {
  const done = parametersOf(fn)[1];
  const declaration = done === undefined ? undefined : source.scopes.resolve(done);
  if (done === undefined) return true;
  return declaration !== undefined && source.scopes.references(declaration).every((use) => use.parent?.type === 'call_expression' && calleeOf(use.parent)?.id === use.id && ['', 'null'].includes(argumentsOf(use.parent)[0]?.text ?? ''));
}

function workerOf(receiver: Node, queue: Queue, source: ScriptSource, asks: Asks): boolean {
  const name = nameOf(receiver);
  return [...new Set([...candidates(source), ...filesSaying(name, `${name}.process(`, source), ...filesSaying(queue.name, 'Worker(', source)])].some((file) => {
    const text = source.project.read(file) ?? '';
    if (!/Worker\s*[<(]|@Processor\(|\.process\(/.test(text)) return false;
    const look = (other: ScriptSource) => everyProcessor(queue.name, name, other, asks);
    return (file === source.file ? look(source) : openElsewhere(file, source, look)) === true;
  });
}

/** `mails` of `mails.add(…)`, as other files import it; '' for a field, or what a call gives. */
const nameOf = (receiver: Node): string => (receiver.type === 'identifier' ? receiver.text : '');

const candidates = (source: ScriptSource): readonly string[] => source.memo.once(findCandidates, source);

function findCandidates(source: ScriptSource): string[] {
  const own = parentDir(source.file);
  const outer = own === undefined ? undefined : parentDir(own);
  const dirs = [own, outer].flatMap((dir) => (dir === undefined ? [] : [dir, ...folders.map((name) => `${dir}/${name}`)]));
  const root = searchedFolder(source.file, source);
  const named = ['Processor', 'Worker'].flatMap((word) => (root === undefined ? [] : (source.project.filesWith(word, root) ?? []).slice(0, mostProcessors)));
  const beside = [...new Set(dirs)].flatMap((dir) => source.project.names(dir).flatMap((name) => (/(?:worker|processor|queue|job)\w*\.[cm]?[jt]s$/i.test(name) ? [`${dir}/${name}`] : [])));
  return [...new Set([source.file, ...beside, ...named])];
}

/** The files that hold a queue's name, and how a worker of it begins: `mails.process(`, `startWorker(`. */
function filesSaying(name: string, beginning: string, source: ScriptSource): readonly string[] {
  const root = /^[\w$]+$/.test(name) ? searchedFolder(source.file, source) : undefined;
  const files = root === undefined ? [] : (source.project.filesWith(name, root) ?? []);
  return files.length > mostProcessors ? [] : files.filter((file) => (source.project.read(file) ?? '').includes(beginning));
}

function everyProcessor(label: string, name: string, source: ScriptSource, asks: Asks): boolean | undefined {
  let found: boolean | undefined;
  walk(source.tree.rootNode, (node) => {
    if (node.type === 'class_body' && label !== '' && processes(label, node, source)) {
      const methods = namedChildren(node).filter(isProcessMethod);
      found = methods.length > 0 && methods.every((method) => (isDispatch(method) ? handlersIn(node) : [method]).every((fn) => asks(fn, source)));
      return false;
    }
    const processor = processorIn(node, label, name, source);
    const answer = processor === undefined ? undefined : lookAtFunction(processor, source, asks);
    if (answer === undefined) return true;
    found = found !== false && answer;
    return false;
  });
  return found;
}

/** `new Worker('mails', send)`, also by a function of the project (`startWorker('mails', send)`), and `mails.process(4, send)`. */
function processorIn(node: Node, label: string, name: string, source: ScriptSource): Node | undefined {
  const callee = node.type === 'call_expression' ? calleeOf(node) : undefined;
  if (callee !== undefined && name !== '' && callee.text === `${name}.process`) return argumentsOf(node).at(-1);
  const isMaking = callee === undefined ? node.type === 'new_expression' && source.origins.key(node) === 'bullmq:Worker.new' : makesWorker.test(callee.text);
  const [first, processor] = isMaking && label !== '' ? argumentsOf(node) : [];
  return first !== undefined && (first.text === label || labelOf(first, source) === label) ? processor : undefined;
}

const makesWorker = /^(?:make|create|generate|start|register|build|define|add)\w*Worker$/;

/** The body of a class that Nest gives the queue's jobs: `@Processor('mails')`. */
function processes(name: string, body: Node, source: ScriptSource): boolean {
  const owner = body.parent;
  const decorators = [...(owner?.children ?? []), ...(owner?.parent?.type === 'export_statement' ? owner.parent.children : [])].filter((child) => child?.type === 'decorator');
  return decorators.some((decorator) => {
    const call = decorator === null ? undefined : namedChildren(decorator)[0];
    return call?.type === 'call_expression' && field(call, 'function')?.text === 'Processor' && labelOf(argumentsOf(call)[0], source) === name;
  });
}

function isProcessMethod(member: Node): boolean {
  if (member.type !== 'method_definition') return false;
  const before = member.previousNamedSibling;
  return field(member, 'name')?.text === 'process' || (before?.type === 'decorator' && before.text.startsWith('@Process('));
}

const dispatch = /^\{\s*(?:return\s+|await\s+|return\s+await\s+)?this\.\w+\[\w+\.name\]\(\w+\);?\s*\}$/;

/** `await this.handlers[job.name](job)`: the work is done by other methods of the class. */
const isDispatch = (method: Node): boolean => dispatch.test(field(method, 'body')?.text ?? '');

const handling = /^handle[A-Z]|Handler$/;

function handlersIn(body: Node): Node[] {
  const methods = namedChildren(body).filter((member) => member.type === 'method_definition');
  const named = methods.filter((member) => handling.test(field(member, 'name')?.text ?? ''));
  return named.length > 0 ? named : methods.filter(isProcessMethod);
}

/** Waiting does not fail. */
const waits = /^(?:delay|sleep|wait|setTimeout|Promise\.resolve)$/;

/** The statements whose errors end in a `catch` of the function. */
function guardsOf(fn: Node): Node[] {
  return ownNodes(fn, 'try_statement').filter((statement) => {
    const handler = field(statement, 'handler');
    return handler !== undefined && !/\bthrow\b|Promise\.reject/.test(handler.text);
  });
}

function catchesItsWork(fn: Node): boolean {
  const awaits = ownNodes(fn, 'await_expression');
  return guardsOf(fn).some((statement) => awaits.some((node) => isInside(node, field(statement, 'body') ?? statement)));
}

function letsNothingOut(fn: Node): boolean {
  const guarded = guardsOf(fn);
  const isGuarded = (node: Node) => guarded.some((statement) => isInside(node, field(statement, 'body') ?? statement) || isInside(node, field(statement, 'handler') ?? statement));
  const risks = [...ownNodes(fn, 'await_expression').map((node) => namedChildren(node)[0] ?? node), ...ownNodes(fn, 'return_statement').flatMap((node) => namedChildren(node).filter((child) => child.type === 'call_expression')), ...ownNodes(fn, 'throw_statement')];
  return risks.every((node) => isGuarded(node) || waits.test(field(node, 'function')?.text ?? ''));
}
