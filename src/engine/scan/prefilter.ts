import type { Rule } from '../rules/rule';
import type { Family } from '../syntax/languages';

/** A rule's trigger at a place in the text. */
export interface TriggerHit {
  readonly rule: Rule;
  readonly literal: string;
  /** UTF-16 offset of the literal. */
  readonly offset: number;
}

interface Target {
  readonly rule: Rule;
  readonly literal: string;
  /** Where this trigger begins inside the literal that matched. */
  readonly shift: number;
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Finds every trigger of a set of rules in one pass; most files hold none and are never parsed. */
export class Prefilter {
  private readonly pattern: RegExp | undefined;
  private readonly test: RegExp | undefined;
  private readonly targets = new Map<string, Target[]>();
  private readonly ignoreCase: boolean;

  constructor(rules: readonly Rule[], family: Family) {
    this.ignoreCase = family === 'sql';
    const triggers = rules.flatMap((rule) => (rule[family]?.triggers ?? []).map((text) => ({ rule, literal: this.fold(text) })));
    const literals = [...new Set(triggers.map((trigger) => trigger.literal))].sort((a, b) => b.length - a.length);
    for (const literal of literals) this.targets.set(literal, [...targetsIn(literal, triggers)]);
    if (literals.length === 0) return;
    const source = literals.map(escape).join('|');
    this.pattern = new RegExp(source, this.ignoreCase ? 'gi' : 'g');
    this.test = new RegExp(source, this.ignoreCase ? 'i' : '');
  }

  /** Whether the text holds any trigger. Works on bytes decoded as Latin-1 too: triggers are ASCII. */
  matches(text: string): boolean {
    return this.test?.test(text) ?? false;
  }

  *hits(text: string): Generator<TriggerHit> {
    if (this.pattern === undefined) return;
    for (const match of text.matchAll(this.pattern)) {
      for (const target of this.targets.get(this.fold(match[0])) ?? []) {
        yield { rule: target.rule, literal: target.literal, offset: match.index + target.shift };
      }
    }
  }

  private fold(text: string): string {
    return this.ignoreCase ? text.toLowerCase() : text;
  }
}

/** A shorter trigger inside a longer one would be hidden by it: each literal carries all that it contains. */
function* targetsIn(literal: string, triggers: readonly { rule: Rule; literal: string }[]): Generator<Target> {
  for (const trigger of triggers) {
    for (let at = literal.indexOf(trigger.literal); at >= 0; at = literal.indexOf(trigger.literal, at + 1)) {
      yield { rule: trigger.rule, literal: trigger.literal, shift: at };
    }
  }
}
