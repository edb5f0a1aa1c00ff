import { argumentsOf, calleeOf } from '../../facts/javascript/calls';
import { functionTypes } from '../../facts/javascript/scope';
import { isTest, isTooling } from '../../scan/quiet';
import type { ScriptSource } from '../../source';
import { type Node } from '../../syntax/nodes';
import { entersLock, runsOnce } from './check-then-insert/protection';

const oneOff = /(?:^|\/)[\w-]*(?:migration|script|seed)[\w-]*\/|(?:^|\/)(?:prisma\/seed|seed[\w-]*|bootstrap|setup|fixtures?)(?:\.[cm]?[jt]s$|\/)|(?:^|[./_-])seed(?:er|s)?\.[cm]?[jt]s$/i;

/** Code that is run once, by hand or by a deployment. */
export function isOneOff(source: ScriptSource): boolean {
  const file = source.project.relative(source.file);
  return isTooling(file) || isTest(file) || runsOnce.test(file) || oneOff.test(file);
}

/** True where one caller at a time gets to a call: in a function given to a lock, at SERIALIZABLE, or after a lock was taken. */
export function runsAlone(call: Node): boolean {
  for (let at: Node | null = call.parent; at !== null; at = at.parent) if (functionTypes.has(at.type) && (isInLock(at) || takesLock(at, call))) return true;
  return false;
}

/** `withLock(key, async () => …)`, `prisma.$transaction(async (tx) => …, { isolationLevel: 'Serializable' })`. */
function isInLock(fn: Node): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
  if (call === null) return false;
  const others = argumentsOf(call).filter((argument) => argument.id !== fn.id);
  return entersLock.test(calleeOf(call)?.text ?? '') || others.some((argument) => /serializable|repeatable.?read/i.test(argument.text));
}

const locks = /\b\w*(?:acquire|[lL]ock|[mM]utex|advisory|setnx|[sS]erializable|SERIALIZABLE)\w*\b|\bLOCK\b|for\s+(?:no\s+key\s+)?update\b|forUpdate|\.for\(['"]update/i;

/** A lock taken in the function before the call. A name alone never makes a finding; here it only prevents one. */
function takesLock(fn: Node, call: Node): boolean {
  const before = fn.text.slice(0, call.startIndex - fn.startIndex).replace(/\/\/.*|\/\*[^]*?\*\//g, '');
  return locks.test(before.replace(/\b\w*(?:block|clock|unlock|locked|lockout)\w*/gi, ''));
}
