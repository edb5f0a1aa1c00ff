import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

/** The sample repository that teaches, in the checkout under test. */
function sample(): string {
  const extension = vscode.extensions.getExtension('altitude.altitude');
  assert.ok(extension, 'Altitude is not loaded');
  return path.join(extension.extensionPath, 'test', 'workspace', 'payments-api');
}

/** A copy of the sample as a folder of the open workspace: a repository within a repository. */
export class SampleTeam {
  readonly root: vscode.Uri;

  constructor(readonly name = 'payments-api') {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'no folder is open');
    this.root = vscode.Uri.joinPath(folder.uri, name);
  }

  async appear(): Promise<void> {
    await cp(sample(), this.root.fsPath, { recursive: true });
  }

  async vanish(): Promise<void> {
    await rm(this.root.fsPath, { recursive: true, force: true });
  }

  file(...names: readonly string[]): vscode.Uri {
    return vscode.Uri.joinPath(this.root, ...names);
  }

  async change(name: string, from: string, to: string): Promise<void> {
    const uri = this.file(...name.split('/'));
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    assert.ok(text.includes(from), `${name} has no ${from}`);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text.replace(from, to)));
  }
}
