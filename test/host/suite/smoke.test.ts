import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';

describe('the test host', () => {
  it('runs the version it was asked for', function () {
    const wanted = process.env['ALTITUDE_HOST_VERSION'];
    // A debugging session runs in whichever editor started it.
    if (!wanted) this.skip();
    assert.equal(vscode.version, wanted);
  });

  it('opens a copy of the sample workspace', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'no folder is open');
    assert.notEqual(folder.uri.fsPath, path.resolve('test/workspace/ticket-desk'));
    const manifest = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'package.json'));
    assert.match(manifest.getText(), /"express"/);
  });

  it('has Altitude, from this checkout', async () => {
    const extension = vscode.extensions.getExtension('altitude.altitude');
    assert.ok(extension, 'Altitude is not loaded');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
