import { placesOf } from '../../facts/javascript/scope';
import type { ScriptSource } from '../../source';
import type { ImportWish } from './imports';

const nameTypes: ReadonlySet<string> = new Set([
  'identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'type_identifier',
]);

/** True when the file binds or refers to the name anywhere; property names do not count. */
export function isTaken(source: ScriptSource, name: string): boolean {
  const known = source.memo.once(noNames, source);
  const taken = known.get(name) ?? isFound(source, name);
  known.set(name, taken);
  return taken;
}

const noNames = (): Map<string, boolean> => new Map();

function isFound(source: ScriptSource, name: string): boolean {
  return placesOf(name, source.text).some((at) => {
    const node = source.tree.rootNode.descendantForIndex(at, at + name.length);
    return node?.startIndex === at && node.endIndex === at + name.length && nameTypes.has(node.type);
  });
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

/** The name under which to bind an export that the file does not have yet. */
export function localFor(source: ScriptSource, want: ImportWish, isWhole: boolean): string {
  const base = want.preferred ?? (isWhole ? moduleIdentifier(want.module) : want.name);
  return freeName(source, base, moduleIdentifier(want.module.split('/', 1)[0] ?? want.module));
}

/** The usual local name of a module: `fsp` for fs/promises, `childProcess` for child_process, `router` for @koa/router. */
export function moduleIdentifier(module: string): string {
  if (module === 'fs/promises') return 'fsp';
  const last = module.replace(/^@[^/]+\/(?=.)/, '').replaceAll('/', '-');
  return last.replace(/[^\p{L}\p{N}]+(\p{L}|\p{N}|$)/gu, (_, next: string) => next.toUpperCase());
}

/** In a fragment: through the module's usual name where the text uses that, else the bare export. */
export function conventionalName(source: ScriptSource, want: ImportWish): string {
  const holder = moduleIdentifier(want.module);
  if (want.name === 'default' || want.name === '*') return want.preferred ?? holder;
  for (const name of [holder, want.module]) if (isTaken(source, name)) return `${name}.${want.name}`;
  if (want.module === 'fs/promises' && isTaken(source, 'fs')) return `fs.promises.${want.name}`;
  return want.name;
}
