import type { Severity } from '../finding';
import type { TreeLanguage } from '../syntax/grammars';

/** A pattern for paths, relative to the folder that holds `.altitude`. */
export interface PathPattern {
  readonly glob: string;
  readonly ignoreCase: boolean;
}

/** What grows a replaced range over the siblings of a match. */
export interface Expansion {
  /** A rule object of the ast-grep format. */
  readonly rule: Readonly<Record<string, unknown>>;
  /** A rule object ends the search where it matches. */
  readonly stopBy: 'neighbor' | 'end' | Readonly<Record<string, unknown>>;
}

export interface FixTemplate {
  readonly title?: string;
  /** Text with metavariables: `log.info($MESSAGE, $$$REST)`. */
  readonly template: string;
  readonly expandStart?: Expansion;
  readonly expandEnd?: Expansion;
}

/** What finds: the parts of a rule file that ast-grep reads, as they were written. */
export interface RuleMatcher {
  readonly rule: Readonly<Record<string, unknown>>;
  readonly constraints?: Readonly<Record<string, unknown>>;
  readonly utils?: Readonly<Record<string, unknown>>;
  readonly transform?: Readonly<Record<string, unknown>>;
}

/** An inline fixture that the rule has to find. */
export interface InvalidFixture {
  readonly code: string;
  /** What the fixes make of it; undefined when the fixture says nothing of it. */
  readonly fixed?: string;
  /** One-based, in the rule's file. */
  readonly line: number;
}

export interface ValidFixture {
  readonly code: string;
  /** One-based, in the rule's file. */
  readonly line: number;
}

/** Whether the id is of a team's rule: only those have a namespace. */
export const isTeamRule = (id: string): boolean => id.includes('/');

/** A rule of a team, checked as far as it can be without ast-grep. Plain data: crosses to the engine's threads. */
export interface TeamRule {
  /** `namespace/name`: the identity in findings, settings and comments. */
  readonly id: string;
  readonly namespace: string;
  /** The folder that holds `.altitude`: an absolute path with forward slashes, or a URI. The rule speaks of files in it; of all where it is empty. */
  readonly folder: string;
  /** The rule's own file, absolute or a URI. */
  readonly file: string;
  /** One-based lines of the file's fields. */
  readonly lines: Readonly<Record<string, number>>;
  readonly language: TreeLanguage;
  /** May name metavariables. */
  readonly message: string;
  readonly note?: string;
  readonly url?: string;
  readonly severity: Severity;
  readonly defaultOn: boolean;
  /** `lesson`, `lesson#piece` or with a namespace before it; empty where no lesson teaches the rule. */
  readonly lesson: string;
  readonly grade: 'safe' | 'review';
  readonly matcher: RuleMatcher;
  /** Best first. */
  readonly fixes: readonly FixTemplate[];
  readonly files?: readonly PathPattern[];
  readonly ignores?: readonly PathPattern[];
  /** Texts of which a file holds at least one where the rule matches; undefined where none can be derived. */
  readonly literals?: readonly string[];
  readonly valid: readonly ValidFixture[];
  readonly invalid: readonly InvalidFixture[];
}

/** Something wrong with a rule file. The rule is left out. */
export interface RuleProblem {
  readonly file: string;
  /** One-based. */
  readonly line: number;
  /** What is wrong, with its mend. */
  readonly message: string;
}

export interface ReadRules {
  readonly rules: readonly TeamRule[];
  /** The ids of rules that are left out: a configuration may still name them. */
  readonly broken: readonly string[];
  readonly problems: readonly RuleProblem[];
}

/** Why a rule did not do its work, at the place in its own file. It is reported once, and the other rules go on. */
export interface RuleTrouble extends RuleProblem {
  readonly rule: string;
}

/** Where the rules lie in the folder they speak of. */
export const rulesFolder = '.altitude/rules';

/** Bytes. */
export const maxRuleFile = 256_000;

/** In one folder. */
export const maxRules = 200;
