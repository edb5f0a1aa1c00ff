import * as vscode from 'vscode';

/** More of one folder is not compared: what teaches is small, and reading it has limits of its own. */
const limits = { depth: 6, entries: 2000 };

/** What tells one state of a folder from another: the names in it, all the way down, with sizes and times. Empty where there is no such folder. */
export async function printOf(folder: vscode.Uri): Promise<string> {
  const seen: string[] = [];
  const look = async (dir: vscode.Uri, depth: number): Promise<void> => {
    const entries = await vscode.workspace.fs.readDirectory(dir).then((listed) => [...listed], () => undefined);
    if (entries === undefined) return;
    seen.push(`${dir.path}/`);
    const inside = entries.slice(0, Math.max(0, limits.entries - seen.length));
    await Promise.all(inside.map(async ([name, type]) => {
      const uri = vscode.Uri.joinPath(dir, name);
      // A link may lead anywhere, and is not read either.
      if (type === vscode.FileType.Directory && depth < limits.depth) await look(uri, depth + 1);
      else if (type === vscode.FileType.File) seen.push(await stateOf(uri));
      else seen.push(uri.path);
    }));
  };
  await look(folder, 0);
  return seen.sort().join('\n');
}

export async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(({ type }) => type === vscode.FileType.Directory, () => false);
}

async function stateOf(uri: vscode.Uri): Promise<string> {
  return vscode.workspace.fs.stat(uri).then(({ mtime, size }) => `${uri.path} ${mtime} ${size}`, () => uri.path);
}
