import { argumentsOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { namedChildren, walk, type Node } from '../../../syntax/nodes';
import type { SyncFunction } from './twins';

/** Follows a path through at most this many names. */
const maxDepth = 5;

/** True for work on the disk that rarely takes long: a program's own file, which the system keeps in memory, or one entry removed. */
export function isSmall(call: Node, called: SyncFunction, source: ScriptSource): boolean {
  const [path, given] = argumentsOf(call);
  if (path === undefined || !called.module.startsWith('fs')) return false;
  if (/^read(?:File|Json)Sync$/.test(called.name)) return isOwn(path, source);
  if (called.name !== 'rmSync') return false;
  const options = given === undefined ? undefined : optionsOf(given, source);
  return given === undefined || (options !== undefined && optionOf(options, 'recursive', source).state === 'absent');
}

/** Logs and what others store grow, wherever they lie. */
const growing = /\blogs?\b|upload|storage|tmp|cache/i;

/** A path that begins where the code lies: `path.join(__dirname, 'page.html')`, by way of names too. */
function isOwn(path: Node, source: ScriptSource, depth = 0): boolean {
  const value = heldValue(path, source);
  if (growing.test(value.text)) return false;
  if (/\b(?:__dirname|import\.meta)\b/.test(value.text)) return true;
  if (depth >= maxDepth || !/^(?:call_expression|template_string|binary_expression)$/.test(value.type)) return false;
  const first = value.type === 'call_expression' ? argumentsOf(value)[0] : firstIdentifier(value);
  return first !== undefined && first.type === 'identifier' && isOwn(first, source, depth + 1);
}

/** What a text begins with, where that is a name. */
function firstIdentifier(text: Node): Node | undefined {
  let found: Node | undefined;
  walk(text, (node) => {
    if (found === undefined && namedChildren(node).length === 0) found = node;
    return found === undefined;
  });
  return found;
}
