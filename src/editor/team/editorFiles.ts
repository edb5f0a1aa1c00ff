import * as vscode from 'vscode';
import type { LessonEntry } from '../../lessons/files';
import { noFile, type TeamFiles } from '../../team/model';
import { uriOf } from '../identity';

/** A repository through the editor, for the browser and for workspaces that lie on no disk. */
export const editorTeamFiles: TeamFiles = {
  async list(dir) {
    const entries = await vscode.workspace.fs.readDirectory(uriOf(dir));
    return entries.map(([name, type]): LessonEntry => ({ name, kind: kindOf(type) }));
  },

  async read(path, limit) {
    const uri = uriOf(path);
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if (type !== vscode.FileType.File) throw new Error(noFile);
    // One byte too many says that the file is too large; its text is not needed for that.
    return size > limit ? new Uint8Array(limit + 1) : vscode.workspace.fs.readFile(uri);
  },

  /** The editor cannot say where a link leads, so a path with one in it is refused. */
  async real(path) {
    let uri = uriOf(path);
    const named = uri.toString();
    const roots = new Set((vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.toString()));
    while (!roots.has(uri.toString()) && uri.path !== '/') {
      const { type } = await vscode.workspace.fs.stat(uri);
      if ((type & vscode.FileType.SymbolicLink) !== 0) throw vscode.FileSystemError.NoPermissions(`a symbolic link is not followed: ${named}`);
      uri = vscode.Uri.joinPath(uri, '..');
    }
    return path;
  },
};

/** Those of the disk for what lies on it, and the editor's for the rest. */
export function filesOf(disk: TeamFiles | undefined): TeamFiles {
  const of = (path: string): TeamFiles => (disk !== undefined && uriOf(path).scheme === 'file' ? disk : editorTeamFiles);
  return {
    list: async (dir) => of(dir).list(dir),
    read: async (path, limit) => of(path).read(path, limit),
    real: async (path) => of(path).real(path),
  };
}

function kindOf(type: vscode.FileType): LessonEntry['kind'] {
  if (type === vscode.FileType.File) return 'file';
  return type === vscode.FileType.Directory ? 'directory' : 'other';
}
