import * as v from 'valibot';
import { largestFixSettings, type FixSettings } from '../fixSettings';
import { levels, type Config } from './model';

const fixNames = Object.keys(largestFixSettings) as (keyof FixSettings)[];

/** The schema of a configuration file that may name these rules. */
export function configSchema(rules: readonly { readonly id: string; readonly title: string }[]): v.GenericSchema<unknown, Config> {
  const level = v.picklist(levels, `must be one of ${levels.join(', ')}`);
  const number = (most: number) =>
    v.pipe(v.number('must be a number'), v.integer('must be a whole number'), v.minValue(1, 'must be at least 1'), v.maxValue(most, `must be at most ${most}`));
  const choices = {
    rules: v.optional(
      object(Object.fromEntries(rules.map(({ id, title }) => [id, v.optional(v.pipe(level, v.description(title)))])), notAllowed('is no rule; `altitude rules` lists them')),
    ),
    fixes: v.optional(object(Object.fromEntries(fixNames.map((name) => [name, v.optional(number(largestFixSettings[name]))])), notAllowed(`must be one of ${fixNames.join(', ')}`))),
  };
  const pattern = v.pipe(v.string('must be a pattern in quotes'), v.minLength(1, 'must not be empty'));
  const override = object(
    { files: v.pipe(v.array(pattern, 'must be a list of patterns'), v.minLength(1, 'must name at least one pattern')), ...choices },
    notAllowed('must be one of files, rules, fixes'),
  );
  return object(
    { $schema: v.optional(v.string('must be an address in quotes')), ...choices, overrides: v.optional(v.array(override, 'must be a list')) },
    notAllowed('must be one of rules, fixes, overrides'),
  ) as unknown as v.GenericSchema<unknown, Config>;
}

/** Unlike `strictObject` alone, it refuses a list. */
const object = <E extends v.ObjectEntries>(entries: E, message: (issue: v.StrictObjectIssue) => string) => v.pipe(v.custom<object>((value) => !Array.isArray(value), 'must be an object'), v.strictObject(entries, message));

/** What to say of a key that does not belong, of a missing one, and of a value that is no object at all. */
const notAllowed = (unknownKey: string) => (issue: v.StrictObjectIssue) =>
  issue.expected === 'never' ? unknownKey : issue.expected === 'Object' ? 'must be an object' : 'is missing';
