import type { FixSafety, Language } from '../engine/finding';
import { rules } from '../engine/rules/registry';
import { exit, type Output } from './output';

/** One rule as `altitude rules --format json` lists it. */
export interface ListedRule {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly languages: readonly Language[];
  readonly grade: FixSafety;
  readonly lesson: string;
  readonly defaultOn: boolean;
}

export function rulesCommand(format: 'pretty' | 'json', output: Output): number {
  const listed = rules.map(
    ({ id, title, area, languages, grade, lesson, defaultOn }): ListedRule => ({ id, title, area, languages, grade, lesson, defaultOn }),
  );
  if (format === 'json') output.stdout(`${JSON.stringify({ rules: listed })}\n`);
  else {
    const width = Math.max(0, ...listed.map((rule) => rule.id.length));
    for (const rule of listed) {
      output.stdout(`${rule.id.padEnd(width)}  ${rule.grade.padEnd(6)}  ${rule.title} [${rule.languages.join(', ')}]${rule.defaultOn ? '' : ' (off)'}\n`);
    }
  }
  return exit.clean;
}
