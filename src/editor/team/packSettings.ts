import * as v from 'valibot';
import * as vscode from 'vscode';
import { section } from '../settings';

const name = 'packs.disabled';

/** The setting that names packs which are switched off. */
export const disabledSetting = `${section}.${name}`;

const names = v.array(v.string());

/** The ids of packs that are switched off, in lower case; whatever is no list of texts switches nothing off. */
export function disabledPacks(): ReadonlySet<string> {
  const result = v.safeParse(names, vscode.workspace.getConfiguration(section).get<unknown>(name));
  return new Set(result.success ? result.output.map((id) => id.toLowerCase()) : []);
}

/** Switches a pack on or off for the reader, in every window. */
export async function switchPack(id: string, isOn: boolean): Promise<void> {
  const others = [...disabledPacks()].filter((each) => each !== id);
  const disabled = isOn ? others : [...others, id].sort();
  await vscode.workspace.getConfiguration(section).update(name, disabled.length === 0 ? undefined : disabled, vscode.ConfigurationTarget.Global);
}
