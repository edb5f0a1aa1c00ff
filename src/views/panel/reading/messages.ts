import * as v from 'valibot';
import { tiers } from '../../../lessons/model';
import { id } from '../ids';

export const readingPlace = v.strictObject({ page: v.literal('reading'), lesson: id, tier: v.picklist(tiers), piece: v.exactOptional(id) });
