import { searchedFolder } from '../../../facts/javascript/callers';
import { stemOf } from '../../../facts/javascript/callers/uses';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { lookAtValue, openElsewhere } from '../../../facts/javascript/elsewhere';
import { enclosingFunction, writtenName } from '../../../facts/javascript/functions';
import { unwrapped } from '../../../facts/javascript/options';
import { functionTypes, placesOf } from '../../../facts/javascript/scope';
import { isTooling } from '../../../scan/quiet';
import type { ScriptSource } from '../../../source';
import { closestCall, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { Validation } from './calls';

/** Whether what a handler validates has passed the same schema on its route: by a middleware that says so, or by one that may do something else with it. */
export type Before = 'surely' | 'perhaps' | 'no';

interface Schema {
  /** The last word of its name. */
  readonly word: string;
  /** What it stands for, the same in all files. */
  readonly key: string;
}

/** Most files that name the handler and are looked into. */
const mostFiles = 40;

/** Looks at what the handler is registered with, in its own file and in those that name it. */
export function validatedBefore(validation: Validation, handler: Node, source: ScriptSource): Before {
  const found = schemaOf(validation);
  const key = found === undefined || isInside(declaredAt(found.node, source) ?? source.tree.rootNode, handler) ? undefined : keyOf(found.node, source);
  if (found === undefined || key === undefined) return 'no';
  const schema = { word: found.word, key };
  const name = nameOf(handler);
  const here = strongest([handedBeside(handler, schema, source), usedBefore(schema, source), inFile(name, schema, source)]);
  const before = here === 'surely' ? here : strongest([here, ...filesNaming(name, source).map((file) => openElsewhere(file, source, (other) => inFile(name, schema, other)) ?? 'no')]);
  return before === 'surely' && found.isDerived ? 'perhaps' : before;
}

const strongest = (all: readonly Before[]): Before => (all.includes('surely') ? 'surely' : all.includes('perhaps') ? 'perhaps' : 'no');

/** The handler's own name, or that of the function that makes it. */
function nameOf(handler: Node): string {
  let name = '';
  for (let fn: Node | undefined = handler; fn !== undefined && name === ''; fn = enclosingFunction(fn)) name = writtenName(fn);
  return /^[\w$]+$/.test(name) ? name : '';
}

/** `orderSchema` of `orderSchema.shape.body.parse(…)` and of `orderSchema.extend(…).parse(…)`, which asks for more. */
function schemaOf({ call, library, method }: Validation): { readonly node: Node; readonly word: string; readonly isDerived: boolean } | undefined {
  const callee = calleeOf(call);
  const isFunction = library === 'valibot' || method === 'attempt' || method === 'assert';
  let at = isFunction ? argumentsOf(call)[library === 'valibot' ? 0 : 1] : library === 'zod' || library === 'yup' || library === 'joi' ? field(callee ?? call, 'object') : undefined;
  let isDerived = false;
  for (;;) {
    if (at === undefined) return undefined;
    at = unwrapped(at);
    const object: Node | undefined = at.type === 'member_expression' ? field(at, 'object') : undefined;
    if (at.type === 'call_expression') {
      isDerived = true;
      at = field(calleeOf(at) ?? at, 'object');
    } else if (object !== undefined && (/\.shape(?:\.|$)/.test(at.text) || object.type === 'call_expression')) at = object;
    else break;
  }
  const word = at.type === 'identifier' ? at.text : field(at, 'property')?.text;
  return word === undefined || !/^[\w$]+(?:\.[\w$]+)*$/.test(at.text) ? undefined : { node: at, word, isDerived };
}

function declaredAt(expression: Node, source: ScriptSource): Node | undefined {
  let root = expression;
  while (root.type === 'member_expression') root = field(root, 'object') ?? source.tree.rootNode;
  return root.type === 'identifier' ? source.scopes.resolve(root)?.id : undefined;
}

/** Where the value of an expression is written; for one of a package that is not read, its import. */
function keyOf(expression: Node, source: ScriptSource): string | undefined {
  const origin = source.origins.direct(expression);
  if (origin !== undefined && origin.module !== '' && source.origins.locate(source.file, origin.module) === undefined) return `${origin.module}\0${origin.path.join('.')}`;
  return lookAtValue(expression, source, (node, at) => `${at.file}\0${node.startIndex}`);
}

function filesNaming(name: string, source: ScriptSource): readonly string[] {
  const { file, fragment, project } = source;
  const dir = name === '' || fragment ? undefined : searchedFolder(file, source);
  const all = (dir === undefined ? undefined : project.filesWith(name, dir))?.filter((other) => other !== file && !isTooling(project.relative(other))) ?? [];
  // A name that many have says little: those are meant that name the module too.
  const near = all.length > mostFiles ? all.filter((other) => (project.read(other) ?? '').includes(stemOf(file))) : all;
  return near.slice(0, mostFiles);
}

/** What all routes of a file say that name the handler. */
function inFile(name: string, schema: Schema, source: ScriptSource): Before {
  if (name === '') return 'no';
  const nodes = placesOf(name, source.text).map((at) => source.tree.rootNode.descendantForIndex(at, at + name.length));
  const said = nodes.flatMap((node) => (node?.text === name ? [handedBeside(node, schema, source)] : []));
  return said.length === 0 ? 'no' : strongest([...said, usedBefore(schema, source)]);
}

/** `router.use(validate(orderSchema))`: which of the file's routes stand behind it is not looked at. */
function usedBefore(schema: Schema, source: ScriptSource): Before {
  if (!source.text.includes(schema.word)) return 'no';
  return [...source.text.matchAll(/\.use\(/g)].some(({ index }) => {
    const call = closestCall(source.tree.rootNode.descendantForIndex(index + 1, index + 4) ?? source.tree.rootNode);
    return call !== undefined && argumentsOf(call).some((argument) => !functionTypes.has(argument.type) && handed(argument, schema, source) !== 'no');
  })
    ? 'perhaps'
    : 'no';
}

const wrapping: ReadonlySet<string> = new Set(['array', 'arguments', 'call_expression', 'pair', 'object', 'parenthesized_expression', 'as_expression', 'non_null_expression', 'await_expression', 'arrow_function']);

/** What stands beside a handler in the list it is registered by: the arguments of the call, or of those around it. */
function handedBeside(use: Node, schema: Schema, source: ScriptSource): Before {
  const said: Before[] = [];
  let at = use.parent?.type === 'member_expression' && field(use.parent, 'property')?.id === use.id ? use.parent : use;
  for (let outer = at.parent; outer !== null; at = outer, outer = at.parent) {
    const isBound = outer.type === 'member_expression' && field(outer, 'property')?.text === 'bind';
    if (!isBound && !wrapping.has(outer.type)) break;
    if (outer.type !== 'arguments' && outer.type !== 'array') continue;
    for (const beside of namedChildren(outer)) if (beside.id !== at.id && !functionTypes.has(beside.type)) said.push(handed(beside, schema, source));
  }
  return strongest(said);
}

/** Names of functions that refuse what does not fit. */
const validates = /valid|check|verif|parse|celebrate|guard|ensure|\bzod|\bjoi/i;

/** Whether an argument, or the value that it names, hands the schema on. */
function handed(argument: Node, schema: Schema, source: ScriptSource): Before {
  if (argument.type === 'array') return strongest(namedChildren(argument).map((each) => handed(each, schema, source)));
  const own = mentioned(argument, schema, source);
  if (own !== 'no' || !/^(?:identifier|member_expression|spread_element)$/.test(argument.type)) return own;
  const named = argument.type === 'spread_element' ? (namedChildren(argument)[0] ?? argument) : argument;
  const said = lookAtValue(named, source, (value, at) => (functionTypes.has(value.type) ? undefined : mentioned(value, schema, at))) ?? 'no';
  return said === 'perhaps' && validates.test(named.text) ? 'surely' : said;
}

function mentioned(node: Node, { word, key }: Schema, source: ScriptSource): Before {
  const found = placesOf(word, node.text).find((at) => {
    const id = source.tree.rootNode.descendantForIndex(node.startIndex + at, node.startIndex + at + word.length);
    const outer = id?.parent;
    const expression = outer?.type === 'member_expression' && field(outer, 'property')?.id === id?.id ? outer : id;
    return expression != null && keyOf(expression, source) === key;
  });
  return found === undefined ? 'no' : validates.test(node.text.slice(0, found)) ? 'surely' : 'perhaps';
}
