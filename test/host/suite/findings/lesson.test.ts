import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Practised } from '../../../../src/learning/entries';
import { actionsAt, unboundedPool, until, untilFindings, usePlayground, useSettings } from './support';

const longFile = `${'// above\n'.repeat(120)}${unboundedPool}${'// below\n'.repeat(120)}`;

const pastedSql = `const express = require('express');
const { Pool } = require('pg');

const pool = new Pool({ connectionTimeoutMillis: 1000 });
const router = express.Router();

router.get('/orders/:id', async (req, res) => {
  const { rows } = await pool.query(\`SELECT id, total FROM orders WHERE id = \${req.params.id}\`);
  res.json(rows[0]);
});

module.exports = router;
`;

describe('a finding and its lesson', () => {
  const play = usePlayground();
  useSettings({ 'files.autoSave': 'off' });
  let scratch: string;

  before(async () => {
    scratch = await mkdtemp(path.join(os.tmpdir(), 'altitude-practice-'));
  });
  after(() => rm(scratch, { recursive: true }));

  async function practised(): Promise<readonly string[]> {
    const file = vscode.Uri.file(path.join(scratch, 'progress.json'));
    await vscode.commands.executeCommand('altitude.exportProgress', file);
    return (JSON.parse(await readFile(file.fsPath, 'utf8')) as { practised?: Practised[] }).practised?.map(({ rule }) => rule) ?? [];
  }

  const run = ({ command }: vscode.CodeAction) => {
    assert.ok(command);
    return vscode.commands.executeCommand(command.command, ...(command.arguments ?? []) as unknown[]);
  };

  it('leads to its piece and back to the same file, cursor, line in view and column', async () => {
    const editor = await play().open('db.js', longFile);
    const { document } = editor;
    const [finding] = await untilFindings(document.uri, 1);
    assert.ok(finding);
    editor.selection = new vscode.Selection(finding.range.start.translate(-2), finding.range.start);
    editor.revealRange(new vscode.Range(110, 0, 110, 0), vscode.TextEditorRevealType.AtTop);
    const top = await until('the editor has scrolled', () => {
      const line = editor.visibleRanges[0]?.start.line ?? 0;
      return line > 90 && line;
    });
    const { selection, viewColumn } = editor;

    const learn = (await actionsAt(document.uri, finding.range)).find(({ title }) => title.startsWith('Learn why'));
    assert.ok(learn);
    await run(learn);
    await until('the piece is open', () => vscode.window.activeTextEditor?.document.uri.scheme === 'altitude');
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /\/unbounded-acquire\//);

    await vscode.commands.executeCommand('altitude.backToCode');
    const back = vscode.window.activeTextEditor;
    assert.equal(back?.document.uri.toString(), document.uri.toString());
    assert.ok(back.selection.isEqual(selection));
    assert.equal(back.viewColumn, viewColumn);
    await until('the same lines are in view', () => back.visibleRanges[0]?.start.line === top);
  });

  it('goes to the finding itself where its file was not open', async () => {
    const uri = play().write('db.js', unboundedPool);
    const ref = { lesson: 'incident-reading', piece: 'unbounded-acquire' };
    await vscode.commands.executeCommand('altitude.learnWhy', ref, { uri: uri.toString(), line: 2, character: 13 });
    await vscode.commands.executeCommand('altitude.backToCode');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), uri.toString());
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [2, 13]);
  });

  it('counts as practice once its fix is applied, and not before', async () => {
    const before = await practised();
    const { document } = await play().open('db.js', unboundedPool);
    const [finding] = await untilFindings(document.uri, 1);
    assert.ok(finding);
    const [fix] = await actionsAt(document.uri, finding.range);
    assert.ok(fix?.edit);
    assert.deepEqual(await practised(), before);
    // As the editor does it: the edit, then the command.
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
    await run(fix);
    assert.deepEqual(await practised(), [...before, 'pool-acquire-without-timeout']);
  });

  it('does not count where it is only suppressed', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    const [finding] = await untilFindings(document.uri, 1);
    assert.ok(finding);
    const suppress = (await actionsAt(document.uri, finding.range)).find(({ title }) => title.startsWith('Suppress'));
    assert.ok(suppress?.edit);
    assert.equal(suppress.command, undefined);
  });

  it('counts when a whole file is fixed', async () => {
    assert.ok(!(await practised()).includes('sql-injection'), 'a rule that no other test mends: one fix a day is remembered');
    const { document } = await play().open('orders.js', pastedSql);
    await untilFindings(document.uri, 1);
    assert.equal(await vscode.commands.executeCommand('altitude.fixAllInFile', document.uri), true);
    await until('the practice is remembered', async () => (await practised()).includes('sql-injection'));
  });
});
