import type { ScriptSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { objectText } from './lists';

/** Types of the clients themselves, which know all their options. */
const ofClients = /^(?:\w+\.)?(?:\w*RequestInit|(?:Internal)?(?:Axios|Create\w*)\w*(?:Config|Defaults)\w*|(?:Https?)?(?:Request|Client)Options|\w*OptionsInit|ExtendOptions|GotOptions|any|object)$/;

/**
 * True where a variable's object literal is declared with a type that may not have another option: the compiler refuses a
 * property that the type does not name. The client's own types have them all, and what builds on one has too.
 * @param object the literal that the variable starts with
 */
export function lacksOption(object: Node, source: ScriptSource): boolean {
  const declarator = object.parent?.type === 'variable_declarator' ? object.parent : undefined;
  const annotation = declarator === undefined ? undefined : field(declarator, 'type');
  const written = annotation?.text.replace(/^\s*:\s*/, '') ?? '';
  const name = /^[\w.]+/.exec(written)?.[0] ?? '';
  if (written === '' || ofClients.test(name)) return false;
  const own = new RegExp(`\\b(?:interface\\s+${name}\\b[^{]*|type\\s+${name}\\b[^=]*=\\s*)\\{`).exec(source.text);
  return own === null || !/\bextends\b/.test(own[0]);
}

/** `{ ...options, timeout: 5000 }` in the place of `options`: what the call is given has a type of its own. */
export const spreadWith = (options: Node, items: readonly string[], source: ScriptSource): TextEdit => ({
  start: options.startIndex,
  end: options.endIndex,
  newText: objectText([`...${options.text}`, ...items], source),
});
