import * as v from 'valibot';
import { quizzes } from '../../../learning/reviewSession';

export const profilePlace = v.strictObject({ page: v.literal('profile') });

export const profileMessages = [
  v.strictObject({ type: v.literal('profile.copy') }),
  v.strictObject({ type: v.literal('profile.startQuiz'), quiz: v.picklist(quizzes) }),
] as const;
