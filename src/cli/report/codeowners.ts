import { readText } from '../../engine/scan/files';
import { isUnder, relativeWithin, within } from '../../engine/scan/paths';

/** Where GitHub looks, in this order; the first one there is counts, the others are not read. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

interface OwnersRule {
  /** @param segments of a path relative to the repository */
  readonly matches: (segments: readonly string[]) => boolean;
  readonly owners: readonly string[];
}

/** Who owns which file of a repository, as GitHub reads CODEOWNERS: of the rules that match, the last one. */
export class CodeOwners {
  private constructor(
    private readonly top: string,
    private readonly rules: readonly OwnersRule[],
  ) {}

  /** @param top of the repository, absolute, forward slashes. @returns undefined where it has no such file */
  static read(top: string): CodeOwners | undefined {
    for (const place of places) {
      const text = readText(within(top, place));
      if (text !== undefined) return new CodeOwners(top, parseOwners(text));
    }
    return undefined;
  }

  /** @param file absolute */
  holds(file: string): boolean {
    return isUnder(this.top, file);
  }

  /** @param file absolute, in the repository. @returns none where no rule matches, or the one that does names nobody */
  ownersOf(file: string): readonly string[] {
    const segments = relativeWithin(this.top, file).split('/');
    return this.rules.findLast(({ matches }) => matches(segments))?.owners ?? [];
  }
}

/** A line GitHub would refuse is left out, and the others hold. */
function parseOwners(text: string): OwnersRule[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) => {
    const [pattern, ...owners] = fields(line);
    const matches = pattern === undefined ? undefined : matcherOf(pattern);
    return matches === undefined || !owners.every(isOwner) ? [] : [{ matches, owners }];
  });
}

/** Parts between white space; a backslash keeps a space in a part, and `#` begins a comment. */
function fields(line: string): string[] {
  const parts = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = parts.findIndex((part) => part.startsWith('#'));
  return comment < 0 ? parts : parts.slice(0, comment);
}

/** `@user`, `@organisation/team` or an address. */
const isOwner = (text: string) => /^@[\w-]+(?:\/[\w.-]+)?$|^[^@\s]+@[^@\s]+$/.test(text);

/**
 * The paths a pattern means. It is that of an ignore file with three differences, for which the reader of ignore files
 * does not fit: no `!` and no `[ ]`, and a pattern that ends with `/*` leaves out what lies deeper.
 * @returns undefined for a pattern GitHub does not allow
 */
function matcherOf(pattern: string): OwnersRule['matches'] | undefined {
  if (/^!|^\\#|[[\]]/.test(pattern)) return undefined;
  const isFolder = pattern.endsWith('/');
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '');
  const isAnchored = pattern.startsWith('/') || bare.includes('/');
  const names = bare.split('/');
  const last = names.at(-1);
  const isWhole = last === '*' && isAnchored;
  const below = isFolder || last === '**' ? ['**', '*'] : isWhole ? [] : ['**'];
  const parts = [...(isAnchored ? [] : ['**']), ...names, ...below].map((name) => (name === '**' ? 'any' : nameMatcher(name)));
  return (segments) => matchesAll(parts, segments);
}

/** Whether a name matches a part of a pattern. */
function nameMatcher(part: string): (name: string) => boolean {
  const units = [...part.matchAll(/\\(.)|\*+|[^]/gsu)].map(([text, escaped]): Part<string> => {
    if (escaped === undefined && text.startsWith('*')) return 'any';
    return escaped === undefined && text === '?' ? () => true : (unit) => unit === (escaped ?? text);
  });
  return (name) => matchesAll(units, Array.from(name));
}

/** What one item must be; `any` stands for any number of items. */
type Part<T> = 'any' | ((item: T) => boolean);

/** Tries only the last `any` anew: no pattern takes longer than its length times that of the path. */
function matchesAll<T>(parts: readonly Part<T>[], items: readonly T[]): boolean {
  let at = 0;
  let item = 0;
  let retry: { readonly at: number; readonly item: number } | undefined;
  while (item < items.length) {
    const part = parts[at];
    const current = items[item];
    if (part === 'any') {
      retry = { at, item };
      at += 1;
    } else if (part !== undefined && current !== undefined && part(current)) {
      at += 1;
      item += 1;
    } else if (retry !== undefined) {
      retry = { ...retry, item: retry.item + 1 };
      at = retry.at + 1;
      item = retry.item;
    } else return false;
  }
  return parts.slice(at).every((part) => part === 'any');
}
