import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { rules } from '../../../../src/engine/rules/registry';
import { blockingHandlers, findingsIn, setting, show, unboundedPool, until, untilFindings, usePlayground, useSettings, workspaceFile } from './support';

const poolRule = 'pool-acquire-without-timeout';

describe('findings in an open file', () => {
  const play = usePlayground();
  useSettings({ 'files.autoSave': 'off' });

  it('mark the call alone, as information, and name the rule and its lesson', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    const [finding] = await untilFindings(document.uri, 1);
    assert.ok(finding);
    assert.equal(document.getText(finding.range), 'new Pool');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Information);
    assert.equal(finding.source, 'Altitude');
    const { code } = finding;
    assert.ok(typeof code === 'object');
    assert.equal(code.value, poolRule);
    // The piece's own document, at its first hot line.
    const [lesson = '', piece = ''] = rules.find(({ id }) => id === poolRule)?.lesson.split('#') ?? [];
    assert.equal(code.target.scheme, 'altitude');
    assert.ok(code.target.path.includes(`/${lesson}/${piece}/`), code.target.path);
    assert.match(code.target.fragment, /^L\d+$/);
    await vscode.workspace.fs.stat(code.target.with({ fragment: '' }));
  });

  it('are doubtful ones too, as hints, for whoever wants to see them', async () => {
    const { document } = await play().open('terms.js', blockingHandlers.replace("'/terms'", "'/admin/terms'"));
    await untilFindings(document.uri, 1);
    try {
      await setting('altitude.findings.doubtful', true);
      const [doubtful, sure] = await untilFindings(document.uri, 2);
      assert.deepEqual([doubtful?.severity, sure?.severity], [vscode.DiagnosticSeverity.Hint, vscode.DiagnosticSeverity.Information]);
    } finally {
      await setting('altitude.findings.doubtful', undefined);
    }
    await untilFindings(document.uri, 1);
  });

  it('follow typing, undo and redo', async () => {
    const editor = await play().open('db.js', unboundedPool);
    const { uri } = editor.document;
    await untilFindings(uri, 1);
    const bounded = unboundedPool.indexOf(' }', unboundedPool.indexOf('max'));
    await editor.edit((edit) => edit.insert(editor.document.positionAt(bounded), ', connectionTimeoutMillis: 2000'));
    await untilFindings(uri, 0);
    await vscode.commands.executeCommand('undo');
    await untilFindings(uri, 1);
    await vscode.commands.executeCommand('redo');
    await untilFindings(uri, 0);
  });

  it('move with lines typed above them, and count UTF-16 columns after astral characters', async () => {
    const editor = await play().open('db.js', unboundedPool);
    await untilFindings(editor.document.uri, 1);
    const at = unboundedPool.indexOf('new Pool');
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), '// 🐘🐘 pools\n\n');
      edit.insert(editor.document.positionAt(at), '/* 🐘 */ ');
    });
    const [finding] = await until('the finding after the elephant', () => {
      const found = findingsIn(editor.document.uri);
      return found[0]?.range.start.line === 4 && found;
    });
    assert.ok(finding);
    assert.equal(finding.range.start.character, 'const pool = /* 🐘 */ '.length);
    assert.equal(editor.document.getText(finding.range), 'new Pool');
  });

  it('stand at the right place after the whole text was replaced by the same', async () => {
    const editor = await play().open('db.js', unboundedPool);
    const [finding] = await untilFindings(editor.document.uri, 1);
    assert.ok(finding);
    const everything = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(everything, ''));
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 0, 0), unboundedPool));
    await setTimeout(1000);
    const [again] = await untilFindings(editor.document.uri, 1);
    assert.deepEqual(again?.range, finding.range);
  });

  it('stand at the right place in a file with a byte order mark and CRLF', async () => {
    const { document } = await play().open('db.js', `\ufeff${unboundedPool.replaceAll('\n', '\r\n')}`);
    const [finding] = await untilFindings(document.uri, 1);
    assert.ok(finding);
    assert.equal(document.getText(finding.range), 'new Pool');
    assert.equal(finding.range.start.line, 2);
  });

  it('are shown at the severity the settings ask for, or not at all', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    try {
      for (const [level, severity] of [
        ['warning', vscode.DiagnosticSeverity.Warning],
        ['error', vscode.DiagnosticSeverity.Error],
        ['hint', vscode.DiagnosticSeverity.Hint],
        ['on', vscode.DiagnosticSeverity.Information],
      ] as const) {
        await setting('altitude.rules', { [poolRule]: level });
        await until(`severity ${level}`, () => findingsIn(document.uri)[0]?.severity === severity);
      }
      await setting('altitude.rules', { [poolRule]: 'off' });
      await untilFindings(document.uri, 0);
    } finally {
      await setting('altitude.rules', undefined);
    }
    await untilFindings(document.uri, 1);
  });

  it('go when checking is turned off, and come back', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    try {
      await setting('altitude.findings.enabled', false);
      await untilFindings(document.uri, 0);
    } finally {
      await setting('altitude.findings.enabled', undefined);
    }
    await untilFindings(document.uri, 1);
  });

  it('are there for what is typed into an untitled document, its library guessed from its name', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'javascript', content: 'const pool = new Pool({ max: 10 });\n' });
    await vscode.window.showTextDocument(document);
    await untilFindings(document.uri, 1);
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await untilFindings(document.uri, 0);
  });

  it('are gone when the file is closed, while no scan has asked for them', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    await vscode.commands.executeCommand('altitude.clearFindings');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('the document to be closed', () => document.isClosed);
    await untilFindings(document.uri, 0);
  });

  it('say nothing of a test file, a generated one, a dependency, and a file of 5 MB', async () => {
    const quiet = [
      await play().open('db.test.js', unboundedPool),
      await play().open('generated.js', `// Code generated by a tool. DO NOT EDIT.\n${unboundedPool}`),
      await play().open('node_modules/db/index.js', unboundedPool),
      await play().open('large.js', `${unboundedPool}${'// filler of a file that is too large to check\n'.repeat(110_000)}`),
    ];
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    for (const editor of quiet) assert.deepEqual(findingsIn(editor.document.uri), [], editor.document.fileName);
  });

  it('survive a file that is binary, whatever its name says', async () => {
    const uri = play().write('image.js', new Uint8Array([0x89, 0x50, 0, 1, 2, 0xff, 0xfe, 0]));
    await vscode.commands.executeCommand('vscode.open', uri);
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    assert.deepEqual(findingsIn(uri), []);
  });

  it('say nothing of a lesson: its flaw is the question', async () => {
    await vscode.commands.executeCommand('altitude.continue');
    const lesson = await until('the lesson to be open', () => vscode.window.activeTextEditor?.document.uri.scheme === 'altitude' && vscode.window.activeTextEditor.document);
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    assert.deepEqual(vscode.languages.getDiagnostics(lesson.uri), []);
  });

  it('follow what another file exports, once that is saved', async () => {
    play().write('db.js', "const { Pool } = require('pg');\n\nmodule.exports = new Pool({ max: 10 });\n");
    const uses = `const pool = require('./db');

async function copy(req, res) {
  const first = await pool.connect();
  const second = await pool.connect();
  first.release();
  second.release();
  res.end();
}

module.exports = copy;
`;
    const { document } = await play().open('copy.js', uses);
    const nested = await until('the nested acquire', () => {
      const found = findingsIn(document.uri);
      return found.length > 0 && found;
    });
    assert.equal(nested[0]?.range.start.line, 4);
    play().write('db.js', 'module.exports = { connect: async () => ({ release() {} }) };\n');
    await untilFindings(document.uri, 0);
  });

  it('marks the sample workspace where its flaws are', async () => {
    const { document } = await show(workspaceFile('src/accounts.js'));
    const [finding] = await untilFindings(document.uri, 1);
    assert.ok(finding);
    assert.match(document.getText(finding.range), /^crypto\.pbkdf2Sync\(/);
  });
});
