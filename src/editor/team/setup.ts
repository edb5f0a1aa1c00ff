import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine';
import type { RuleInfo } from '../../engine/rules/list';
import type { TeamFiles } from '../../team/model';
import { writtenFiles } from '../authoring/writtenFiles';
import { commandIds } from '../learning/commandIds';
import type { LessonAnswers } from './setupLesson';

export interface SetupOptions {
  /** The workspace's files, as they are stored. */
  readonly files: TeamFiles;
  readonly engine: Pick<Engine, 'anchorFor' | 'analyze'>;
  readonly rules: readonly RuleInfo[];
  /** This extension, `publisher.name`. */
  readonly extension: string;
}

/** The commands of whoever brings Altitude into a repository. They write only in a trusted workspace. */
export function registerSetup({ files: stored, engine, rules, extension }: SetupOptions): vscode.Disposable {
  const files = writtenFiles(stored);
  const trusted = (run: () => Promise<unknown>) => {
    if (vscode.workspace.isTrusted) return run();
    void vscode.window.showWarningMessage(vscode.l10n.t('Trust this workspace first: Altitude writes nothing into one that is not trusted.'));
    return undefined;
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.setUpOnboarding, async (folder?: unknown) =>
      trusted(async () => {
        const { setUpOnboarding } = await import('./setupOnboarding');
        return setUpOnboarding({ files, extension }, folder instanceof vscode.Uri ? folder : undefined);
      }),
    ),
    vscode.commands.registerCommand(commandIds.makeLesson, async (answers?: LessonAnswers) =>
      trusted(async () => {
        const { activeTextEditor } = vscode.window;
        const { makeLesson, selectedIn } = await import('./setupLesson');
        const selected = selectedIn(activeTextEditor);
        if (selected) await makeLesson(selected, { files, engine, rules }, answers);
      }),
    ),
  );
}
