import { heldValue } from '../../../facts/javascript/flow';
import { unwrapped } from '../../../facts/javascript/options';
import { isRequestData } from '../../../facts/javascript/requestData';
import type { ScriptSource } from '../../../source';
import { field, walk, type Node } from '../../../syntax/nodes';

const bodyProperty = /^(?:req|request|ctx\.request)\.body\.(\w+)$/;

/**
 * True for an id read from the body under a name that code of the same file assigns, from something that is not the
 * request: middleware that hands the id of a row it just made to the handler behind it.
 */
export function isHandedOn(value: Node, source: ScriptSource): boolean {
  const name = bodyNameOf(value, source);
  return name !== undefined && source.memo.once(handedNames, source).has(name);
}

function handedNames(source: ScriptSource): ReadonlySet<string> {
  const found = new Set<string>();
  walk(source.tree.rootNode, (node) => {
    const [left, right] = node.type === 'assignment_expression' ? [field(node, 'left'), field(node, 'right')] : [];
    const name = left === undefined ? undefined : bodyProperty.exec(left.text)?.[1];
    if (name !== undefined && right !== undefined && !isOfRequest(right, source)) found.add(name);
    return true;
  });
  return found;
}

/** True for a value made of what came with the request, such as the id as a number. */
function isOfRequest(right: Node, source: ScriptSource): boolean {
  const names = [right, ...right.descendantsOfType(['identifier', 'member_expression'])];
  return isRequestData(right, source) || names.some((name) => name !== null && bodyNameOf(name, source) !== undefined);
}

/** The property of the body that an expression reads, directly or through a name: `const { id } = req.body`. */
function bodyNameOf(value: Node, source: ScriptSource): string | undefined {
  const read = heldValue(value, source);
  const direct = bodyProperty.exec(read.text)?.[1];
  const declaration = direct === undefined && (read.type === 'identifier' || read.type === 'shorthand_property_identifier') ? source.scopes.resolve(read) : undefined;
  const pattern = declaration?.id.parent;
  if (declaration === undefined || (pattern?.type !== 'object_pattern' && pattern?.type !== 'pair_pattern')) return direct;
  const body = field(declaration.site, 'value');
  const key = pattern.type === 'pair_pattern' ? field(pattern, 'key')?.text : declaration.name;
  return body !== undefined && key !== undefined ? bodyProperty.exec(`${unwrapped(body).text}.${key}`)?.[1] : undefined;
}
