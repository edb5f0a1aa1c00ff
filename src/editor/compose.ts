import * as vscode from 'vscode';
import { EngineHost, type EngineThreads } from './engineHost';
import { FolderConfigs } from './folderConfigs';
import { registerFindings } from './findings';
import { registerLearning, systemClock } from './learning';
import { createPanel } from './learning/createPanel';
import { panelDoor } from './learning/panelDoor';
import { loadBundledLessons } from './lessons/bundledLessons';
import type { LessonFiles } from '../lessons/files';

/** What differs between a desktop and the browser. */
export interface Surroundings {
  readonly threads: EngineThreads;
  readonly lessons: LessonFiles;
}

/** Constructs the parts, wires them, and hands them to the editor to dispose. */
export async function activateAltitude(context: vscode.ExtensionContext, { threads, lessons }: Surroundings): Promise<void> {
  const log = vscode.window.createOutputChannel('Altitude', { log: true });
  const configs = new FolderConfigs();
  const host = new EngineHost(threads, configs, log);
  const loading = loadBundledLessons(lessons);
  const findings = registerFindings(host, loading, log);
  context.subscriptions.push(log, configs, host, findings);

  const catalogue = await loading;
  for (const { file, line, message } of catalogue.current.problems) log.warn(`${file}:${line}: ${message}`);
  const learning = await registerLearning(context, {
    catalogue,
    engine: host.engine,
    places: findings.places,
    panel: panelDoor(() => panel),
    clock: systemClock,
  });
  const panel = createPanel({ extensionUri: context.extensionUri, catalogue, controller: learning.controller, places: findings.places });
  context.subscriptions.push(catalogue, learning, panel, panel.registerSerializer());
}
