import * as v from 'valibot';
import { ratings } from '../../../learning/entries';
import { quizzes } from '../../../learning/reviewSession';

export const reviewPlace = v.strictObject({ page: v.literal('review'), quiz: v.picklist(quizzes) });

export const reviewMessages = [
  v.strictObject({ type: v.literal('review.goOn') }),
  v.strictObject({ type: v.literal('review.reveal') }),
  v.strictObject({ type: v.literal('review.grade'), rating: v.picklist(ratings) }),
  v.strictObject({ type: v.literal('review.undo') }),
  v.strictObject({ type: v.literal('review.leave') }),
  v.strictObject({ type: v.literal('review.comeBack') }),
  v.strictObject({ type: v.literal('review.startAgain') }),
] as const;
