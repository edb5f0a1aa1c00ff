import type { GoSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import type { GoOrigins } from './origin';
import { packageTexts } from './packageFiles';
import { enclosingGoFunction } from './scope';

/** Where a client is declared that is a value and that nothing of its package fills. Its zero value sends with the default transport and never gives up. */
export interface ZeroClient {
  /** The type that declares it: that of `var client http.Client`, or of the field `client http.Client`. */
  readonly type: Node;
  /** The struct whose field it is. */
  readonly struct?: string;
}

/** @returns undefined for a client that is made with a value, may be given one, or limits */
export function zeroClient(client: Node, source: GoSource): ZeroClient | undefined {
  if (client.type === 'identifier') return zeroVariable(client, source);
  return client.type === 'selector_expression' ? zeroField(client, source) : undefined;
}

const isClient = (type: Node | undefined, origins: GoOrigins): boolean => {
  const origin = type?.type === 'qualified_type' ? origins.ofType(type) : undefined;
  return origin?.module === 'net/http' && origin.path.join('.') === 'Client';
};

function zeroVariable(client: Node, source: GoSource): ZeroClient | undefined {
  const declaration = source.scopes.resolve(client);
  const type = declaration?.kind === 'var' && field(declaration.site, 'value') === undefined ? field(declaration.site, 'type') : undefined;
  if (declaration === undefined || type === undefined || !isClient(type, source.origins)) return undefined;
  const fn = enclosingGoFunction(declaration.site);
  return isLeftAlone(client.text, '', fn === undefined ? packageTexts(source) : [fn.text]) ? { type } : undefined;
}

function zeroField(client: Node, source: GoSource): ZeroClient | undefined {
  const [operand, name] = [field(client, 'operand'), field(client, 'field')?.text];
  const declaration = operand?.type === 'identifier' ? source.scopes.resolve(operand) : undefined;
  const struct = declaration === undefined ? undefined : source.origins.localTypeOf(declaration);
  const type = struct === undefined || name === undefined ? undefined : typeOfField(struct, name, source);
  if (struct === undefined || name === undefined || type === undefined) return undefined;
  // What gives no names gives every field a value.
  const inOrder = new RegExp(String.raw`\b${struct}\{\s*(?!\w+\s*:|\}|//)`);
  const texts = packageTexts(source);
  return !texts.some((text) => inOrder.test(text)) && isLeftAlone(name, String.raw`\.`, texts) ? { type, struct } : undefined;
}

/** The type of a field that a struct of this file has as a value. */
function typeOfField(struct: string, name: string, source: GoSource): Node | undefined {
  for (const entry of source.tree.rootNode.descendantsOfType('field_declaration')) {
    const spec = entry?.parent?.parent?.parent;
    const type = entry === null ? undefined : field(entry, 'type');
    if (entry === null || spec?.type !== 'type_spec' || field(spec, 'name')?.text !== struct || !isClient(type, source.origins)) continue;
    if (entry.childrenForFieldName('name').some((id) => id?.text === name)) return type;
  }
  return undefined;
}

/**
 * Nothing that can reach it sets it, sets its limits or takes its address. Another package may do that to what is exported.
 * @param owner what stands before the name
 * @param texts where it can be reached from
 */
function isLeftAlone(name: string, owner: string, texts: readonly string[]): boolean {
  if (/^[A-Z]/.test(name)) return false;
  const touched = new RegExp(String.raw`\b${name}\s*:[^=]|${owner}\b${name}(?:\.(?:Timeout|Transport))?\s*(?:,[^\n=]*)?:?=[^=]|&(?:\w+\.)*${name}\b(?!\.)`);
  return !texts.some((text) => touched.test(text));
}
