import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

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
});
