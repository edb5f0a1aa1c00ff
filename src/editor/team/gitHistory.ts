import * as vscode from 'vscode';

/** As much as is used of what the built-in Git extension offers to others, in version 1 of its API. */
export interface GitApi {
  /** A document of the file as of a commit. */
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
  /** Null where no open repository holds the file. */
  getRepository(uri: vscode.Uri): { show(ref: string, path: string): Promise<string> } | null;
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<unknown>;
}

interface GitExtension {
  getAPI(version: 1): GitApi;
}

/** Repositories are looked for while a window opens; so long is waited for it to end, in milliseconds. */
const patience = 5000;

/** The built-in Git extension; undefined where there is none, or it is switched off. */
export async function builtInGit(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  try {
    const git = (await extension?.activate())?.getAPI(1);
    if (git) await initialized(git);
    return git;
  } catch {
    return undefined;
  }
}

/** A file as of a commit, and its text. @throws Error when Git is not there or does not have it */
export async function fileAt(uri: vscode.Uri, commit: string, git: GitApi | undefined): Promise<{ readonly uri: vscode.Uri; readonly text: string }> {
  if (!git) throw new Error(vscode.l10n.t('the Git extension of the editor is missing or switched off'));
  const repository = git.getRepository(uri);
  if (!repository) throw new Error(vscode.l10n.t('it lies in no Git repository that is open'));
  const text = await repository.show(commit, uri.fsPath).catch(() => undefined);
  if (text === undefined) throw new Error(vscode.l10n.t('Git does not have it there'));
  return { uri: git.toGitUri(uri, commit), text };
}

async function initialized(git: GitApi): Promise<void> {
  if (git.state === 'initialized') return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const listening = git.onDidChangeState(done);
    const timer = setTimeout(done, patience);
  });
}
