import type { FixSafety, Language, Severity } from '../finding';
import type { Project } from '../facts/project/project';
import type { Memo } from '../memo';
import type { GoSource, ScriptSource, SqlSource } from '../source';
import type { Node } from '../syntax/nodes';
import type { TextEdit } from '../text/edits';

/** Where a trigger's text was found in a JavaScript, TypeScript or Go file. */
export interface TreeHit {
  /** The deepest node that spans the trigger's text; never inside a comment. */
  readonly node: Node;
  readonly literal: string;
}

/** Where a trigger's text was found in a .sql file. */
export interface TextHit {
  readonly offset: number;
  readonly literal: string;
}

/** A fix before its offsets become positions. */
export interface DraftFix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly TextEdit[];
  /** See `Fix`. */
  readonly oneAtATime?: string;
  /** Files to add; their names must not exist yet. */
  readonly newFiles?: readonly { readonly file: string; readonly text: string }[];
}

/** A finding before its offsets become positions. */
export interface Draft {
  /** The call or expression alone, not its statement. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Only where it differs from the rule's own. A hint is doubtful: see `Finding`. */
  readonly severity?: Severity;
  /** Best first. Empty when a precondition failed: `message` then says why. */
  readonly fixes: readonly DraftFix[];
}

/** A trigger's place before anything is parsed. */
export interface Glimpse {
  readonly file: string;
  readonly text: string;
  readonly fragment: boolean;
  readonly project: Project;
  readonly offset: number;
  readonly literal: string;
  /** Of the text: what one place computed about it, the next need not. */
  readonly memo: Memo;
  /**
   * Whether a value of the file may come from a module whose name the pattern matches: see `Reach`. Of a fragment, whose
   * imports may be missing, true.
   */
  readonly names: (pattern: RegExp) => boolean;
}

export interface Matcher<S, H> {
  /**
   * Texts without which the rule cannot apply, matched case-sensitively (in SQL: any case). A file without any is
   * never parsed, so each should be as rare as it can be.
   */
  readonly triggers: readonly string[];
  /** True when `check` reads SQL: the parser is then loaded before. */
  readonly needsSql?: boolean;
  /** True when `check` judges regular expressions: their analyser is then loaded before. */
  readonly needsRegex?: boolean;
  /**
   * A cheap look at the text around a trigger: false only where nothing can be found there. A file is parsed when one
   * of its places passes.
   */
  readonly mayHold?: (glimpse: Glimpse) => boolean;
  /** Called once for each place a trigger occurs outside comments. */
  check(hit: H, source: S): Iterable<Draft>;
}

/** The sections every rule documents itself with; hover, command line and README are generated from them. */
export interface RuleDocs {
  /** Markdown: what the rule finds, and the evidence it asks for. */
  readonly finds: string;
  /** Markdown: what happens under load, with the measured figure. At most two sentences are shown on hover. */
  readonly why: string;
  /** Markdown: what the fix does, and its grade. */
  readonly fix: string;
  /** Markdown: where the fix is wrong, and what the rule leaves alone. */
  readonly notWhen: string;
  readonly sources: readonly { readonly title: string; readonly url: string }[];
}

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly languages: readonly Language[];
  /** The best grade its fix can have. */
  readonly grade: FixSafety;
  readonly severity: Severity;
  /** `lesson#piece`. */
  readonly lesson: string;
  readonly defaultOn: boolean;
  /**
   * Of repositories that no rule had seen fewer than four in five of its findings were true: in a project all of them are
   * doubtful, until somebody chooses a level for the rule.
   */
  readonly isUnproven?: true;
  readonly docs: RuleDocs;
  readonly script?: Matcher<ScriptSource, TreeHit>;
  readonly go?: Matcher<GoSource, TreeHit>;
  readonly sql?: Matcher<SqlSource, TextHit>;
}
