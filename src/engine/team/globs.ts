import type { PathPattern } from './model';

/**
 * Matches paths as ast-grep does, whose `*` also crosses folders: `src/*.ts` is every TypeScript file under src. Time
 * grows with the product of both lengths at most, whoever wrote the pattern: it is followed in all ways at once, and
 * never tried again from an earlier place.
 */
export class Globs {
  private readonly globs: readonly { readonly alternatives: readonly (readonly Step[])[]; readonly ignoreCase: boolean }[];

  constructor(patterns: readonly PathPattern[]) {
    this.globs = patterns.map(({ glob, ignoreCase }) => ({ alternatives: expandBraces(ignoreCase ? glob.toLowerCase() : glob).map(stepsOf), ignoreCase }));
  }

  /** @param path relative, forward slashes */
  match(path: string): boolean {
    return this.globs.some(({ alternatives, ignoreCase }) => alternatives.some((steps) => follows(steps, ignoreCase ? path.toLowerCase() : path)));
  }
}

/** Enough for any list of endings. */
const mostAlternatives = 64;

/** @returns why a pattern cannot be used: a clause that follows its name; undefined when it can. */
export function globProblem(glob: string): string | undefined {
  if (glob.startsWith('/') || /^[A-Za-z]:/.test(glob) || glob.includes('\\')) return 'must be relative, with forward slashes';
  if (glob.split('/').includes('..')) return 'must not lead out of the folder that holds .altitude';
  if (expandBraces(glob).length > mostAlternatives) return `must not stand for more than ${mostAlternatives} patterns`;
  return undefined;
}

type Step = { readonly kind: 'any' } | { readonly kind: 'many' } | { readonly kind: 'folders' } | { readonly kind: 'one'; readonly test: (char: string) => boolean };

/** `{a,b}` written out, also one in another. A brace that is not closed stands for itself. */
function expandBraces(glob: string): string[] {
  const done: string[] = [];
  const waiting = [glob];
  for (let next = waiting.pop(); next !== undefined && done.length + waiting.length <= mostAlternatives; next = waiting.pop()) {
    const found = /\{([^{}]*)\}/.exec(next);
    if (found === null) done.push(next);
    else for (const choice of (found[1] ?? '').split(',')) waiting.push(next.slice(0, found.index) + choice + next.slice(found.index + found[0].length));
  }
  return [...done, ...waiting];
}

function stepsOf(glob: string): readonly Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < glob.length) {
    const rest = glob.slice(at);
    const folders = (at === 0 || glob[at - 1] === '/') && /^(?:\*\*\/)+/.exec(rest)?.[0];
    const list = /^\[(!?)([^\]]+)\]/.exec(rest);
    if (folders !== false && folders !== undefined) {
      steps.push({ kind: 'folders' });
      at += folders.length;
    } else if (rest.startsWith('*')) {
      steps.push({ kind: 'many' });
      at += /^\*+/.exec(rest)?.[0].length ?? 1;
    } else if (rest.startsWith('?')) {
      steps.push({ kind: 'any' });
      at++;
    } else if (list !== null) {
      steps.push({ kind: 'one', test: inList(list[2] ?? '', list[1] === '!') });
      at += list[0].length;
    } else {
      const expected = rest.charAt(0);
      steps.push({ kind: 'one', test: (char) => char === expected });
      at++;
    }
  }
  return steps;
}

function inList(list: string, isNegated: boolean): (char: string) => boolean {
  const ranges = [...list.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, one]) => [from ?? one ?? '', to ?? one ?? ''] as const);
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== isNegated;
}

function follows(steps: readonly Step[], path: string): boolean {
  let places = withSkips(new Set([0]), steps, true);
  for (let at = 0; at < path.length; at++) {
    const char = path.charAt(at);
    const next = new Set<number>();
    for (const place of places) {
      const step = steps[place];
      if (step === undefined) continue;
      if (step.kind === 'many' || step.kind === 'folders') next.add(place);
      else if (step.kind === 'any' || step.test(char)) next.add(place + 1);
    }
    places = withSkips(next, steps, char === '/');
  }
  return places.has(steps.length);
}

/** The places that are reached without a character. A step over folders ends only where a name begins. */
function withSkips(places: Set<number>, steps: readonly Step[], isAtName: boolean): Set<number> {
  // A set visits what is added to it while it is visited.
  for (const place of places) {
    const kind = steps[place]?.kind;
    if (kind === 'many' || (kind === 'folders' && isAtName)) places.add(place + 1);
  }
  return places;
}
