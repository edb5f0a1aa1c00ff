import { isTooling } from '../../scan/quiet';
import type { ScriptSource } from '../../source';

const once = /(?:^|\/)(?:migrat\w*|seed\w*)(?:\/|\.[cm]?[jt]s$)/i;

/** Files that run once and end: nobody else waits for what they hold. */
export function isProgram(source: ScriptSource): boolean {
  const relative = source.project.relative(source.file);
  if (isTooling(relative) || once.test(relative)) return true;
  if (source.tree.rootNode.firstNamedChild?.type === 'hash_bang_line') return true;
  return source.project.packageFor(source.file)?.bin.includes(source.file) === true;
}
