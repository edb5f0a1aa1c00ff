import type { AnchorRequest, ResolvedAnchor } from '../team/anchors/resolve';
import type { ChosenAnchor, SelectedCode } from '../team/scaffold/anchorFor';
import type { Finding, FixSafety, Language, Range } from './finding';

/** A text to analyse. */
export interface SourceText {
  /** A path with forward slashes or a URI. */
  readonly file: string;
  readonly text: string;
  readonly language: Language;
  /** The text stands alone (a lesson's snippet, an untitled document): unbound names may mean their usual library. */
  readonly fragment?: boolean;
  /** It is open in an editor: what nothing runs yet may be about to be. */
  readonly isOpen?: boolean;
}

/** One change of an open document, in the order and coordinates the editor reports it. */
export interface TextChange {
  readonly range: Range;
  readonly text: string;
}

export interface DocumentFindings {
  readonly file: string;
  /** The document version these findings and their edits are for. */
  readonly version: number;
  readonly findings: readonly Finding[];
}

/** Why a file was not analysed. */
export type SkipReason = 'too-large' | 'binary' | 'encoding' | 'unreadable' | 'generated' | 'parse' | 'timeout' | 'crash';

export interface SkippedFile {
  readonly file: string;
  readonly reason: SkipReason;
}

export interface ScanProgress {
  readonly done: number;
  readonly total: number;
}

export interface ScanSummary {
  /** Files looked at, the skipped ones not counted. */
  readonly files: number;
  readonly skipped: readonly SkippedFile[];
  readonly cancelled: boolean;
  readonly ms: number;
}

export interface ScanRequest {
  /** Absolute folders or files; folders are walked, ignore files respected. */
  readonly roots: readonly string[];
  readonly includeTests?: boolean;
  /** Restrict to these rule ids; all that are on by default when absent. */
  readonly rules?: readonly string[];
  /** Which of the files found are looked at: all when absent. The others are still read for what they export or declare. */
  readonly takes?: (file: string) => boolean;
}

/** The engine as the editor and the command line see it. Every call runs off the caller's thread. */
export interface Engine {
  /** Findings of one text, without keeping it. */
  analyze(source: SourceText): Promise<readonly Finding[]>;
  /** The text after the fixes of `rules` (all when absent) up to `safety`, applied until none is left. */
  fix(source: SourceText, options?: { readonly rules?: readonly string[]; readonly safety?: FixSafety }): Promise<string>;
  /** Where the code of a lesson's anchor stands in a text, or why it does not. */
  resolveAnchor(request: AnchorRequest): Promise<ResolvedAnchor>;
  /** An anchor for selected code; undefined where none finds exactly that code. */
  anchorFor(selected: SelectedCode): Promise<ChosenAnchor | undefined>;
  /** Keeps the document's tree; later changes are parsed incrementally. */
  openDocument(source: SourceText, version: number): Promise<DocumentFindings>;
  changeDocument(file: string, version: number, changes: readonly TextChange[]): Promise<DocumentFindings>;
  closeDocument(file: string): void;
  scan(
    request: ScanRequest,
    hooks: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (progress: ScanProgress) => void;
      /** Called once a file, also for files with no finding. */
      readonly onFile?: (file: string, findings: readonly Finding[]) => void;
    },
  ): Promise<ScanSummary>;
  dispose(): Promise<void>;
}
