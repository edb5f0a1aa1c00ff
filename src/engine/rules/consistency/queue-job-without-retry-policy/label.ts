import { lookAtValue } from '../../../facts/javascript/elsewhere';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

/** A queue's name as a string, from another file where it is imported, or else the way the code spells it. */
export function labelOf(argument: Node | undefined, source: ScriptSource): string {
  if (argument === undefined) return 'default';
  return lookAtValue(argument, source, (value) => stringValue(value)) ?? argument.text;
}
