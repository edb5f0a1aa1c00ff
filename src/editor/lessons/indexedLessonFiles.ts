import * as vscode from 'vscode';
import type { LessonEntry, LessonFiles } from '../../lessons/files';
import { editorLessonFiles } from './editorLessonFiles';

/** Lessons read over HTTP, as an extension in the browser must: files can be read but folders not listed, so the build lists them. */
export const indexedLessonFiles = (root: vscode.Uri): LessonFiles => {
  const files = editorLessonFiles(root);
  let index: Promise<readonly string[]> | undefined;
  const readIndex = async () => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, 'dist', 'lessons.json'));
    return JSON.parse(new TextDecoder().decode(bytes)) as readonly string[];
  };
  return {
    ...files,
    async list(dir) {
      index ??= readIndex();
      return entriesOf(dir, await index);
    },
  };
};

/** @param names every file, as `lessons/track/lesson/lesson.md` */
function entriesOf(dir: string, names: readonly string[]): LessonEntry[] {
  const below = names.filter((name) => name.startsWith(`${dir}/`)).map((name) => name.slice(dir.length + 1));
  const kinds = below.map((name) => {
    const [first = '', ...rest] = name.split('/');
    return [first, rest.length > 0 ? 'directory' : 'file'] as const;
  });
  return [...new Map(kinds)].map(([name, kind]) => ({ name, kind }));
}
