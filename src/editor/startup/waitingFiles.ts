import * as vscode from 'vscode';
import { scheme } from '../learning/pieceUri';

/** What a file system nobody can write to has to answer. */
export type ReadableFiles = Pick<vscode.FileSystemProvider, 'onDidChangeFile' | 'stat' | 'readDirectory' | 'readFile'>;

/**
 * A read-only file system whose files are still being loaded: tabs of it that a window restores ask at once. The
 * editor looks for a provider when activation is over, so it has to be there by then.
 */
export class WaitingFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private subscription: vscode.Disposable | undefined;
  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly loaded: Promise<ReadableFiles>) {
    loaded.then(
      (files) => {
        this.subscription = files.onDidChangeFile((changes) => this.changed.fire(changes));
      },
      () => undefined,
    );
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return (await this.loaded).stat(uri);
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return (await this.loaded).readDirectory(uri);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.loaded).readFile(uri);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.subscription?.dispose();
    this.changed.dispose();
  }
}

/** Serves the files under the scheme of Altitude; typing into one says what to do instead. */
export function registerFiles(files: WaitingFiles): vscode.Disposable {
  const why = vscode.l10n.t('A lesson’s code is read-only. Press a number to answer, or run Altitude: Answer.');
  return vscode.workspace.registerFileSystemProvider(scheme, files, {
    isCaseSensitive: true,
    isReadonly: new vscode.MarkdownString(why),
  });
}
