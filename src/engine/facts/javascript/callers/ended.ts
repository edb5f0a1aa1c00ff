import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';
import { parametersOf } from '../functions';

/**
 * Whether a timer settles a promise whatever becomes of the work in its executor: `setTimeout(resolve, 1000)` stands before
 * the node, or a function of the file that starts one was given `resolve` or `reject`, and nothing has stopped it there yet.
 * @param executor the function given to `new Promise`
 */
export function isEndedByTimer(executor: Node, node: Node, { text }: ScriptSource): boolean {
  const before = text.slice(executor.startIndex, node.startIndex);
  if (before.includes('clearTimeout(')) return false;
  return parametersOf(executor).some(({ text: settle }) => {
    if (!/^[\w$]+$/.test(settle)) return false;
    const name = settle.replaceAll('$', '\\$');
    if (new RegExp(`\\bsetTimeout\\((?:[^;]|;(?!\\s*$)){0,200}?(?<![\\w$.])${name}(?![\\w$])`, 'm').test(before)) return true;
    return [...before.matchAll(new RegExp(`(?<![\\w$.])(\\w+)\\(${name}\\b`, 'g'))].some(([, helper = '']) => new RegExp(`(?:\\bfunction\\s+${helper}\\b|\\b${helper}\\s*=(?!=))[^;]{0,200}?\\bsetTimeout\\(`).test(text));
  });
}
