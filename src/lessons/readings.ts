import type { ParsedMarkdown } from './markdown';
import { tiers, type Reading } from './model';
import type { FileReport } from './problems';
import { readProse } from './prose';
import type { Section } from './sections';

/**
 * The topic at four depths: the sections named after the tiers, from zero up. They come before the pieces, all four or
 * none. @param pieceIds the pieces of the front matter, whose sections must not stand above a reading
 */
export function readReadings(
  body: ParsedMarkdown,
  sections: ReadonlyMap<string, Section>,
  pieceIds: readonly string[],
  report: FileReport,
): Reading[] {
  const written = tiers.flatMap((tier) => {
    const section = sections.get(tier);
    return section === undefined ? [] : [{ tier, section }];
  });
  const [first] = written;
  if (first === undefined) return [];
  const missing = tiers.filter((tier) => !sections.has(tier));
  if (missing.length > 0) {
    const line = Math.min(...written.map(({ section }) => section.line));
    report.add(line, `there is no reading for ${missing.join(', ')}; tell the topic at all four tiers or at none`);
  }
  const firstPiece = Math.min(...pieceIds.map((id) => sections.get(id)?.line ?? Infinity));
  return written.map(({ tier, section }) => {
    if (section.line > firstPiece) report.add(section.line, `the reading ${tier} stands below a piece; move it above the first one`);
    return { tier, title: section.title, text: readProse(body, section, `the reading ${tier}`, report) };
  });
}
