import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { lookAtValue } from '../../../facts/javascript/elsewhere';
import { unwrapped } from '../../../facts/javascript/options';
import { besideHandler } from '../../../facts/javascript/routeNeighbours';
import { functionTypes, placesOf } from '../../../facts/javascript/scope';
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

/** Looks at what stands beside the handler on its routes, in whatever file. */
export function validatedBefore(validation: Validation, handler: Node, source: ScriptSource): Before {
  const found = schemaOf(validation);
  const key = found === undefined || isInside(declaredAt(found.node, source) ?? source.tree.rootNode, handler) ? undefined : keyOf(found.node, source);
  if (found === undefined || key === undefined) return 'no';
  const schema = { word: found.word, key };
  let before = usedBefore(schema, source);
  for (const said of besideHandler(handler, source, (argument, at) => strongest([handed(argument, schema, at), usedBefore(schema, at)]))) {
    before = strongest([before, said]);
    if (before === 'surely') break;
  }
  return before === 'surely' && found.isDerived ? 'perhaps' : before;
}

const strongest = (all: readonly Before[]): Before => (all.includes('surely') ? 'surely' : all.includes('perhaps') ? 'perhaps' : 'no');

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
