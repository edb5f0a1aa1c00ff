import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = { finds: '', why: '', fix: '', notWhen: '', sources: [] };
