import { argumentsOf } from '../../../facts/javascript/calls';
import { parametersOf } from '../../../facts/javascript/functions';
import { argumentsFor } from '../../../facts/javascript/requestData';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { closest, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Growth } from './uses';

/** What a check of the sign-in has put on the request; what the client itself sends stands in its parts. */
const signedIn = /^(?:req|request|ctx|context|c)\b(?!.*\b(?:body|query|params?|headers?|cookies?)\b)[\w.?!]*[.](?:\w*[uU]ser(?:Id|ID|_id)?|(?:user|account|member)[.?!]+_?id|\w*(?:account|member)Id)(?:[.?!]+_?id)?$/;

/** A number, or what is named for a count or a time. */
const isShort = (word: string): boolean => /^(?:\d[\w]*|new|true|false|null)$/.test(word) || /(?:count|now|date|window|time|at|expires?|reset|last|limit|ms)$/i.test(word);

/** Texts, lists and functions may hold anything. */
const holdsMore = /["'`[{]|=>/;

/** True for a few bytes under the id of whoever is signed in: as many entries as accounts come by between two releases. */
export function isFewBytesOfAccounts({ place, key }: Growth, source: ScriptSource): boolean {
  if (key === undefined || !isSmall(place)) return false;
  if (signedIn.test(key.text)) return true;
  const declaration = key.type === 'identifier' ? source.scopes.resolve(key) : undefined;
  const fn = declaration?.kind === 'parameter' ? closest(declaration.scope, functionTypes) : undefined;
  const given = fn === undefined ? [] : argumentsFor(fn, parametersOf(fn).findIndex((each) => (field(each, 'pattern') ?? each).text === key.text), source);
  return given.length > 0 && given.every((argument) => signedIn.test(argument.text));
}

/** `set(key, { count: 1, at: now })`, `marks[key] = Date.now()` */
function isSmall(place: Node): boolean {
  const call = place.parent?.type === 'call_expression' ? place.parent : undefined;
  const value = call === undefined ? (place.parent === null ? undefined : field(place.parent, 'right')) : argumentsOf(call)[1];
  if (value === undefined) return false;
  const parts = value.type === 'object' ? namedChildren(value).map((entry) => field(entry, 'value') ?? entry) : [value];
  return parts.every(({ text }) => !holdsMore.test(text) && (text.match(/\w+/g) ?? []).every(isShort));
}
