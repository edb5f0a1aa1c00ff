import { enclosingGoFunction } from '../../../../facts/go/scope';
import type { GoSource } from '../../../../source';
import { field, type Node } from '../../../../syntax/nodes';
import { cloudManagement, givesOthersLong, mayTakeLong, movesMoney, type Reason } from '../longCalls';

/** The method and the body of the requests that a function makes. */
const made = /\.NewRequest(?:WithContext\((?:[\w.]+(?:\(\))?), |\()("\w+"|[\w.]+), [^\n]*?, ([\w.]+)\)$/gm;

/** A parameter that is read while it is sent. */
const readers = (name: string): RegExp => new RegExp(`\\b${name}(?:, \\w+)* (?:io\\.Read\\w*|\\*os\\.File)\\b|\\b${name}, \\w+ :?= os\\.Open\\(`);

/** An address that leads to a feed or a page which others serve as slowly as they like. */
const foreign = /\b(?:feed|rss|page|article|site|website)_?ur[il]\b/i;

/** A request that writes, with its address. */
const written = /\.NewRequest(?:WithContext)?\([^\n]*(?:"P(?:UT|OST|ATCH)"|http\.MethodP(?:ut|ost|atch))[^\n]*/g;

/**
 * Why a call may need longer than the usual deadline: by the names around it, by what it sends and asks for, or because the
 * file gives another call of this project longer.
 */
export function whyLonger(call: Node, source: GoSource): Reason | undefined {
  const writes = [...(enclosingGoFunction(call)?.text ?? '').matchAll(written)].map(([line]) => line);
  const isPosted = /\.Post(?:Form)?$/.test(field(call, 'function')?.text ?? '');
  if ((isPosted || writes.length > 0) && movesMoney([...functionsAround(call), ...writes, ...(isPosted ? [addressOf(call)] : [])])) return 'money';
  return mayTakeLongTo(call, source) ? 'long' : undefined;
}

const addressOf = (call: Node): string => field(call, 'arguments')?.text.slice(0, 300) ?? '';

function mayTakeLongTo(call: Node, source: GoSource): boolean {
  if (mayTakeLong(source.file, namesAround(call)) || givesOthersLong(source)) return true;
  if (foreign.test(addressOf(call))) return true;
  const text = enclosingGoFunction(call)?.text ?? '';
  return [...text.matchAll(made)].some(([, method = '', body = '']) => {
    const name = /^(?:http\.Method|")(\w+)/.exec(method)?.[1]?.toUpperCase();
    if (name === undefined) return true;
    if (/^P(?:UT|OST|ATCH)$/.test(name) && body !== 'nil' && readers(body.replaceAll('.', '\\.')).test(text)) return true;
    return /^(?:PUT|PATCH|DELETE)$/.test(name) && cloudManagement.test(source.text);
  });
}

/** What the functions around a call are named, and what is written before them and before its statement. */
function namesAround(call: Node): readonly string[] {
  const names: string[] = [];
  for (let at: Node | null = call; at !== null; at = at.parent) {
    if (/^(?:function|method)_declaration$/.test(at.type)) names.push(field(at, 'name')?.text ?? '');
    const before = /_(?:statement|declaration)$/.test(at.type) ? at.previousNamedSibling : null;
    if (before?.type === 'comment' && before.endPosition.row + 1 === at.startPosition.row) names.push(before.text);
  }
  return names;
}

function functionsAround(call: Node): readonly string[] {
  const names: string[] = [];
  for (let at: Node | null = call; at !== null; at = at.parent) if (/^(?:function|method)_declaration$/.test(at.type)) names.push(field(at, 'name')?.text ?? '');
  return names;
}
