import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { UntitledAnswers } from '../../../../src/editor/learning/exercises/answerEditors';
import { allExercises } from '../../../../src/learning/cards';
import { closeEverything, run, shippedCatalogue, tabs, until } from './support';

const panelTab = () => tabs().find(({ input }) => input instanceof vscode.TabInputWebview);
const untitled = () => tabs().filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === 'untitled');

/** The editor takes away the backup of a closed file in its own time. */
const backupMs = 1000;

/** Closes what was written without being asked whether to save it. */
async function discardAll(): Promise<void> {
  for (const { input } of untitled()) {
    await vscode.window.showTextDocument((input as vscode.TabInputText).uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  // The name of one that is not gone yet, backup and all, would go to the next one, with its text.
  await until('no unsaved document is left', () => vscode.workspace.textDocuments.every(({ isUntitled }) => !isUntitled));
  await setTimeout(backupMs);
}

describe('the editor an answer is written in', () => {
  let answers: UntitledAnswers;
  let stored: Map<string, unknown>;
  const open = () => new UntitledAnswers({ window: { get: (key) => stored.get(key), update: (key, value) => Promise.resolve(void stored.set(key, value)) }, column: () => vscode.ViewColumn.One });

  beforeEach(async () => {
    await closeEverything();
    stored = new Map();
    answers = open();
  });

  afterEach(async () => {
    await discardAll();
    answers.dispose();
  });

  it('is an unsaved Markdown file with the cursor where the answer begins', async () => {
    await answers.open('webhook', '# Webhook\n\n> Design it.\n\n## One\n\n\n\n## Two\n\n\n\n');
    const { document, selection } = vscode.window.activeTextEditor ?? assert.fail('no editor is active');
    assert.deepEqual([document.isUntitled, document.languageId, document.isDirty], [true, 'markdown', true]);
    assert.equal(selection.active.line, 6);
    assert.equal(document.lineAt(4).text, '## One');
    assert.equal(answers.isOpen('webhook'), true);
  });

  it('is brought up again with what was written, also after a reload, and each exercise has its own', async () => {
    await answers.open('webhook', '# Webhook\n\n');
    const editor = vscode.window.activeTextEditor ?? assert.fail('no editor is active');
    await editor.edit((edit) => edit.insert(editor.selection.active, 'One claim.'));
    await answers.open('backlog', '# Backlog\n\n');
    const again = open();
    await again.open('webhook', '# Webhook\n\n');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), '# Webhook\n\nOne claim.');
    assert.equal(untitled().length, 2);
    again.dispose();
  });

  it('is in one tab, also where the machine takes a second to show it', async () => {
    const file = await vscode.workspace.openTextDocument({ language: 'plaintext' });
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
    const slow = new UntitledAnswers({
      window: { get: () => undefined, update: () => Promise.resolve() },
      column: () => {
        const end = Date.now() + 2000;
        while (Date.now() < end);
        return vscode.ViewColumn.Two;
      },
    });
    await slow.open('webhook', '# Webhook\n\n');
    await until('one tab, in the second group', () => {
      const found = untitled().filter(({ label }) => label.includes('Webhook'));
      return found.length === 1 && found[0]?.group.viewColumn === vscode.ViewColumn.Two;
    });
    slow.dispose();
  });

  it('is forgotten once it is closed', async () => {
    await answers.open('webhook', '# Webhook\n\n');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('it is forgotten', () => !answers.isOpen('webhook'));
    assert.equal(open().isOpen('webhook'), false);
  });

  it('is known again when the editor restores its text after everything else, and a new empty file of its name is another', async () => {
    await answers.open('webhook', '# Webhook\n\n');
    const restored = untitled().length === 1 ? (vscode.window.activeTextEditor?.document.uri ?? assert.fail('no editor is active')) : assert.fail('there are others');
    const kept = stored.get('altitude.answerEditors');
    await discardAll();
    stored.set('altitude.answerEditors', kept);
    const early = open();
    assert.equal(early.isOpen('webhook'), false, 'nothing to come back to yet');
    let changes = 0;
    early.onDidChange(() => (changes += 1));
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: '# Webhook\n\nOne claim.' });
    assert.equal(document.uri.toString(), restored.toString());
    await until('it is known again', () => early.isOpen('webhook'));
    assert.ok(changes > 0, 'whoever shows it is told');
    await early.open('webhook', '# Webhook\n\n');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), '# Webhook\n\nOne claim.');
    early.dispose();

    await discardAll();
    stored.set('altitude.answerEditors', kept);
    const later = open();
    const empty = await vscode.workspace.openTextDocument({ language: 'markdown' });
    assert.equal(empty.uri.toString(), restored.toString());
    await vscode.window.showTextDocument(empty);
    await until('its name is given away', () => Array.isArray(stored.get('altitude.answerEditors')) && (stored.get('altitude.answerEditors') as unknown[]).length === 0);
    assert.equal(later.isOpen('webhook'), false);
    later.dispose();
  });

  it('stays the answer of its exercise as a file, until that is begun anew or the file is gone', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'altitude-answers-'));
    const saveAs = async (name: string) => {
      const uri = vscode.Uri.file(path.join(folder, name));
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      await writeFile(uri.fsPath, `${text} `);
      const file = await vscode.workspace.openTextDocument(uri);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, new vscode.Range(0, 0, file.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
      await file.save();
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    };
    try {
      await answers.open('webhook', '# Webhook\n\n');
      await saveAs('webhook.md');
      await until('the unsaved one is gone', () => untitled().length === 0);
      const again = open();
      await again.open('webhook', '# Webhook\n\n');
      assert.equal(vscode.window.activeTextEditor?.document.fileName, path.join(folder, 'webhook.md'));
      again.startAnew('webhook');
      assert.equal(again.isOpen('webhook'), false);
      await again.open('webhook', '# Webhook\n\n');
      assert.equal(vscode.window.activeTextEditor.document.isUntitled, true);
      again.dispose();

      const gone = vscode.Uri.file(path.join(folder, 'gone.md'));
      stored.set('altitude.answerEditors', [['backlog', gone.toString()]]);
      const later = open();
      await later.open('backlog', '# Backlog\n\n');
      assert.equal(vscode.window.activeTextEditor.document.getText(), '# Backlog\n\n');
      later.dispose();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('keeps its exercise when it is moved to another group', async () => {
    await answers.open('webhook', '# Webhook\n\n');
    await vscode.commands.executeCommand('workbench.action.moveEditorToNextGroup');
    await answers.open('webhook', '# Webhook\n\n');
    assert.equal(untitled().length, 1);
    assert.equal(answers.isOpen('webhook'), true);
  });
});

describe('exercises by command', () => {
  after(closeEverything);

  it('opens every prompt and drill in the panel, and the answer template', async () => {
    for (const { id, title } of allExercises(await shippedCatalogue())) {
      await run('openExercise', id);
      await until(`${id} is shown`, () => panelTab()?.label === title);
    }
    await run('openTemplate');
    await until('the template is shown', () => panelTab()?.label === 'Six steps of a strong answer');
  });

  it('takes the steps of a drill only while one is answered', async () => {
    for (const command of ['nextStep', 'pauseDrill']) await run(command);
    assert.equal(panelTab()?.label, 'Six steps of a strong answer');
  });
});
