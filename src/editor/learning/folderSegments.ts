import * as vscode from 'vscode';
import type { Segments } from '../../learning/store';

const ending = '.json';

/** Segments as files of one folder. Works wherever the editor has a file system, the browser's included. */
export class FolderSegments implements Segments {
  readonly #folder: vscode.Uri;

  constructor(folder: vscode.Uri) {
    this.#folder = folder;
  }

  async list(): Promise<string[]> {
    const entries = (await unlessMissing(vscode.workspace.fs.readDirectory(this.#folder))) ?? [];
    return entries.flatMap(([name]) => (name.endsWith(ending) ? name.slice(0, -ending.length) : []));
  }

  async read(name: string): Promise<string | undefined> {
    const bytes = await unlessMissing(vscode.workspace.fs.readFile(this.#file(name)));
    return bytes && new TextDecoder().decode(bytes);
  }

  async write(name: string, text: string): Promise<void> {
    await vscode.workspace.fs.createDirectory(this.#folder);
    await vscode.workspace.fs.writeFile(this.#file(name), new TextEncoder().encode(text));
  }

  async delete(name: string): Promise<void> {
    await unlessMissing(vscode.workspace.fs.delete(this.#file(name)));
  }

  #file(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, `${name}${ending}`);
  }
}

async function unlessMissing<T>(work: Thenable<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
