import * as v from 'valibot';
import { count, fields, id, list, oneOf, reference, text } from '../lessons/fields';

const step = oneOf({ lesson: v.optional(reference()), rule: v.optional(reference()) }, 'must be either lesson: id or rule: id');

const role = fields({
  id: id(),
  title: text(),
  summary: v.optional(text()),
  days: count(365),
  steps: v.pipe(list(step, 'needs at least one step'), v.maxLength(200, 'has more than 200 steps, the most a reader is asked for')),
});

/** onboarding.yml. */
export const onboardingSchema = fields({
  id: v.optional(id()),
  title: text(),
  welcome: text(),
  owners: list(text(), 'needs at least one owner'),
  roles: v.pipe(list(role, 'needs at least one role'), v.maxLength(50, 'has more than 50 roles, the most there may be')),
});

export type OnboardingData = v.InferOutput<typeof onboardingSchema>;
export type RoleData = OnboardingData['roles'][number];
