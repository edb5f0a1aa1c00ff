import type { FixSettings } from './fixSettings';
import type { Language } from './finding';
import type { GoCallers } from './facts/go/callers';
import type { GoOrigins } from './facts/go/origin';
import type { GoScopes } from './facts/go/scope';
import type { Origins } from './facts/javascript/origin';
import type { Scopes } from './facts/javascript/scope';
import type { Project } from './facts/project/project';
import type { Memo } from './memo';
import type { SqlParser } from './syntax/sql';
import type { Tree } from './syntax/nodes';
import type { RegexAnalyser } from './syntax/regex';
import type { LineIndex } from './text/lineIndex';

interface SourceBase {
  /** A path with forward slashes or a URI. */
  readonly file: string;
  readonly text: string;
  readonly lines: LineIndex;
  /** The text stands alone: an unbound name may mean the library it conventionally denotes. */
  readonly fragment: boolean;
  readonly project: Project;
  readonly settings: FixSettings;
  /** PostgreSQL's parser; only there when the rule's matcher asked for it (`needsSql`). */
  readonly sql: SqlParser;
  readonly memo: Memo;
}

/** JavaScript, TypeScript or TSX. */
export interface ScriptSource extends SourceBase {
  readonly family: 'script';
  readonly language: 'javascript' | 'typescript' | 'tsx';
  readonly tree: Tree;
  readonly scopes: Scopes;
  readonly origins: Origins;
  /** Judges regular expressions; only there when the rule's matcher asked for it (`needsRegex`). */
  readonly regex: RegexAnalyser;
}

export interface GoSource extends SourceBase {
  readonly family: 'go';
  readonly language: 'go';
  readonly tree: Tree;
  readonly scopes: GoScopes;
  readonly origins: GoOrigins;
  /** Who calls its functions; absent where the file stands alone. */
  readonly callers?: GoCallers;
}

export interface SqlSource extends SourceBase {
  readonly family: 'sql';
  readonly language: 'sql';
}

export type Source = ScriptSource | GoSource | SqlSource;

export type SourceOf<L extends Language> = L extends 'go' ? GoSource : L extends 'sql' ? SqlSource : ScriptSource;
