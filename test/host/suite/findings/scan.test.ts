import assert from 'node:assert/strict';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { blockingHandlers, findingsIn, scan, setting, show, unboundedPool, untilFindings, usePlayground, useSettings, until, workspaceFile } from './support';

const clean = 'module.exports = {};\n';

/** Long enough for a change on disk to have been looked at, had it been noticed. */
const settled = async () => setTimeout(2500);

describe('a scanned workspace', () => {
  const play = usePlayground();
  useSettings({ 'files.autoSave': 'off' });

  afterEach(async () => {
    await vscode.commands.executeCommand('altitude.clearFindings');
  });

  it('lists the flaws of files that were never opened', async () => {
    await scan();
    for (const name of ['src/accounts.js', 'src/tickets.js', 'src/db.js', 'src/payments.js']) {
      await untilFindings(workspaceFile(name), 1);
    }
    assert.deepEqual(findingsIn(workspaceFile('src/server.js')), []);
  });

  it('is scanned once, however often that is asked for at the same time', async () => {
    const uri = play().write('db.js', unboundedPool);
    await Promise.all([scan(), scan(), scan()]);
    await untilFindings(uri, 1);
  });

  it('keeps what is known of an open, changed file', async () => {
    const editor = await play().open('db.js', unboundedPool);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n\n'));
    const line = () => findingsIn(editor.document.uri)[0]?.range.start.line;
    await until('the finding two lines further down', () => line() === 4);
    await scan();
    assert.equal(line(), 4);
  });

  it('follows a file closed without saving back to what is on disk', async () => {
    const uri = play().write('db.js', unboundedPool);
    await scan();
    const editor = await show(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${unboundedPool.replaceAll('ool', 'ools').replaceAll('Pools }', 'Pool: Pools }')}\n`));
    await until('two findings, or the first one moved', () => findingsIn(uri).some(({ range }) => range.start.line > 2));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('the finding of the file on disk', () => {
      const found = findingsIn(uri);
      return found.length === 1 && found[0]?.range.start.line === 2;
    });
  });

  it('keeps the findings of a file that is closed', async () => {
    const uri = play().write('db.js', unboundedPool);
    await scan();
    await untilFindings(uri, 1);
    await show(uri);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await settled();
    assert.equal(findingsIn(uri).length, 1);
  });

  it('follows files that are written, created and deleted outside the editor', async () => {
    const changed = play().write('changed.js', unboundedPool);
    const deleted = play().write('deleted.js', unboundedPool);
    await scan();
    await untilFindings(changed, 1);
    await untilFindings(deleted, 1);
    play().write('changed.js', clean);
    const created = play().write('created.js', unboundedPool);
    play().remove('deleted.js');
    await untilFindings(changed, 0);
    await untilFindings(created, 1);
    await untilFindings(deleted, 0);
  });

  it('follows folders that are created, moved and deleted outside the editor', async () => {
    const before = play().write('before/deep/db.js', unboundedPool);
    await scan();
    await untilFindings(before, 1);
    renameSync(play().uri('before').fsPath, play().uri('after').fsPath);
    await untilFindings(before, 0);
    const after = play().uri('after/deep/db.js');
    await untilFindings(after, 1);
    play().remove('after');
    await untilFindings(after, 0);
  });

  it('follows files and folders that are renamed and deleted in the editor', async () => {
    const file = play().write('db.js', unboundedPool);
    const inFolder = play().write('folder/db.js', unboundedPool);
    await scan();
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(file, play().uri('pool.js'));
    edit.renameFile(play().uri('folder'), play().uri('moved'));
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    await untilFindings(file, 0);
    await untilFindings(inFolder, 0);
    await untilFindings(play().uri('pool.js'), 1);
    await untilFindings(play().uri('moved/db.js'), 1);
    const removal = new vscode.WorkspaceEdit();
    removal.deleteFile(play().uri('moved'), { recursive: true });
    removal.deleteFile(play().uri('pool.js'));
    assert.equal(await vscode.workspace.applyEdit(removal), true);
    await untilFindings(play().uri('moved/db.js'), 0);
    await untilFindings(play().uri('pool.js'), 0);
  });

  it('follows an open file that is renamed', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await scan();
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, play().uri('pool.js'));
    await vscode.workspace.applyEdit(edit);
    await untilFindings(play().uri('pool.js'), 1);
    await untilFindings(document.uri, 0);
  });

  it('keeps the findings of an open file with unsaved changes that is deleted on disk', async () => {
    const editor = await play().open('db.js', unboundedPool);
    await scan();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// unsaved\n'));
    play().remove('db.js');
    await settled();
    const [finding] = findingsIn(editor.document.uri);
    assert.equal(finding?.range.start.line, 3);
  });

  it('follows a checkout of many files', async () => {
    const names = Array.from({ length: 400 }, (_, index) => `src/module${index}.js`);
    for (const name of names) play().write(name, unboundedPool);
    await scan();
    await until('all files with findings', () => names.every((name) => findingsIn(play().uri(name)).length === 1));
    for (const name of names.slice(0, 350)) play().write(name, clean);
    await until('50 files with findings', () => names.filter((name) => findingsIn(play().uri(name)).length === 1).length === 50);
  });

  it('respects ignore files, also for files that change later and when they change themselves', async () => {
    play().write('.gitignore', 'ignored/\n');
    const ignored = play().write('ignored/db.js', unboundedPool);
    const seen = play().write('seen/db.js', unboundedPool);
    await scan();
    await untilFindings(seen, 1);
    assert.deepEqual(findingsIn(ignored), []);
    play().write('ignored/db.js', `${unboundedPool}\n`);
    await settled();
    assert.deepEqual(findingsIn(ignored), []);
    play().write('.gitignore', 'seen/\n');
    await untilFindings(ignored, 1);
    await untilFindings(seen, 0);
  });

  it('follows the settings', async () => {
    const test = play().write('app.test.js', blockingHandlers);
    const uri = play().write('app.js', blockingHandlers);
    await scan();
    assert.deepEqual(findingsIn(test), []);
    try {
      await setting('altitude.scan.includeTests', true);
      await untilFindings(test, 2);
      await setting('altitude.rules', { 'sync-in-request-path': 'off' });
      await untilFindings(test, 0);
      await untilFindings(uri, 0);
    } finally {
      await setting('altitude.rules', undefined);
      await setting('altitude.scan.includeTests', undefined);
    }
    await untilFindings(uri, 2);
  });

  it('is right about a file that changes while it is scanned', async () => {
    for (let index = 0; index < 300; index++) play().write(`many/module${index}.js`, unboundedPool);
    const uri = play().write('a.js', unboundedPool);
    const running = scan();
    await setTimeout(30);
    writeFileSync(uri.fsPath, clean);
    const late = play().write('late.js', unboundedPool);
    await running;
    await untilFindings(uri, 0);
    await untilFindings(late, 1);
  });

  it('survives a folder that is deleted while it is scanned', async () => {
    for (let index = 0; index < 300; index++) play().write(`many/module${index}.js`, unboundedPool);
    const running = scan();
    await setTimeout(30);
    play().remove('many');
    await running;
    await until('no finding in the folder', () => vscode.languages.getDiagnostics().every(([uri, found]) => !uri.path.includes('/many/') || found.length === 0));
    await untilFindings(workspaceFile('src/db.js'), 1);
  });

  it('forgets closed files when the results are cleared', async () => {
    const closed = play().write('closed.js', unboundedPool);
    const { document } = await play().open('open.js', unboundedPool);
    await scan();
    await untilFindings(document.uri, 1);
    await vscode.commands.executeCommand('altitude.clearFindings');
    await untilFindings(closed, 0);
    assert.equal(findingsIn(document.uri).length, 1);
  });

  it('shows every one of thousands of findings', async () => {
    const text = `const { Pool } = require('pg');\nexports.get = (req, res) => res.end();\n${'new Pool({ max: 10 });\n'.repeat(250)}`;
    const uris = Array.from({ length: 10 }, (_, index) => play().write(`many${index}.js`, text));
    await scan();
    for (const uri of uris) await untilFindings(uri, 250);
  });

  it('finds a flaw in a folder linked in a circle once', async () => {
    const uri = play().write('real/db.js', unboundedPool);
    mkdirSync(path.join(play().folder, 'other'));
    symlinkSync(play().folder, path.join(play().folder, 'other/loop'), 'junction');
    await scan();
    await untilFindings(uri, 1);
    await settled();
    const own = vscode.languages.getDiagnostics().filter(([each, found]) => each.path.startsWith(vscode.Uri.file(play().folder).path) && found.length > 0);
    assert.deepEqual(own.map(([each]) => each.fsPath), [uri.fsPath]);
  });
});
