import * as v from 'valibot';
import { id } from '../ids';

export const tablePlace = v.strictObject({ page: v.literal('table'), table: id, row: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))) });
