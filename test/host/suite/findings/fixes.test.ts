import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { actionsAt, apply, blockingHandlers, scan, setting, show, unboundedPool, until, untilActions, untilFindings, usePlayground, useSettings } from './support';

const boundedPool = unboundedPool.replace('max: 10', 'max: 10, connectionTimeoutMillis: 5000');

describe('quick fixes', () => {
  const play = usePlayground();
  useSettings({ 'files.autoSave': 'off' });

  it('come first, with their grade in the title, and only a safe one is preferred', async () => {
    const pool = (await play().open('db.js', unboundedPool)).document;
    const [waits] = await untilFindings(pool.uri, 1);
    assert.ok(waits);
    const review = await actionsAt(pool.uri, waits.range);
    assert.match(review[0]?.title ?? '', / \(review\)$/);
    assert.equal(review[0]?.isPreferred ?? false, false);
    assert.deepEqual(
      review.slice(1).map(({ title }) => title),
      ['Learn why (2 min)', 'Suppress pool-acquire-without-timeout here'],
    );

    const terms = (await play().open('terms.js', blockingHandlers)).document;
    const [blocks] = await untilFindings(terms.uri, 2);
    assert.ok(blocks);
    const safe = await actionsAt(terms.uri, blocks.range);
    assert.match(safe[0]?.title ?? '', / \(safe\)$/);
    assert.equal(safe[0]?.isPreferred, true);
    assert.equal(safe.at(-1)?.title, 'Fix all safe findings in this file');
  });

  it('are offered on the call, and nowhere else', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    assert.deepEqual(await actionsAt(document.uri, new vscode.Range(0, 0, 0, 5)), []);
  });

  it('open the lesson of the finding', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    const [finding] = await untilFindings(document.uri, 1);
    assert.ok(finding);
    const learn = (await actionsAt(document.uri, finding.range)).find(({ title }) => title.startsWith('Learn why'));
    assert.ok(learn?.command);
    assert.equal(learn.command.command, 'altitude.learnWhy');
    const { character, line } = finding.range.start;
    assert.deepEqual(learn.command.arguments, [{ lesson: 'incident-reading', piece: 'unbounded-acquire' }, { uri: document.uri.toString(), line, character }]);
  });

  it('write what the rule writes, and one undo brings the file back', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    const [finding] = await untilFindings(document.uri, 1);
    assert.ok(finding);
    const [fix] = await actionsAt(document.uri, finding.range);
    assert.ok(fix);
    await apply([fix], fix.title);
    assert.equal(document.getText(), boundedPool);
    await untilFindings(document.uri, 0);
    await document.save();
    assert.equal(readFileSync(document.uri.fsPath, 'utf8'), boundedPool);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), unboundedPool);
    await untilFindings(document.uri, 1);
  });

  it('keep CRLF, a byte order mark and astral characters as they are', async () => {
    const decorated = (text: string) => `\ufeff${text.replace('const pool', "/* 🐘 */ const pool").replaceAll('\n', '\r\n')}`;
    const { document } = await play().open('db.js', decorated(unboundedPool));
    const [finding] = await untilFindings(document.uri, 1);
    assert.ok(finding);
    const [fix] = await actionsAt(document.uri, finding.range);
    assert.ok(fix);
    await apply([fix], fix.title);
    await document.save();
    assert.equal(readFileSync(document.uri.fsPath, 'utf8'), decorated(boundedPool));
  });

  it('insert the value that the settings give', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    try {
      await setting('altitude.fixes.timeoutMs', 1500);
      const [finding] = await untilFindings(document.uri, 1);
      assert.ok(finding);
      await until('a fix of 1500 ms', async () => {
        const [fix] = await actionsAt(document.uri, finding.range);
        return fix !== undefined && JSON.stringify(fix.edit).includes('connectionTimeoutMillis: 1500');
      });
    } finally {
      await setting('altitude.fixes.timeoutMs', undefined);
    }
  });

  it('are computed for the text as it is when they are asked for, however fast it was typed', async () => {
    const editor = await play().open('db.js', unboundedPool);
    await untilFindings(editor.document.uri, 1);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "'use strict';\n\n"));
    const moved = new vscode.Range(4, 13, 4, 21);
    const [fix] = await untilActions(editor.document.uri, moved);
    assert.ok(fix);
    await apply([fix], fix.title);
    assert.equal(editor.document.getText(), `'use strict';\n\n${boundedPool}`);
  });

  it('are never applied to a text that changed while they were computed', async () => {
    const editor = await play().open('terms.js', blockingHandlers);
    await untilFindings(editor.document.uri, 2);
    const resolved = vscode.commands.executeCommand('altitude.fixAllInFile');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "'use strict';\n"));
    await resolved;
    // Either nothing was applied, or what was computed for the text as it is now; never one shifted by a line.
    const fixed = blockingHandlers.replaceAll('fs.readFileSync(', 'await fs.promises.readFile(');
    assert.ok([blockingHandlers, fixed].map((text) => `'use strict';\n${text}`).includes(editor.document.getText()), editor.document.getText());
  });

  it('stay right when the end of line is changed', async () => {
    const editor = await play().open('db.js', unboundedPool);
    await untilFindings(editor.document.uri, 1);
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    const [fix] = await untilActions(editor.document.uri, new vscode.Range(2, 13, 2, 21));
    assert.ok(fix);
    await apply([fix], fix.title);
    assert.equal(editor.document.getText(), boundedPool.replaceAll('\n', '\r\n'));
  });

  it('are there for a file that only a scan knows, while checking open files is off', async () => {
    await setting('altitude.findings.enabled', false);
    try {
      const uri = play().write('db.js', unboundedPool);
      await scan();
      const { document } = await show(uri);
      const [fix] = await untilActions(uri, new vscode.Range(2, 13, 2, 21));
      assert.ok(fix);
      await apply([fix], fix.title);
      assert.equal(document.getText(), boundedPool);
    } finally {
      await setting('altitude.findings.enabled', undefined);
      await vscode.commands.executeCommand('altitude.clearFindings');
    }
  });
});

describe('fix all in a file', () => {
  const play = usePlayground();
  useSettings({ 'files.autoSave': 'off' });

  const fixed = blockingHandlers.replaceAll('fs.readFileSync(', 'await fs.promises.readFile(');

  it('applies every safe fix as one undo step, and leaves the others', async () => {
    const text = `${blockingHandlers}\n${unboundedPool.replace('module.exports', 'module.exports.pool')}`;
    const { document } = await play().open('mixed.js', text);
    await untilFindings(document.uri, 3);
    assert.equal(await vscode.commands.executeCommand('altitude.fixAllInFile'), true);
    assert.equal(document.getText(), text.replaceAll('fs.readFileSync(', 'await fs.promises.readFile('));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  it('changes nothing where no fix is safe', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    assert.equal(await vscode.commands.executeCommand('altitude.fixAllInFile'), false);
    assert.equal(document.getText(), unboundedPool);
  });

  it('is a source action, so that saving can run it', async () => {
    const editor = await play().open('terms.js', blockingHandlers);
    const { document } = editor;
    await untilFindings(document.uri, 2);
    await setting('editor.codeActionsOnSave', { 'source.fixAll.altitude': 'explicit' });
    try {
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// Terms and prices.\n'));
      await document.save();
      assert.equal(document.getText(), `// Terms and prices.\n${fixed}`);
      assert.equal(readFileSync(document.uri.fsPath, 'utf8'), document.getText());
    } finally {
      await setting('editor.codeActionsOnSave', undefined);
    }
  });

  it('does not run on save unless the reader asked for it', async () => {
    const editor = await play().open('terms.js', blockingHandlers);
    await untilFindings(editor.document.uri, 2);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// Terms and prices.\n'));
    await editor.document.save();
    assert.equal(editor.document.getText(), `// Terms and prices.\n${blockingHandlers}`);
  });
});
