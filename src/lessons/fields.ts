import * as v from 'valibot';
import { builtInNamespace } from './identity';
import { hiddenCharacters } from './hiddenCharacters';

const name = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*';
const kebab = new RegExp(`^${name}$`);

export const isId = (written: string): boolean => kebab.test(written);

/** Text that is not empty and shows all it holds. */
export const text = () =>
  v.pipe(
    v.string('must be text'),
    v.regex(/\S/, 'is empty'),
    v.check(
      (written) => hiddenCharacters(written).length === 0,
      ({ input }) => `holds characters that cannot be seen (${hiddenCharacters(input).join(', ')}); take them out`,
    ),
  );

/** The same, as long as it can be shown where it belongs. @param most characters */
export const textUpTo = (most: number) => v.pipe(text(), v.maxLength(most, ({ input }) => `has ${input.length} characters; ${most} are the most`));

/** Names that Windows keeps for devices, whatever their ending, and names that it cuts or refuses. */
const notOnWindows = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[. ]$|[<>:"|?*]/i;

/** Whether a repository with a file of this name can be checked out everywhere. */
export const isPortable = (name: string): boolean => !notOnWindows.test(name);

/** For names that folders and files are called by; what is no name at all is told of elsewhere. */
export const portable = () => v.check((name: string) => isPortable(name) || !/^[\w.-]+$/.test(name), ({ input }) => `${input} cannot be the name of a file on Windows; choose another`);

export const id = () => v.pipe(v.string('must be text'), v.regex(kebab, 'must be kebab-case, such as blocked-loop'), portable());

/** The id of something in the same `.altitude` folder, or of something built in. */
export const reference = () =>
  v.pipe(
    v.string('must be text'),
    v.regex(new RegExp(`^(?:${builtInNamespace}:)?${name}$`), `must be kebab-case, such as blocked-loop, or ${builtInNamespace}:blocked-loop for what is built in`),
  );

export const count = (max: number) => {
  const message = `must be a whole number from 1 to ${max}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(1, message), v.maxValue(max, message));
};

/** A file in the lesson's own folder: no separator can be written, so no path leads out of it. */
export const fileName = () =>
  v.pipe(
    v.string('must be a file name'),
    v.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, "must be the name of a file in the lesson's own folder"),
    portable(),
  );

export const list = <S extends v.GenericSchema>(item: S, needed: string) =>
  v.pipe(v.array(item, 'must be a list'), v.minLength(1, needed));

/** An object whose unknown and missing fields are named in the message. */
export function fields<const E extends v.ObjectEntries>(entries: E) {
  const known = Object.keys(entries).join(', ');
  return v.strictObject(entries, (issue) => {
    if (issue.expected === 'never') return `is not a known field; known are ${known}`;
    return issue.expected === 'Object' ? `must be a set of fields: ${known}` : 'is missing';
  });
}

/** Optional fields of which exactly one is given. @param needed what to say otherwise */
export function oneOf<const E extends v.ObjectEntries>(entries: E, needed: string) {
  return v.pipe(
    fields(entries),
    v.check((given) => Object.keys(given).length === 1, needed),
  );
}
