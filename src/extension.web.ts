import * as vscode from 'vscode';
import { activateAltitude } from './editor/compose';
import { webSpawn } from './editor/webSpawn';
import type { AltitudeApi } from './extensionApi';

/** Altitude in the browser: the engine runs in a web worker and reads no disk, so one thread is all it can use. */
export function activate(context: vscode.ExtensionContext): AltitudeApi {
  return activateAltitude(context, { spawn: webSpawn(vscode.Uri.joinPath(context.extensionUri, 'dist')), threads: 1 });
}
