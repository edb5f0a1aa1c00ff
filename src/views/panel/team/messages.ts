import * as v from 'valibot';
import { id } from '../ids';

export const teamPlace = v.strictObject({ page: v.literal('team'), team: id });

export const teamMessages = [
  v.strictObject({ type: v.literal('team.start'), role: id }),
  v.strictObject({ type: v.literal('team.rule'), rule: id }),
  v.strictObject({ type: v.literal('team.scan') }),
  v.strictObject({ type: v.literal('team.review') }),
  v.strictObject({ type: v.literal('team.showFix') }),
  v.strictObject({ type: v.literal('team.makeFix') }),
  v.strictObject({ type: v.literal('team.copyCommit') }),
  v.strictObject({ type: v.literal('team.copySummary') }),
] as const;
