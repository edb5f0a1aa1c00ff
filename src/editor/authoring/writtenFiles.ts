import * as vscode from 'vscode';
import { maxFileBytes } from '../../lessons/files';
import type { TeamFiles } from '../../team/model';
import { fileOf } from '../identity';

/** Files as their author sees them: what is written in an editor and not saved yet is laid over the disk. */
export function writtenFiles(files: TeamFiles): TeamFiles {
  return {
    list: async (dir) => files.list(dir),
    real: async (path) => files.real(path),
    async read(path, limit) {
      const open = vscode.workspace.textDocuments.find((document) => document.isDirty && fileOf(document.uri) === path);
      return open ? new TextEncoder().encode(open.getText()) : files.read(path, limit);
    },
  };
}

/** The text of a file, line ends normalised; undefined where it cannot be read. */
export async function textOf(files: TeamFiles, path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await files.read(path, maxFileBytes)).replaceAll(/\r\n?/g, '\n');
  } catch {
    return undefined;
  }
}

/** The text of an open document as the loader reads it. */
export const textOfDocument = (document: vscode.TextDocument): string => document.getText().replaceAll(/\r\n?/g, '\n');
