import * as vscode from 'vscode';
import { activateAltitude } from './editor/compose';
import { indexedLessonFiles } from './editor/lessons/indexedLessonFiles';
import { webSpawn } from './editor/webSpawn';

/** Altitude in the browser: the engine runs in a web worker and reads no disk, so one thread is all it can use. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const spawn = webSpawn(vscode.Uri.joinPath(context.extensionUri, 'dist'));
  await activateAltitude(context, { threads: { spawn, threads: 1 }, lessons: indexedLessonFiles(context.extensionUri) });
}
