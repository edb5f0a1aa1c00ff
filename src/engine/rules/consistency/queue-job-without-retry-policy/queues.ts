import { calleeOf, argumentsOf } from '../../../facts/javascript/calls';
import { lookAtFunction, lookAtValue } from '../../../facts/javascript/elsewhere';
import { heldValue } from '../../../facts/javascript/flow';
import { ownNodes } from '../../../facts/javascript/functions';
import { unwrapped } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import { injectedQueue } from './nest';
import { defaultsIn, type Queue, type QueueLibrary } from './policy';

const constructors: ReadonlyMap<string, QueueLibrary> = new Map([
  ['bullmq:Queue', 'bullmq'],
  ['bull:', 'bull'],
  ['bull:Queue', 'bull'],
]);

/** Through at most this many variables and functions that hand the queue on. */
const maxDepth = 4;

/** The queue an expression holds, where it is made in the project's own code or registered in a Nest module. */
export function queueOf(expression: Node, source: ScriptSource): Queue | undefined {
  return injectedQueue(expression, source) ?? madeBy(expression, source, source, 0);
}

function madeBy(expression: Node, source: ScriptSource, here: ScriptSource, depth: number): Queue | undefined {
  if (depth > maxDepth) return undefined;
  return lookAtValue(expression, source, (value, other) => {
    const library = libraryOf(value, other);
    if (library !== undefined) return constructed(value, library, other, here);
    for (const next of sourcesOf(value, other)) {
      const found = madeBy(next, other, here, depth + 1);
      if (found !== undefined) return found;
    }
    const callee = value.type === 'call_expression' ? calleeOf(value) : undefined;
    if (callee === undefined) return undefined;
    return lookAtFunction(callee, other, (fn, file) => {
      for (const returned of returnedBy(fn)) {
        const found = madeBy(returned, file, here, depth + 1);
        if (found !== undefined) return found;
      }
      return undefined;
    });
  });
}

/** What a `new Queue(…)` makes; Bull's constructor may also be called as a function. */
function libraryOf(value: Node, source: ScriptSource): QueueLibrary | undefined {
  const made = value.type === 'new_expression' || value.type === 'call_expression' ? calleeOf(value) : undefined;
  const library = made === undefined ? undefined : constructors.get(source.origins.key(made));
  return value.type === 'new_expression' || library === 'bull' ? library : undefined;
}

function returnedBy(fn: Node): Node[] {
  const body = field(fn, 'body');
  if (body === undefined || body.type !== 'statement_block') return body === undefined ? [] : [body];
  return ownNodes(fn, 'return_statement').flatMap((statement) => namedChildren(statement)[0] ?? []);
}

/** Where a value may come from: `a ?? b`, `queue ??= make()`, `await x`, the assignments of a variable that starts empty. */
function sourcesOf(value: Node, source: ScriptSource): Node[] {
  switch (value.type) {
    case 'await_expression':
      return namedChildren(value);
    case 'binary_expression':
    case 'augmented_assignment_expression':
    case 'assignment_expression':
      return [field(value, 'right') ?? []].flat();
    case 'identifier': {
      const declaration = source.scopes.resolve(value);
      if (declaration === undefined || declaration.kind === 'import' || declaration.id.parent?.id !== declaration.site.id) return [];
      const initial = field(declaration.site, 'value');
      const values = [initial, ...source.scopes.writes(declaration)].filter((each) => each !== undefined && !isEmpty(each));
      return values.length === 1 && values[0] !== undefined && values[0].id !== value.id ? [values[0]] : [];
    }
    default:
      return [];
  }
}

const isEmpty = (value: Node) => unwrapped(value).type === 'null' || unwrapped(value).text === 'undefined';

function constructed(call: Node, library: QueueLibrary, source: ScriptSource, here: ScriptSource): Queue {
  const [name, ...others] = argumentsOf(call);
  // Bull takes a Redis URL before the options, or in their place.
  const options = library === 'bull' ? others.findLast((argument) => !isText(argument, source)) : others[0];
  const label = name === undefined ? undefined : stringValue(heldValue(name, source));
  return { library, defaults: defaultsIn(options, source), name: label ?? name?.text ?? '', ...(source === here ? { construction: call } : {}) };
}

const isText = (argument: Node, source: ScriptSource) => ['string', 'template_string'].includes(heldValue(argument, source).type) || /^process\.env\b/.test(argument.text);
