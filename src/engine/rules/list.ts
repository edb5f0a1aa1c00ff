import { rules } from './registry';
import type { Rule } from './rule';

/** A rule without what finds: all that the editor and the command line tell of it. */
export type RuleInfo = Omit<Rule, 'script' | 'go' | 'sql'>;

const infoOf = ({ id, title, area, languages, grade, severity, lesson, defaultOn, isUnproven, docs }: Rule): RuleInfo => ({ id, title, area, languages, grade, severity, lesson, defaultOn, ...(isUnproven === undefined ? {} : { isUnproven }), docs });

/** Every built-in rule. Bundles that run no rule hold this list as data, made when they are built: see esbuild.mjs. */
export const ruleList: readonly RuleInfo[] = rules.map(infoOf);
