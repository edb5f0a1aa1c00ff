import * as v from 'valibot';
import { count, fields, id, list, oneOf, reference, textUpTo } from '../lessons/fields';

const step = oneOf(
  {
    lesson: v.optional(v.pipe(reference(), v.description('A lesson to read: a folder of .altitude/lessons, or altitude:id for a built-in one.'))),
    rule: v.optional(v.pipe(reference(), v.description('A rule whose findings are to be cleared: a file of .altitude/rules, or altitude:id for a built-in one.'))),
  },
  'must be either lesson: id or rule: id',
);

const role = fields({
  id: v.pipe(id(), v.description('Its track is called namespace/id: readers keep their progress under it.')),
  title: textUpTo(100),
  summary: v.optional(v.pipe(textUpTo(500), v.description('One sentence: what somebody in this role can do afterwards.'))),
  days: v.pipe(count(365), v.description('Within how many days it should be done.')),
  steps: v.pipe(list(step, 'needs at least one step'), v.maxLength(200, 'has more than 200 steps, the most a reader is asked for'), v.description('In order.')),
});

/** onboarding.yml. */
export const onboardingSchema = fields({
  id: v.optional(v.pipe(id(), v.description("The namespace of everything in this folder; the folder's own name where it is left out."))),
  title: textUpTo(100),
  welcome: v.pipe(textUpTo(20_000), v.description('Markdown: what a new hire reads first.')),
  owners: v.pipe(list(textUpTo(200), 'needs at least one owner'), v.maxLength(50, 'has more than 50 owners, the most that are shown'), v.description('Whom to ask.')),
  roles: v.pipe(list(role, 'needs at least one role'), v.maxLength(50, 'has more than 50 roles, the most there may be')),
});

export type OnboardingData = v.InferOutput<typeof onboardingSchema>;
export type RoleData = OnboardingData['roles'][number];
