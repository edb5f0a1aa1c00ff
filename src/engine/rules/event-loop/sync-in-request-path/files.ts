import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { closestCall, field, isInside, type Node } from '../../../syntax/nodes';
import type { SyncFunction } from './twins';

/** Functions that a reader can catch half-way; a rename or a removal is one step. */
const writers = /\b(?:writeFile|appendFile|outputFile|outputJson|writeJson|truncate|createWriteStream|copyFile)(?:Sync)?\s*\(/g;
const removers = /\b(?:rm|unlink|rmdir|remove|emptyDir)(?:Sync)?\s*\(/g;
const creators = /\b(?:writeFile|outputFile|outputJson|writeJson|mkdir|ensureDir|copyFile|cp|copy|rename|move)(?:Sync)?\s*\(/g;
/** Functions whose second path is the one they make. */
const copies = /^(?:copyFile|cp|copy|move)/;
const readers = /\b(?:readFile|readJson|createReadStream)(?:Sync)?\s*\(/g;

/** Functions that replace a file's content: two of them at once on one file mix. */
const replaces: ReadonlySet<string> = new Set(['writeFileSync', 'truncateSync', 'outputFileSync', 'writeJsonSync', 'outputJsonSync']);
const reads: ReadonlySet<string> = new Set(['readFileSync', 'readJsonSync']);

/**
 * Why a file call may not be awaited although it has a twin: other code relies on it being one step.
 * @param unit the function that runs once for each request
 */
export function fileObstacle(call: Node, called: SyncFunction, unit: Node, source: ScriptSource): string | undefined {
  const [path, options] = argumentsOf(call);
  if (path === undefined) return undefined;
  if (path.type === 'number' || source.origins.key(path) === 'fs:openSync.()') return 'it is given a file descriptor, and fs/promises takes paths';
  if (/^l?statSync$/.test(called.name) && options !== undefined && mayHide(options, 'throwIfNoEntry', source)) {
    return 'Node 20 ignores throwIfNoEntry in the asynchronous form';
  }
  const made = copies.test(called.name) ? argumentsOf(call)[1] : replaces.has(called.name) ? path : undefined;
  if (made !== undefined && isFixed(made, unit, source)) return 'all requests write this one file: awaited writes would mix';
  if (replaces.has(called.name) && callsOn(path, readers, unit, call, source)) {
    return 'the file is read and then written: awaiting would let another request in between';
  }
  if (isRemade(call, path, called, unit, source)) return 'the file is removed and made again: in between, another request would miss it';
  // A path of this request's own is only this request's to write; a fixed one is everybody's.
  const writersOf = isFixed(path, unit, source) ? source.tree.rootNode : unit;
  if (reads.has(called.name) && callsOn(path, writers, writersOf, call, source)) {
    return 'this file is also written here: an awaited read could see half of it';
  }
  return undefined;
}

function mayHide(options: Node, name: string, source: ScriptSource): boolean {
  const known = optionsOf(options, source);
  return known === undefined || optionOf(known, name, source).state !== 'absent';
}

/** The call is one half of a removal and a new file, in this order, on one path. */
function isRemade(call: Node, path: Node, called: SyncFunction, unit: Node, source: ScriptSource): boolean {
  const text = `${called.name}(`;
  const follows = (other: Node) => other.startIndex > call.startIndex;
  if (text.search(removers) === 0) return callsOn(path, creators, unit, call, source, follows);
  const target = copies.test(text) ? argumentsOf(call)[1] : path;
  return text.search(creators) === 0 && target !== undefined && callsOn(target, removers, unit, call, source, (other) => !follows(other));
}

/** True when the code also writes what this call reads, or reads what it writes: the file then grows with what is kept there. */
export const isKeptHere = (path: Node, call: Node, called: SyncFunction, source: ScriptSource): boolean =>
  callsOn(path, reads.has(called.name) ? writers : readers, source.tree.rootNode, call, source);

/** Another call by one of these names, on the same path. */
function callsOn(path: Node, names: RegExp, inside: Node, own: Node, source: ScriptSource, counts: (other: Node) => boolean = () => true): boolean {
  const wanted = canonicalPath(path, source);
  const text = source.text.slice(inside.startIndex, inside.endIndex);
  return [...text.matchAll(names)].some((match) => {
    const at = source.tree.rootNode.descendantForIndex(inside.startIndex + match.index);
    const call = at === null ? undefined : closestCall(at);
    if (call === undefined || call.id === own.id || !counts(call) || !isInside(at ?? call, calleeOf(call) ?? call)) return false;
    // A copy only reads its first path, and a rename gives it up.
    const changed = argumentsOf(call)[copies.test(match[0]) || match[0].startsWith('rename') ? 1 : 0];
    return changed !== undefined && canonicalPath(changed, source) === wanted;
  });
}

const maxDepth = 6;

/** No part of a path. A module's object, whose functions name it again, would be written out within itself. */
const isNoPath = ({ type }: Node): boolean => functionTypes.has(type) || type === 'object' || type.startsWith('class');

/** Far more than any path is made of: constants that name others several times over would be written out without end. */
const mostParts = 1000;

/** The expression with its constants written out, so that two spellings of one path compare equal. */
export const canonicalPath = (node: Node, source: ScriptSource): string => writtenOut(node, source, 0, { left: mostParts });

function writtenOut(node: Node, source: ScriptSource, depth: number, parts: { left: number }): string {
  parts.left--;
  if (node.type === 'identifier' && depth < maxDepth && parts.left > 0) {
    const declaration = source.scopes.resolve(node);
    const value = declaration?.kind === 'const' && declaration.id.parent?.id === declaration.site.id ? field(declaration.site, 'value') : undefined;
    return value === undefined || isNoPath(value) ? node.text : writtenOut(value, source, depth + 1, parts);
  }
  if (isNoPath(node) || node.type === 'string' || node.type === 'template_string' || node.childCount === 0) return node.text.replace(/^["`]|["`]$/g, "'");
  return node.children.map((child) => (child === null ? '' : writtenOut(child, source, depth, parts))).join('');
}

/** Calls that give the same path each time. */
const pure = /^(?:path:(?:posix\.|win32\.)?(?:join|resolve|normalize|dirname|basename)|os:(?:tmpdir|homedir)|url:fileURLToPath|:process\.cwd|:require\.resolve)$/;

/**
 * True when the path is the same for every request: nothing in it belongs to this one.
 * @param seen the constants that were looked into, which may be named again, also by themselves
 */
function isFixed(node: Node, unit: Node, source: ScriptSource, seen = new Set<number>()): boolean {
  switch (node.type) {
    case 'identifier': {
      const declaration = source.scopes.resolve(node);
      if (declaration === undefined || !isInside(declaration.id, unit)) return true;
      if (seen.has(declaration.id.id)) return true;
      seen.add(declaration.id.id);
      const value = declaration.kind === 'const' ? field(declaration.site, 'value') : undefined;
      return value !== undefined && isFixed(value, unit, source, seen);
    }
    case 'call_expression': {
      const callee = calleeOf(node);
      return callee !== undefined && pure.test(source.origins.key(callee)) && argumentsOf(node).every((argument) => isFixed(argument, unit, source, seen));
    }
    case 'this':
      return true;
    case 'new_expression':
      return field(node, 'constructor')?.text === 'URL' && argumentsOf(node).every((argument) => isFixed(argument, unit, source, seen));
    default:
      return node.namedChildren.every((child) => child === null || isFixed(child, unit, source, seen));
  }
}
