import * as vscode from 'vscode';
import { isVendored } from '../../engine/scan/quiet';
import { teamFolderName } from '../../team/model';

/** Milliseconds a search for files may take: on some file systems it never ends. */
const searchLimit = 5000;

/**
 * Files in the `.altitude` folders of the workspace, wherever they lie but in other people's code, by the editor's own
 * search. Nothing is read. Where the editor has no search, nothing is found.
 * @param inside a pattern for what is looked for, relative to an `.altitude` folder
 */
export async function findAltitudeFiles(inside: string): Promise<readonly vscode.Uri[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<readonly vscode.Uri[]>((resolve) => {
    timer = setTimeout(() => resolve([]), searchLimit);
  });
  try {
    const found = await Promise.race([vscode.workspace.findFiles(`**/${teamFolderName}/${inside}`, '**/node_modules/**'), limit]);
    return found.filter((uri) => !isVendored(vscode.workspace.asRelativePath(uri, false).split(`${teamFolderName}/`)[0] ?? ''));
  } finally {
    clearTimeout(timer);
  }
}

/** The folder that holds the `.altitude` in which a file lies. */
export function holderOf(uri: vscode.Uri): vscode.Uri {
  return uri.with({ path: uri.path.slice(0, uri.path.lastIndexOf(`/${teamFolderName}/`)) || '/' });
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
