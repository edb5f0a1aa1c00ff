import { classTypes } from '../../../facts/javascript/classes';
import { openElsewhere } from '../../../facts/javascript/elsewhere';
import { parametersOf } from '../../../facts/javascript/functions';
import { enclosingHandler } from '../../../facts/javascript/handlers';
import { functionTypes, placesOf } from '../../../facts/javascript/scope';
import { isTest } from '../../../scan/quiet';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, type Node } from '../../../syntax/nodes';

/** Where more files name a class, who makes it is not asked. */
const mostFiles = 20;

/**
 * True for a pool that a class makes for itself, where each request makes an instance of its own: it never runs out of
 * what one request asks of it. That such a pool is made anew each time is another flaw.
 */
export function isMadePerRequest(call: Node, source: ScriptSource): boolean {
  const owner = ancestorOf(call, classTypes);
  const name = owner === undefined ? undefined : field(owner, 'name')?.text;
  const member = ancestorOf(call, members);
  const isOfInstance = owner !== undefined && member !== undefined && isInside(member, owner) && (member.type !== 'method_definition' || field(member, 'name')?.text === 'constructor') && !/^static\b/.test(member.text);
  if (name === undefined || !isOfInstance) return false;
  const { file, project } = source;
  const root = file.slice(0, file.length - project.relative(file).length - 1);
  const others = (project.filesWith(name, root) ?? []).filter((each) => each !== file && !isTest(project.relative(each)));
  if (others.length > mostFiles) return false;
  const made = [madeIn(name, source), ...others.map((each) => openElsewhere(each, source, (other) => madeIn(name, other)) ?? [false])].flat();
  return made.length > 0 && made.every((isOfRequest) => isOfRequest);
}

const members: ReadonlySet<string> = new Set(['method_definition', 'field_definition', 'public_field_definition']);

/** For each instance a file makes, whether a variable of a handler holds it. */
function madeIn(name: string, source: ScriptSource): boolean[] {
  return placesOf(name, source.text).flatMap((at) => {
    const made = source.tree.rootNode.descendantForIndex(at, at + name.length)?.parent;
    if (made?.type !== 'new_expression') return [];
    return [made.parent?.type === 'variable_declarator' && (enclosingHandler(made, source) !== undefined || isBesideRequest(made))];
  });
}

/** In a function that is handed a request, or one within it. */
function isBesideRequest(node: Node): boolean {
  for (let fn = ancestorOf(node, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) {
    const [first, second] = parametersOf(fn);
    if (/^_?req(?:uest)?\b/.test(first?.text ?? '') && /^_?(?:res(?:ponse)?|reply)\b/.test(second?.text ?? '')) return true;
  }
  return false;
}
