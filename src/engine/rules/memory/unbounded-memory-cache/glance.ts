import { mayReadRequests } from '../../../facts/javascript/glance';
import type { Glimpse } from '../../rule';
import { livingThings } from './stores';

/** The name that a line declares what follows under, where it declares one thing. */
const declared =
  /\bconst\s+([\w$]+)\s*(?::[^=;]*)?=?\s*$|\b(?:let|var)\s+([\w$]+)\s*=?\s*$|^\s+(?:(?:private|protected|public|static|readonly|declare|override)\s+)*(#?[\w$]+)\s*(?::[^=;]*)?=?\s*$/;

/** `this.entries = `, `exports.cache = `: no declaration. */
const member = /^\s*[\w$]+(?:\??\.#?[\w$]+|\[[^\]]*\])+\s*=?\s*$/;

/**
 * A look at the line up to a trigger: false where what follows is no empty container that a declaration holds, or where
 * nothing of its name grows.
 */
export function mayBeStore(line: string, glimpse: Glimpse): boolean {
  const before = line.replace(/\/\*.*?\*\//g, '');
  if (member.test(before) || isInParentheses(before) || !mayBeEmpty(glimpse)) return false;
  const name = declared.exec(before)?.slice(1).find(Boolean);
  return name === undefined || (!livingThings.test(name) && mayGrow(name, glimpse));
}

/** A parameter's default, or an argument. */
const isInParentheses = (before: string): boolean => before.split('(').length > before.split(')').length;

function mayBeEmpty({ text, offset, literal }: Glimpse): boolean {
  const after = text.slice(offset + literal.length, offset + literal.length + 40);
  return literal.startsWith('new') ? !/^(?:[\w$]|\s*\(\s*[^\s)/])/.test(after) : !/^\s*\)/.test(after) || literal.startsWith('Object');
}

/** False where nothing of that name is given an entry, or where no request is read and nothing is asked whether it has the key. */
function mayGrow(name: string, glimpse: Glimpse): boolean {
  const { text, literal } = glimpse;
  const own = `${name.replaceAll('$', '\\$')}\\s*(?:\\?\\.)?`;
  const isAssigned = () => new RegExp(`${own}\\[[^;]*?\\]\\s*=(?!=)`).test(text);
  if (!/^(?:= \{\}|Object)/.test(literal) && new RegExp(`${own}\\.?\\s*(?:set|add|push|unshift)\\s*\\(`).test(text)) {
    return mayReadRequests(glimpse) || (literal === 'new Map' && new RegExp(`${own}\\.?\\s*(?:get|has)\\s*\\(`).test(text)) || (literal === '= []' && isAssigned());
  }
  return literal !== 'new Set' && isAssigned();
}
