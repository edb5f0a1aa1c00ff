import * as vscode from 'vscode';
import type { RuleInfo } from '../../engine/rules/list';
import type { TeamOptions } from '../../team/load';
import type { TeamFiles } from '../../team/model';
import { commandIds } from '../learning/commandIds';
import { registerLessonDiagnostics } from './diagnostics';
import { isLessonFile } from './home';
import { LessonPreview, type LessonPreviewOptions } from './preview';
import { Workshops } from './workshops';
import { registerWriting } from './writing';
import { writtenFiles } from './writtenFiles';

export interface AuthoringOptions extends Pick<TeamOptions, 'builtIn' | 'resolve'>, Pick<LessonPreviewOptions, 'panel'> {
  /** The workspace's files, as they are stored. */
  readonly files: TeamFiles;
  readonly rules: readonly RuleInfo[];
  readonly log: Pick<vscode.LogOutputChannel, 'error'>;
}

export interface Authoring {
  readonly preview: LessonPreview;
  /** Each command is registered once: whatever held its place is gone by then. */
  registerCommands(): vscode.Disposable;
  dispose(): void;
}

/** Everything that helps to write lessons, but its commands. Only in a trusted workspace is any of them read. */
export function registerAuthoring({ builtIn, files: stored, log, panel, resolve, rules }: AuthoringOptions): Authoring {
  const files = writtenFiles(stored);
  const workshops = new Workshops({ builtIn, files, log, resolve, rules });
  const preview = new LessonPreview({ workshops, files, panel, resolve });
  const registered = vscode.Disposable.from(workshops, registerLessonDiagnostics(workshops), registerWriting({ files, workshops }), preview);
  const registerCommands = () =>
    vscode.Disposable.from(
      vscode.commands.registerCommand(commandIds.previewLesson, (target?: unknown) => {
        const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
        if (!vscode.workspace.isTrusted || !uri) return;
        if (isLessonFile(uri.path)) preview.show(uri, false);
        else void vscode.window.showInformationMessage(vscode.l10n.t('Open the lesson.md that you want to preview.'));
      }),
      vscode.commands.registerCommand(commandIds.newLesson, async () => {
        const { newLesson } = await import('./newLesson');
        await newLesson({ builtIn, files, rules });
      }),
    );
  return { preview, registerCommands, dispose: () => void registered.dispose() };
}
