import type { Loading } from './document';
import { readFieldLinks, readInlineLinks } from './links';
import type { Card } from './model';
import { loadListFile, type LoadedParts } from './parts';
import { lessonReference } from './references';
import { cardSchema } from './schema';

/** Reads one file of cards. A broken card is reported and left out; the others stay. */
export async function loadCards(file: string, loading: Loading): Promise<LoadedParts<Card>> {
  return loadListFile(loading, file, {
    name: 'cards',
    schema: cardSchema,
    read({ value: { rule, lesson, ...card }, lineOf }, report) {
      if (rule !== undefined && loading.rules?.has(rule) === false) report.add(lineOf('rule'), `there is no rule called ${rule}`);
      return {
        value: { ...card, ...(rule !== undefined && { rule }), ...(lesson !== undefined && { lesson }), file },
        references: [
          ...readInlineLinks(card.cue, 'the cue', lineOf('cue'), report),
          ...readFieldLinks(card.answer, lineOf('answer'), report),
          ...lessonReference(lesson, lineOf('lesson'), report),
        ],
      };
    },
  });
}
