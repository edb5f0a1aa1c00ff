import type { MigrationFile } from '../../facts/sql/migrationFile';
import { newMigration } from '../../fix/migration';
import type { SqlSource } from '../../source';
import type { TextEdit } from '../../text/edits';
import type { DraftFix } from '../rule';

/** A change in two steps: one here, one in the migration that follows, which must not share a transaction with it. */
export interface TwoSteps {
  readonly title: string;
  readonly here: readonly TextEdit[];
  readonly next: { readonly name: string; readonly up: string; readonly down: string };
}

/** @returns undefined where nothing says where a migration could go, or a new file alone would not be run */
export function twoSteps({ title, here, next }: TwoSteps, { runner }: MigrationFile, source: SqlSource): DraftFix | undefined {
  if (runner.keepsJournal === true) return undefined;
  const newFiles = newMigration({ ...next, outsideTransaction: false }, source.file, source.project);
  // A snippet that stands alone shows the first step.
  if (newFiles.length === 0 && !source.fragment) return undefined;
  return { title, safety: 'guided', edits: here, newFiles };
}
