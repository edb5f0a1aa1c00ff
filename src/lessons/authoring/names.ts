import type { RuleInfo } from '../../engine/rules/list';
import type { Loaded } from '../connect';
import { builtInNamespace } from '../identity';
import type { Catalogue, Term } from '../model';

/** What an author can name, each under the name it is written by in this folder. */
export interface Names {
  readonly lessons: readonly { readonly id: string; readonly title: string; readonly pieces: readonly { readonly id: string; readonly title: string }[] }[];
  readonly tracks: readonly { readonly id: string; readonly title: string }[];
  readonly terms: readonly Pick<Term, 'id' | 'term' | 'meaning'>[];
  readonly rules: readonly Pick<RuleInfo, 'id' | 'title' | 'docs'>[];
}

export const noNames: Names = { lessons: [], tracks: [], terms: [], rules: [] };

/** The names of a folder of tracks: those of its own parts, the broken ones among them. */
export function namesOf({ tracks, terms }: Loaded, rules: Names['rules']): Names {
  return {
    lessons: tracks.flatMap(({ lessons }) =>
      lessons.flatMap(({ document }) => {
        if (document === undefined) return [];
        const { id, title, pieces } = document.yaml.value;
        const titled = pieces.flatMap((piece) => (piece.variantOf === undefined ? [{ id: piece.id, title: document.sections.get(piece.id)?.title ?? piece.id }] : []));
        return [{ id, title, pieces: titled }];
      }),
    ),
    tracks: tracks.map(({ data: { id, title } }) => ({ id, title })),
    terms: terms.parts.map(({ value }) => value),
    rules,
  };
}

/** The names of a team's folder: its own lessons and rules, and everything that is built in under `altitude:`. */
export function teamNames(own: Pick<Names, 'lessons' | 'rules'>, builtIn: Catalogue, rules: Names['rules']): Names {
  const named = <T extends { readonly id: string }>(each: T): T => ({ ...each, id: `${builtInNamespace}:${each.id}` });
  return {
    lessons: [...own.lessons, ...builtIn.tracks.flatMap(({ lessons }) => lessons.map(({ id, title, pieces }) => named({ id, title, pieces })))],
    tracks: builtIn.tracks.map(({ id, title }) => named({ id, title })),
    terms: builtIn.terms,
    rules: [...own.rules, ...rules.map(named)],
  };
}
