import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { codeActionsAt, lensesOf, lesson, run, titlesOf, until } from '../suite/learning/support';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

function installed(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('altitude.altitude');
  assert.ok(extension, 'Altitude is not installed');
  return extension;
}

describe('the installed package', () => {
  it('is the package, not the checkout', () => {
    const checkout = path.resolve(__dirname, '../../../..');
    assert.ok(path.relative(checkout, installed().extensionPath).startsWith('..'), installed().extensionPath);
  });

  it('holds no sources, tests or build files', () => {
    const shipped = readdirSync(installed().extensionPath, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      shipped.filter((file) => /^(src|test|out|node_modules)\b|\.tsx?$|\.map$|\.mjs$|\.lock$|^package-lock/.test(file) && !file.startsWith('lessons')),
      [],
    );
  });

  it('activates and registers every command of its manifest', async () => {
    const extension = installed();
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extension.packageJSON as Manifest;
    assert.ok(contributes.commands.length > 0, 'the manifest contributes no command');
    assert.deepEqual(
      contributes.commands.filter(({ command }) => !registered.has(command)),
      [],
    );
  });

  it('answers a question, and shows the fix the engine makes', async () => {
    await run('openLesson', lesson);
    const uri = await until('the snippet is open', () => {
      const active = vscode.window.activeTextEditor?.document.uri;
      return active?.scheme === 'altitude' ? active : undefined;
    });
    const press = async (title: string) => {
      const lens = await until(`the lens ${title}`, async () => (await lensesOf(uri)).find(({ command }) => command?.title === title));
      await vscode.commands.executeCommand(lens.command!.command, ...((lens.command!.arguments ?? []) as unknown[]));
    };
    assert.ok(!(await titlesOf(uri)).includes('Show the fix'), 'the fix is offered before an answer');
    await press('A');
    await press('Sure');
    const [verdict] = await until('the verdict', async () => {
      const titles = await titlesOf(uri);
      return titles.includes('Show the fix') ? titles : undefined;
    });
    assert.match(verdict ?? '', /^(?:✓ Right|✗ Wrong)$/);
    await press('Show the fix');
    const fixed = await until('the diff', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    });
    const [before, after] = await Promise.all([uri, fixed].map(async (each) => (await vscode.workspace.openTextDocument(each)).getText()));
    assert.match(before ?? '', /pbkdf2Sync\(/);
    assert.match(after ?? '', /await pbkdf2\w*\(/);
  });

  it('finds a flaw in a file of the workspace and fixes it', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'no folder is open');
    const uri = vscode.Uri.joinPath(folder.uri, 'src/accounts.js');
    const document = await vscode.workspace.openTextDocument(uri);
    const before = document.getText();
    const edit = await until('the fix of the finding', async () => {
      const found = vscode.languages.getDiagnostics(uri).find(({ source }) => source === 'Altitude');
      const actions = found === undefined ? [] : await codeActionsAt(uri, found.range, vscode.CodeActionKind.QuickFix);
      return actions.find(({ title }) => title.startsWith('Await pbkdf2'))?.edit;
    });
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(document.getText(), /await pbkdf2\w*\(/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });
});
