import type { ScriptSource } from '../../source';

const nameTypes: ReadonlySet<string> = new Set([
  'identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'type_identifier',
]);

/** True when the file binds or refers to the name anywhere; property names do not count. */
export function isTaken(source: ScriptSource, name: string): boolean {
  const { text, tree } = source;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const node = tree.rootNode.descendantForIndex(at, at + name.length);
    if (node?.startIndex === at && node.endIndex === at + name.length && nameTypes.has(node.type)) return true;
  }
  return false;
}

/** `base` where the file does not use it; else with a prefix (`fsReadFile`); else numbered (`readFile2`). */
export function freeName(source: ScriptSource, base: string, prefix: string): string {
  if (!isTaken(source, base)) return base;
  const prefixed = prefix + base.charAt(0).toUpperCase() + base.slice(1);
  if (prefix !== '' && !isTaken(source, prefixed)) return prefixed;
  let count = 2;
  while (isTaken(source, `${base}${count}`)) count++;
  return `${base}${count}`;
}
