import type { RuleInfo } from '../engine/rules/list';

/** The identity of a team's rule: `namespace/id`. */
export const teamRulePattern = '^[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*$';

const levels = ['off', 'on', 'hint', 'information', 'warning', 'error'] as const;
const severity = '%setting.level.severity%';

/** The properties of the setting `altitude.rules`: one for each rule. */
export function ruleSettings(rules: readonly RuleInfo[]): Record<string, unknown> {
  return Object.fromEntries(
    rules.map(({ id }) => [
      id,
      {
        enum: levels,
        enumDescriptions: ['%setting.level.off%', '%setting.level.on%', severity, severity, severity, severity],
        description: `%${descriptionKey(id)}%`,
      },
    ]),
  );
}

const prefix = 'setting.rule.';
const descriptionKey = (id: string) => `${prefix}${id}`;

/** The manifest's strings with one description for each rule, where the first one stood. */
export function withRuleDescriptions(strings: Readonly<Record<string, string>>, rules: readonly RuleInfo[]): Record<string, string> {
  const descriptions = rules.map((rule): [string, string] => [descriptionKey(rule.id), `${rule.title}.${rule.defaultOn ? '' : ' Off by default.'}${rule.isUnproven === true ? ' Doubtful by default.' : ''}`]);
  const entries = Object.entries(strings);
  const at = entries.findIndex(([key]) => key.startsWith(prefix));
  const others = entries.filter(([key]) => !key.startsWith(prefix));
  others.splice(at < 0 ? others.length : at, 0, ...descriptions);
  return Object.fromEntries(others);
}
