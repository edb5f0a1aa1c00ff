import type { FixSettings } from '../fixSettings';
import type { Severity } from '../finding';

/** Whether a rule runs, and how loud it is; `on` keeps the rule's own severity. */
export const levels = ['off', 'on', 'hint', 'information', 'warning', 'error'] as const;

export type Level = (typeof levels)[number];

/** What may be said of the whole folder, or of some of its files. */
export interface Choices {
  /** Levels by rule id. */
  readonly rules?: Readonly<Record<string, Level>>;
  readonly fixes?: Readonly<Partial<FixSettings>>;
}

/** A configuration file's content. */
export interface Config extends Choices {
  /** Later ones are stronger. */
  readonly overrides?: readonly (Choices & {
    /** Patterns as in an ignore file, relative to the folder that holds `.altitude`. */
    readonly files: readonly string[];
  })[];
}

/** A configuration and the folder it governs: an absolute path with forward slashes. */
export interface FolderConfig {
  readonly folder: string;
  readonly config: Config;
}

/** Where the file lies in the folder it governs. */
export const configFile = '.altitude/config.json';

/** What applies to one file. */
export interface FilePolicy {
  isOn(rule: string): boolean;
  /** Only where somebody chose another than the rule's own. */
  severityOf(rule: string): Severity | undefined;
  /** Whether doubtful findings are wanted. */
  readonly doubtful: boolean;
  readonly settings: FixSettings;
}
