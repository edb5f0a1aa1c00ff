import type { FixSafety, Language } from '../engine/finding';
import { rulePage } from '../engine/rules/rulePage';
import { engineFile } from '../engine/scan/files';
import { exit, UsageError, type Output } from './output';
import { plain } from './pretty';
import { knownRules, tellProblems } from './team';

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

/** Lists the rules, those of the working directory's teams after the built-in ones, or explains those that are named. @throws UsageError for an unknown id */
export async function rulesCommand(ids: readonly string[], format: 'pretty' | 'json', output: Output): Promise<number> {
  const { all, problems } = await knownRules([engineFile(output.cwd)]);
  tellProblems(problems, output);
  const unknown = ids.find((id) => !all.some((rule) => rule.id === id));
  if (unknown !== undefined) throw new UsageError(`unknown rule: ${unknown}; \`altitude rules\` lists them`);
  const chosen = ids.length === 0 ? all : all.filter((rule) => ids.includes(rule.id));
  if (ids.length > 0 && format === 'pretty') {
    output.stdout(chosen.map((rule) => rulePage(rule).split('\n').map(plain).join('\n')).join('\n'));
    return exit.clean;
  }
  const listed = chosen.map(
    ({ id, title, area, languages, grade, lesson, defaultOn }): ListedRule => ({ id, title, area, languages, grade, lesson, defaultOn }),
  );
  if (format === 'json') output.stdout(`${JSON.stringify({ rules: listed })}\n`);
  else {
    const width = Math.max(0, ...listed.map((rule) => rule.id.length));
    for (const rule of listed) {
      output.stdout(`${rule.id.padEnd(width)}  ${rule.grade.padEnd(6)}  ${plain(rule.title)} [${rule.languages.join(', ')}]${rule.defaultOn ? '' : ' (off)'}\n`);
    }
  }
  return exit.clean;
}
