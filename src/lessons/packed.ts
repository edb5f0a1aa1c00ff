import type { Catalogue, Lesson } from './model';
import { inTurns } from '../shared/pace';

/**
 * A catalogue as the build writes it, so that nobody parses Markdown to start up: a line of JSON with everything but
 * the lessons, then one for each lesson. In lines, because one text of all of them is parsed in one long stretch.
 */
export function packCatalogue(catalogue: Catalogue): string {
  const frame: Catalogue = { ...catalogue, tracks: catalogue.tracks.map((track) => ({ ...track, lessons: [] })) };
  const lessons = catalogue.tracks.flatMap((track) => track.lessons);
  return [frame, ...lessons].map((part) => JSON.stringify(part)).join('\n');
}

/**
 * Reads what {@link packCatalogue} wrote, a line at a time, so that the thread can do other things between two.
 * @throws SyntaxError when the text is cut short or was written by something else
 */
export async function unpackCatalogue(text: string): Promise<Catalogue> {
  const turn = inTurns();
  const [first = '', ...lines] = text.split('\n');
  const frame = JSON.parse(first) as Catalogue;
  const lessons: Lesson[] = [];
  for (const line of lines) {
    await turn();
    lessons.push(JSON.parse(line) as Lesson);
  }
  return { ...frame, tracks: frame.tracks.map((track) => ({ ...track, lessons: lessons.filter((lesson) => lesson.track === track.id) })) };
}
