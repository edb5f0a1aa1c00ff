import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { isTest, isTooling } from '../../../scan/quiet';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import { entersLock, handlesDuplicates, runsOnce } from '../check-then-insert/protection';

const knowsDuplicates = /\bP2002\b|\b11000\b|UniqueConstraintError|SequelizeUniqueConstraintError/;

const oneOff = /(?:^|\/)[\w-]*(?:migration|script|seed)[\w-]*\/|(?:^|\/)(?:prisma\/seed|seed\w*|bootstrap|setup|fixtures?)(?:\.[cm]?[jt]s$|\/)|(?:^|[./_-])seed(?:er|s)?\.[cm]?[jt]s$/i;

/** Code that is run once, by hand or by a deployment. */
export function isOneOff(source: ScriptSource): boolean {
  const file = source.project.relative(source.file);
  return isTooling(file) || isTest(file) || runsOnce.test(file) || oneOff.test(file);
}

/** True where the violation of the key is handled around the call, or one caller at a time gets there. */
export function isProtected(call: Node, source: ScriptSource): boolean {
  if (isOneOff(source) || chainedCatch(call)) return true;
  for (let at: Node | null = call.parent; at !== null; at = at.parent) {
    if (at.type === 'try_statement' && handles(field(at, 'handler')?.text ?? '')) return true;
    if (functionTypes.has(at.type) && (isInLock(at) || takesLock(at, call))) return true;
  }
  return false;
}

const handles = (text: string) => handlesDuplicates.test(text) || knowsDuplicates.test(text);

function chainedCatch(call: Node): boolean {
  const member = call.parent;
  const name = member?.type === 'member_expression' ? field(member, 'property')?.text : undefined;
  return (name === 'catch' || name === 'then') && handles(member?.parent?.text ?? '');
}

/** `withLock(key, async () => …)`, `prisma.$transaction(async (tx) => …, { isolationLevel: 'Serializable' })`. */
function isInLock(fn: Node): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
  if (call === null) return false;
  const others = argumentsOf(call).filter((argument) => argument.id !== fn.id);
  return entersLock.test(calleeOf(call)?.text ?? '') || others.some((argument) => /serializable/i.test(argument.text));
}

const locks = /\b\w*(?:acquire|[lL]ock|[mM]utex|advisory|setnx|Serializable|SERIALIZABLE)\w*\b/;

/** A lock taken in the function before the call. A name alone never makes a finding; here it only prevents one. */
function takesLock(fn: Node, call: Node): boolean {
  const before = fn.text.slice(0, call.startIndex - fn.startIndex).replace(/\/\/.*|\/\*[^]*?\*\//g, '');
  return locks.test(before.replace(/\b(?:block|clock|unlock|locked|lockout|blocked)\w*/gi, ''));
}
