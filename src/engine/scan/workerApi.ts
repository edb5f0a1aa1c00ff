import type { AnchorRequest, ResolvedAnchor } from '../../team/anchors/resolve';
import type { ChosenAnchor, SelectedCode } from '../../team/scaffold/anchorFor';
import type { FolderConfig } from '../config/model';
import type { DocumentFindings, SkippedFile, SourceText, TextChange } from '../engine';
import type { Finding, Severity } from '../finding';
import { defaultFixSettings, type FixSettings } from '../fixSettings';
import type { FixedText, FixOptions } from '../fix/fixText';
import { ruleList } from '../rules/list';
import type { RuleTrouble, TeamRule } from '../team/model';
import type { Listing } from './disk';
import type { SharedFiles } from './sharedFiles';

/** What a worker is told before anything else, and again when settings change. */
export interface WorkerConfig {
  /** Workspace or scan roots: absolute paths with forward slashes. */
  readonly roots: readonly string[];
  /** Ids of the rules to run. */
  readonly rules: readonly string[];
  readonly severities: Readonly<Record<string, Severity>>;
  /** Whether doubtful findings are among the findings. */
  readonly doubtful: boolean;
  readonly settings: FixSettings;
  /** Configuration files, each with the folder it governs. */
  readonly configs: readonly FolderConfig[];
  /** Rules the reader decided on; a configuration file does not change them. */
  readonly decided: readonly string[];
  /** The rules of teams, also those that do not run: `rules` says which do. */
  readonly team: readonly TeamRule[];
}

/** What applies where nobody set anything: every rule that is on by default. */
export function defaultConfig(): WorkerConfig {
  return {
    roots: [],
    rules: ruleList.filter((rule) => rule.defaultOn).map((rule) => rule.id),
    severities: {},
    doubtful: true,
    settings: defaultFixSettings,
    configs: [],
    decided: [],
    team: [],
  };
}

export interface ScannedBatch {
  readonly findings: readonly { readonly file: string; readonly findings: readonly Finding[] }[];
  readonly skipped: readonly SkippedFile[];
}

/** The calls a worker answers. Arguments and results are plain data. */
export interface WorkerApi {
  configure(config: WorkerConfig): Promise<void>;
  /** What a scan of these folders or files looks at, and the models of Prisma beside it. */
  list(roots: readonly string[], includeTests: boolean): Promise<Listing>;
  /** Take the files of a folder from what was listed already. Until the next configuration. */
  knowFiles(files: SharedFiles): Promise<void>;
  /** Which of these paths, and of what lies under them, a scan of the configured roots would look at. */
  listWithin(paths: readonly string[], includeTests: boolean): Promise<Listing>;
  scan(files: readonly string[]): Promise<ScannedBatch>;
  analyze(source: SourceText): Promise<readonly Finding[]>;
  fix(source: SourceText, options: FixOptions): Promise<FixedText>;
  openDocument(source: SourceText, version: number): Promise<DocumentFindings>;
  changeDocument(file: string, version: number, changes: readonly TextChange[]): Promise<DocumentFindings>;
  closeDocument(file: string): Promise<void>;
  /** Where the code of a lesson's anchor stands. Never fails: what went wrong is in the answer. */
  resolveAnchor(request: AnchorRequest): Promise<ResolvedAnchor>;
  anchorFor(selected: SelectedCode): Promise<ChosenAnchor | undefined>;
  /** Forget what was read of these files (package.json, .sql): they changed on disk. */
  invalidate(files: readonly string[]): Promise<void>;
}

export type WorkerMethod = keyof WorkerApi;

export type WorkerRequest = {
  readonly [M in WorkerMethod]: { readonly id: number; readonly method: M; readonly args: Parameters<WorkerApi[M]> };
}[WorkerMethod];

export type WorkerResponse =
  | { readonly id: number; readonly result: unknown; readonly troubles?: readonly RuleTrouble[] }
  | { readonly id: number; readonly error: { readonly message: string; readonly stack: string | undefined } };
