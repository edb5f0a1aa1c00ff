import * as v from 'valibot';
import { id } from '../ids';

export const exercisePlace = v.strictObject({ page: v.literal('exercise'), exercise: id });
export const templatePlace = v.strictObject({ page: v.literal('template'), track: id });

export const exerciseMessages = [
  v.strictObject({ type: v.literal('exercise.start'), timed: v.boolean() }),
  v.strictObject({ type: v.literal('exercise.write'), headings: v.boolean() }),
  v.strictObject({ type: v.literal('exercise.next') }),
  v.strictObject({ type: v.literal('exercise.previous') }),
  v.strictObject({ type: v.literal('exercise.pause') }),
  v.strictObject({ type: v.literal('exercise.finish') }),
  v.strictObject({ type: v.literal('exercise.showRubric') }),
  v.strictObject({ type: v.literal('exercise.judge'), point: id, as: v.picklist(['met', 'missed']) }),
  v.strictObject({ type: v.literal('exercise.store') }),
  v.strictObject({ type: v.literal('exercise.again') }),
  v.strictObject({ type: v.literal('exercise.another') }),
] as const;
