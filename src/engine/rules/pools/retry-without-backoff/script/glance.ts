import { bracketsIn, type Bracket, type Brackets } from '../../../../facts/javascript/brackets';
import type { Glimpse } from '../../../rule';
import { mayAwaitGiven, mayBeKnown } from './repeated';
import { steers } from './steers';

const catches = (text: string): boolean => /\btry\b/.test(text) && /\bcatch\b/.test(text);

/** False where the function around a word has no `catch` that can see a call fail which is made again. */
export function mayRepeat(glimpse: Glimpse): boolean {
  const { text, offset, memo } = glimpse;
  if (!memo.once(catches, text)) return false;
  const places = memo.once(placesIn, memo.once(bracketsIn, text));
  return places === undefined || places.some((place) => place.start <= offset && offset <= place.end && (place.mayAwaitGiven || mayBeKnown(glimpse)));
}

/** A function, or what is around it, with a `try` in a loop or one that may come again by a call. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly mayAwaitGiven: boolean;
}

function placesIn(brackets: Brackets | undefined): readonly Place[] | undefined {
  return brackets?.under(/\btry\b[^{}]*$/).flatMap((block): Place[] => {
    const handler = handlerOf(block, brackets);
    if (handler === undefined || steers(brackets.textOf(handler))) return [];
    const around = brackets.outwards(block);
    const heads = around.map((pair) => brackets.headOf(pair));
    if (!heads.some((head) => loops.test(head)) && !mayCallItself(brackets.textOf(handler), heads)) return [];
    const fn = functionAround(around, brackets);
    return fn === undefined ? [] : [{ start: fn.head, end: fn.close, mayAwaitGiven: mayAwaitGiven(brackets.textOf(block), brackets.text) }];
  });
}

const loops = /\b(?:for|while|do)\b/;

/** The braces of the `catch` behind a block. */
function handlerOf(block: Bracket, brackets: Brackets): Bracket | undefined {
  const first = brackets.next(block.close);
  if (first === undefined || !/\bcatch\b/.test(brackets.text.slice(block.close, first.open))) return undefined;
  return brackets.text[first.open] === '(' ? brackets.next(first.close) : first;
}

/** Whether a `catch` calls something by a name that the code around it may give a function. */
function mayCallItself(handler: string, heads: readonly string[]): boolean {
  const called = new Set([...handler.matchAll(/(?<![.\w$])(?:this\.)?(#?[\w$]+)\s*(?:<|\(|\?\.)/g)].map(([, name = '']) => name));
  return [...called].some((name) => !words.test(name) && heads.some((head) => new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}\\s*[(<=:?!]`).test(head)));
}

const words = /^(?:if|for|while|switch|return|function|await|typeof)$/;

const plainFunction = /=>\s*$|\bfunction\b[\s*]*[\w$]*\s*\((?:(?!\b(?:catch|do|else|for|if|switch|try|while)\b)[^{}])*$/;

const comments = /\/\*[^]*?\*\/|\/\/.*/g;

/** The innermost braces whose head plainly is a function's, else the outermost. */
function functionAround([, ...around]: readonly Bracket[], brackets: Brackets): Bracket | undefined {
  const braces = around.filter((pair) => brackets.text[pair.open] === '{');
  return braces.find((pair) => plainFunction.test(brackets.headOf(pair).replace(comments, ''))) ?? braces.at(-1);
}
