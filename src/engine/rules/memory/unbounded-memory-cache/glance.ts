import { bracketsIn } from '../../../facts/javascript/brackets';
import { mayReadRequests, mayRunInRequestsAt } from '../../../facts/javascript/glance';
import type { Glimpse } from '../../rule';
import { closedKeys } from './keys';
import { livingThings } from './stores';

/** The name that a line declares what follows under, where it declares one thing. */
const declared =
  /\bconst\s+([\w$]+)\s*(?::[^=;]*)?=?\s*$|\b(?:let|var)\s+([\w$]+)\s*=?\s*$|^\s+(?:(?:private|protected|public|static|readonly|declare|override)\s+)*(#?[\w$]+)\s*(?::[^=;]*)?=?\s*$/;

/** `this.entries = `, `exports.cache = `: no declaration. */
const member = /^\s*[\w$]+(?:\??\.#?[\w$]+|\[[^\]]*\])+\s*=?\s*$/;

/** What follows is a type, exported, an argument, what a function gives, or assigned to something else first. */
const other = /^\s*(?:export\b[^;{]*|(?:declare\s+)?type\s+[\w$]+.*)$|[\w$)\]]\s*\($|=>\s*$|(?<![=!<>])=\s*[\w$.]+\s*$/;

/** What only a class field begins with. */
const modifiers = /^\s+(?:(?:private|protected|public|static|readonly|declare|override)\s+|#)/;

/**
 * A look at the line up to a trigger: false where what follows is no empty container that a declaration holds, or where
 * nothing of its name grows.
 */
export function mayBeStore(line: string, glimpse: Glimpse): boolean {
  const before = line.replace(/\/\*.*?\*\//g, '');
  if (member.test(before) || isInParentheses(before) || !mayBeEmpty(glimpse) || isOther(before, glimpse)) return false;
  const name = declared.exec(before)?.slice(1).find(Boolean);
  if (name === undefined) return true;
  return !livingThings.test(name) && mayGrow(name, glimpse) && (!variable.test(before) || (isAtTop(glimpse) && !shrinks(name, glimpse)));
}

const variable = /\b(?:const|let|var)\b/;

const isAtTop = ({ text, offset, memo }: Glimpse): boolean => memo.once(bracketsIn, text)?.around(offset) === undefined;

/** A parameter's default, or an argument. */
const isInParentheses = (before: string): boolean => before.split('(').length > before.split(')').length;

function mayBeEmpty({ text, offset, literal }: Glimpse): boolean {
  const after = text.slice(offset + literal.length, offset + literal.length + 40);
  return literal.startsWith('new') ? !/^(?:[\w$]|\s*\(\s*[^\s)/])/.test(after) : !/^\s*\)/.test(after) || literal.startsWith('Object');
}

function isOther(before: string, { text, offset, memo }: Glimpse): boolean {
  if (modifiers.test(before)) return !(/\bprivate\b|^\s+[^:]*#/.test(before) && (/\bstatic\b/.test(before) || memo.once(mayMakeOne, text)));
  return before.trim() === '' ? isPart.test(text.slice(Math.max(0, offset - 200), offset)) : other.test(before);
}

/** Behind a line that ends with what a declaration's value does not follow, and with no comment. */
const isPart = /\n(?:(?!\/\/|\*\/).)*[,[{?:&|;][ \t\r]*\n\s*$/;

/** Whether there may be a class with one instance. */
function mayMakeOne(text: string): boolean {
  const made = new Set([...text.matchAll(/\bnew\s+([\w$]+)/g)].map(([, name]) => name));
  return /@(?:Injectable|Controller)\b/.test(text) || [...text.matchAll(/\bclass\s+([\w$]+)/g)].some(([, name]) => made.has(name));
}

/** False where nothing of that name is given an entry, or where no request is read and nothing is asked whether it has the key. */
function mayGrow(name: string, glimpse: Glimpse): boolean {
  const { text, literal } = glimpse;
  const own = `${escaped(name)}\\s*(?:\\?\\.)?`;
  const isAssigned = () => new RegExp(`${own}\\[[^;]*?\\]\\s*=(?!=)`).test(text);
  if (!/^(?:= \{\}|Object)/.test(literal) && new RegExp(`${own}\\.?\\s*(?:set|add|push|unshift)\\s*\\(`).test(text)) {
    return mayGrowInRequests(name, own, glimpse) && (mayReadRequests(glimpse) || (literal === 'new Map' && new RegExp(`${own}\\.?\\s*(?:get|has)\\s*\\(`).test(text)) || (literal === '= []' && isAssigned()));
  }
  return literal !== 'new Set' && isAssigned() && mayGrowInRequests(name, own, glimpse);
}

/** True where a variable's container plainly loses entries: what only members follow is no other variable of the same name. */
function shrinks(name: string, { text, offset, literal, memo }: Glimpse): boolean {
  const brackets = memo.once(bracketsIn, text);
  const declaredAt = text.lastIndexOf(name, offset);
  const others = [...text.matchAll(new RegExp(`(?<![\\w$]|[^.]\\.)${escaped(name)}(?![\\w$])`, 'g'))].filter(({ index }) => index !== declaredAt).map(({ index }) => index + name.length);
  const isObject = /^(?:= \{\}|Object)/.test(literal);
  if (isObject || brackets === undefined || !others.every((end) => /^\s*(?:\.|\?\.|\[)/.test(text.slice(end, end + 80)))) return false;
  return others.some((end) => {
    const call = /^\s*\??\.\s*(?:delete|clear|splice|shift|pop|fill|copyWithin)(?=\()/.exec(text.slice(end, end + 80));
    return call !== null && brackets.hasAt(end + call[0].length);
  });
}

const escaped = (name: string): string => name.replaceAll('$', '\\$');

/** A place of the text where a container may be asked for a key, or given one. */
interface Keyed {
  readonly offset: number;
  readonly mayAsk: boolean;
  readonly mayGive: boolean;
  /** How the key begins, up to a bracket or comma in it. */
  readonly key: string;
  readonly isWhole: boolean;
}

/** False where each entry is given while no request waits, has a key of which there are few, or one that nothing asks for. */
function mayGrowInRequests(name: string, own: string, glimpse: Glimpse): boolean {
  const places = [...glimpse.text.matchAll(new RegExp(`${own}(?:\\.?\\s*(set|add|push|unshift|get|has)\\s*\\(|\\[)`, 'g'))].map((match) => keyed(match, glimpse.text));
  // A comment is no part of a key.
  const isAsked = (key: string) => places.some((place) => place.mayAsk && (place.key === key || /\/[*/]/.test(place.key + key)));
  return places.some(({ mayGive, isWhole, key, offset }) => mayGive && !(isWhole && isOneOfFew(key)) && (mayReadRequests(glimpse) || isAsked(key)) && !isOfAnother(name, offset, glimpse) && mayRunInRequestsAt(glimpse, offset));
}

/** True where a block around the place plainly declares a variable of the same name; `this.entries` is none. */
function isOfAnother(name: string, offset: number, { text, memo }: Glimpse): boolean {
  const brackets = memo.once(bracketsIn, text);
  if (brackets === undefined || text[offset - 1] === '.') return false;
  const blocks = brackets.outwards(brackets.around(offset)).filter((pair) => text[pair.open] === '{');
  return [...text.matchAll(new RegExp(`\\b(?:const|let|var)\\s+${escaped(name)}[ \\t]*=[ \\t]*(?:new[ \\t]+[\\w$.]+)?(?=[({])`, 'g'))].some(
    ({ index, 0: { length } }) => brackets.hasAt(index + length) && blocks.some((pair) => pair === brackets.around(index)),
  );
}

function keyed({ index, 0: { length }, 1: method }: RegExpExecArray, text: string): Keyed {
  const from = index + length;
  const [beginning = ''] = /^[^()[\],]*/.exec(text.slice(from, from + 200)) ?? [];
  const end = from + beginning.length;
  const isIndex = method === undefined && text[end] === ']';
  const isAssigned = isIndex && /^\]\s*=(?!=)/.test(text.slice(end, end + 40));
  const asks = method === 'get' || method === 'has';
  return { offset: index, mayAsk: asks || (method === undefined && !isAssigned), mayGive: !asks && (!isIndex || isAssigned), key: beginning.trim(), isWhole: isIndex || text[end] === ',' };
}

/** True for a key that is written out, or named for what there are few of. */
const isOneOfFew = (key: string): boolean => /^(?:\d+|'[^']*'|"[^"]*")$/.test(key) || (/^[\w$.?]+$/.test(key) && closedKeys.test(key.slice(Math.max(key.lastIndexOf('.'), key.lastIndexOf('?')) + 1)));
