import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { userDataDir } from './start.mts';

/** User settings that keep what has nothing to do with Altitude out of the picture. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'update.showReleaseNotes': false,
  'editor.minimap.enabled': false,
  // It would ask the npm registry for type definitions.
  'typescript.disableAutomaticTypeAcquisition': true,
};

/** Writes the user settings a server that is started on `dataDir` will read. */
export async function writeSettings(dataDir: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = path.join(userDataDir(dataDir), 'User');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}
