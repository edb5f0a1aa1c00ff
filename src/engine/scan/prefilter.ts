import type { Glimpse, Rule } from '../rules/rule';
import type { Family } from '../syntax/languages';
import { LiteralSearch } from './literalSearch';

/** A rule's trigger at a place in the text. */
export interface TriggerHit {
  readonly rule: Rule;
  readonly literal: string;
  /** UTF-16 offset of the literal. */
  readonly offset: number;
}

/** A line of JavaScript or Go that is nothing but a comment up to a trigger: `// …`, or one of a block whose lines all begin with a star. */
function isInCommentLine(text: string, offset: number): boolean {
  let start = lineStart(text, offset);
  let at = afterBlanks(text, start);
  if (at > offset) return false;
  if (text.startsWith('//', at)) return true;
  // A method may begin with a star too, and a continued product.
  if ((text[at] !== '*' && text[at] !== '/') || text.slice(at, offset).includes('*/')) return false;
  while (text[at] === '*') {
    if (start === 0) return false;
    const end = start - 1;
    start = lineStart(text, end);
    at = afterBlanks(text, start);
    if (text.slice(at, end).includes('*/')) return false;
  }
  return text.startsWith('/*', at);
}

const lineStart = (text: string, offset: number): number => (offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);

function afterBlanks(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

/** Finds every trigger of a set of rules in one pass; most files hold none and are never parsed. */
export class Prefilter {
  private readonly search: LiteralSearch | undefined;
  /** By literal: the triggers that begin where it does, itself and shorter ones. */
  private readonly triggers = new Map<string, readonly { readonly rule: Rule; readonly literal: string }[]>();
  private readonly ignoreCase: boolean;

  constructor(
    rules: readonly Rule[],
    private readonly family: Family,
  ) {
    this.ignoreCase = family === 'sql';
    const triggers = rules.flatMap((rule) => (rule[family]?.triggers ?? []).map((text) => ({ rule, literal: this.fold(text) })));
    const literals = [...new Set(triggers.map((trigger) => trigger.literal))];
    for (const literal of literals) this.triggers.set(literal, triggers.filter((trigger) => literal.startsWith(trigger.literal)));
    if (literals.length > 0) this.search = new LiteralSearch(literals, this.ignoreCase);
  }

  /** Whether the bytes hold any trigger. */
  matches(bytes: Uint8Array): boolean {
    return this.search?.isIn(bytes) ?? false;
  }

  /** Every trigger at every place, also where two overlap. */
  *hits(text: string): Generator<TriggerHit> {
    for (const place of this.search?.placesIn(text) ?? []) {
      for (const { rule, literal } of this.triggers.get(place.literal) ?? []) yield { rule, literal, offset: place.offset };
    }
  }

  /** Those that stand in no comment's line and that their rule does not dismiss at a glance. */
  *likelyHits(source: Omit<Glimpse, 'offset' | 'literal'>): Generator<TriggerHit> {
    const { text } = source;
    for (const hit of this.hits(text)) {
      const { rule, literal, offset } = hit;
      const mayHold = rule[this.family]?.mayHold;
      if ((this.ignoreCase || !isInCommentLine(text, offset)) && mayHold?.({ ...source, offset, literal }) !== false) yield hit;
    }
  }

  private fold(text: string): string {
    return this.ignoreCase ? text.toLowerCase() : text;
  }
}
