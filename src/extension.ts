import { availableParallelism } from 'node:os';
import * as vscode from 'vscode';
import { activateAltitude } from './editor/compose';
import { nodeLanguage } from './editor/startup/language';
import type { AltitudeApi } from './extensionApi';
import { nodeSpawn } from './engine/scan/nodeSpawn';
import { nodeTeamFiles } from './team/nodeFiles';

/** Altitude on a desktop or a remote: the engine runs in Node's worker threads. */
export function activate(context: vscode.ExtensionContext): AltitudeApi {
  const inDist = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  // One core stays with the editor itself.
  const threads = Math.max(1, Math.min(availableParallelism() - 1, 8));
  return activateAltitude(context, { spawn: nodeSpawn(inDist('engineWorker.js')), threads, files: nodeTeamFiles, loadLanguage: nodeLanguage(inDist('languageThread.js')) });
}
