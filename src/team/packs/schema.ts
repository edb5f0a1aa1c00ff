import * as v from 'valibot';
import { fields } from '../../lessons/fields';

const folderPath = /^(?:\.\/)?[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*\/?$/;

/** A relative path that names no folder above and no hidden one. */
const folder = (description: string) =>
  v.optional(
    v.pipe(
      v.string('must be text'),
      v.maxLength(200, 'must not be longer than 200 characters'),
      v.regex(folderPath, 'must be the path of a folder in the extension, such as ./lessons'),
      v.description(description),
    ),
  );

/** What an extension says in its package.json, as `contributes.altitude`. */
export const contributionSchema = v.pipe(
  fields({
    lessons: folder('The folder of the lessons: in it, a folder with a lesson.md for each.'),
    rules: folder('The folder of the rules: in it, a file <id>.yml for each.'),
  }),
  v.check(({ lessons, rules }) => lessons !== undefined || rules !== undefined, 'must name a folder of lessons, of rules, or one of each'),
  v.description('Lessons and rules for Altitude.'),
);
