import * as v from 'valibot';
import { count, fields, id, list, oneOf, reference, text } from '../lessons/fields';

const step = oneOf({ lesson: v.optional(reference()), rule: v.optional(reference()) }, 'must be either lesson: id or rule: id');

const role = fields({
  id: id(),
  title: text(),
  summary: v.optional(text()),
  days: count(365),
  steps: list(step, 'needs at least one step'),
});

/** onboarding.yml. */
export const onboardingSchema = fields({
  id: v.optional(id()),
  title: text(),
  welcome: text(),
  owners: list(text(), 'needs at least one owner'),
  roles: list(role, 'needs at least one role'),
});

export type OnboardingData = v.InferOutput<typeof onboardingSchema>;
export type RoleData = OnboardingData['roles'][number];
