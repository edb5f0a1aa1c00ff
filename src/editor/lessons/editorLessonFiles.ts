import * as vscode from 'vscode';
import type { LessonEntry, LessonFiles } from '../../lessons/files';

/** Lessons read through the editor's own file system: the same on desktop, on remotes and in the browser. */
export const editorLessonFiles = (root: vscode.Uri): LessonFiles => {
  const at = (path: string) => vscode.Uri.joinPath(root, path);
  return {
    async list(dir) {
      const entries = await vscode.workspace.fs.readDirectory(at(dir));
      return entries.map(([name, type]): LessonEntry => ({ name, kind: kindOf(type) }));
    },
    async read(path) {
      return vscode.workspace.fs.readFile(at(path));
    },
  };
};

/** The type is a bit field; a link is never followed. */
function kindOf(type: vscode.FileType): LessonEntry['kind'] {
  if (type === vscode.FileType.File) return 'file';
  return type === vscode.FileType.Directory ? 'directory' : 'other';
}
