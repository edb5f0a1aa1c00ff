import * as v from 'valibot';
import * as vscode from 'vscode';
import { defaultFixSettings, largestFixSettings, type FixSettings } from '../engine/fixSettings';
import { levels } from '../engine/config/model';
import type { Severity } from '../engine/finding';
import type { RuleInfo } from '../engine/rules/list';
import { isTeamRule } from '../engine/team/model';

/** What the reader configured, checked. A value of the wrong type is replaced by its default and named in `problems`. */
export interface Settings {
  readonly enabled: boolean;
  /** Whether findings are shown of which a rule cannot tell whether they matter. */
  readonly doubtful: boolean;
  /** Ids of the rules that run. */
  readonly rules: readonly string[];
  readonly severities: Readonly<Record<string, Severity>>;
  /** Rules the reader chose a level for: a repository's configuration does not change them. */
  readonly decided: readonly string[];
  readonly fixes: FixSettings;
  readonly includeTests: boolean;
  /** One sentence each: the setting, what is wrong, what is used instead. */
  readonly problems: readonly string[];
}

export const section = 'altitude';

const level = v.picklist(levels);
const byRule = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
);
const positive = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

/**
 * Reads the settings that apply to a workspace. Never throws.
 * @param isComplete false while rules of teams may still be missing among the rules
 */
export function readSettings(configuration: Pick<vscode.WorkspaceConfiguration, 'get'>, rules: readonly RuleInfo[], isComplete = true): Settings {
  const problems: string[] = [];
  const read = <T>(name: string, schema: v.GenericSchema<unknown, T>, fallback: T, expected: string): T => {
    const value = configuration.get<unknown>(name);
    if (value === undefined) return fallback;
    const result = v.safeParse(schema, value);
    if (result.success) return result.output;
    problems.push(
      vscode.l10n.t('Setting "{0}" must be {1}, not {2}; {3} is used.', `${section}.${name}`, expected, JSON.stringify(value), JSON.stringify(fallback)),
    );
    return fallback;
  };
  const chosen = read('rules', byRule, {}, vscode.l10n.t('an object of rule ids'));
  const levelOf = new Map<string, (typeof levels)[number]>();
  for (const [id, value] of Object.entries(chosen)) {
    const result = v.safeParse(level, value);
    if (!rules.some((rule) => rule.id === id)) {
      if (isComplete || !isTeamRule(id)) problems.push(vscode.l10n.t('Setting "{0}" names "{1}", which is no rule.', `${section}.rules`, id));
    } else if (result.success) levelOf.set(id, result.output);
    else {
      problems.push(
        vscode.l10n.t('Setting "{0}" must be one of {1}, not {2}; its own severity is used.', `${section}.rules.${id}`, levels.join(', '), JSON.stringify(value)),
      );
    }
  }
  const number = vscode.l10n.t('a positive whole number');
  const flag = vscode.l10n.t('true or false');
  return {
    enabled: read('findings.enabled', v.boolean(), true, flag),
    doubtful: read('findings.doubtful', v.boolean(), false, flag),
    rules: rules.filter((rule) => isOn(rule, levelOf.get(rule.id))).map((rule) => rule.id),
    severities: Object.fromEntries([...levelOf].filter((entry): entry is [string, Severity] => entry[1] !== 'off' && entry[1] !== 'on')),
    decided: [...levelOf.keys()],
    fixes: readFixes((name, most) => read(`fixes.${name}`, positive(most), defaultFixSettings[name], number)),
    includeTests: read('scan.includeTests', v.boolean(), false, flag),
    problems,
  };
}

function readFixes(read: (name: keyof FixSettings, most: number) => number): FixSettings {
  const names = Object.keys(largestFixSettings) as (keyof FixSettings)[];
  return Object.fromEntries(names.map((name) => [name, read(name, largestFixSettings[name])])) as Record<keyof FixSettings, number>;
}

function isOn(rule: RuleInfo, chosen: (typeof levels)[number] | undefined): boolean {
  return chosen === undefined ? rule.defaultOn : chosen !== 'off';
}
