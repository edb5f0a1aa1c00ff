import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { setting, unboundedPool, until, untilFindings, usePlayground, workspaceFile } from './support';

const rule = 'pool-acquire-without-timeout';

describe("a repository's configuration", () => {
  const play = usePlayground();
  const file = workspaceFile('.altitude/config.json');
  const write = async (text: string) => vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));

  afterEach(async () => {
    await setting('altitude.rules', undefined);
    await vscode.workspace.fs.delete(workspaceFile('.altitude'), { recursive: true, useTrash: false }).then(undefined, () => undefined);
  });

  it('applies to open files as soon as it is written, and no longer once it is deleted', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    const [before] = await untilFindings(document.uri, 1);
    assert.equal(before?.severity, vscode.DiagnosticSeverity.Information);
    await write(`{ "rules": { "${rule}": "error" } }`);
    await until('the severity of the file', async () => (await untilFindings(document.uri, 1))[0]?.severity === vscode.DiagnosticSeverity.Error);
    await write(`{ "rules": { "${rule}": "off" } }`);
    await untilFindings(document.uri, 0);
    await vscode.workspace.fs.delete(file);
    await untilFindings(document.uri, 1);
  });

  it('no longer applies once its whole folder is deleted', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await write(`{ "rules": { "${rule}": "off" } }`);
    await untilFindings(document.uri, 0);
    await vscode.workspace.fs.delete(workspaceFile('.altitude'), { recursive: true, useTrash: false });
    await untilFindings(document.uri, 1);
  });

  it("yields to what the reader set for themselves", async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    await setting('altitude.rules', { [rule]: 'warning' });
    await write(`{ "rules": { "${rule}": "off" } }`);
    await until("the reader's severity", async () => (await untilFindings(document.uri, 1))[0]?.severity === vscode.DiagnosticSeverity.Warning);
  });

  it('shows what is wrong in it, and applies the rest', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await untilFindings(document.uri, 1);
    await write(`{\n  "rules": { "no-such-rule": "off", "${rule}": "off" }\n}`);
    await untilFindings(document.uri, 0);
    const [problem] = await until('the problem', () => {
      const found = vscode.languages.getDiagnostics(file).filter(({ message }) => message.includes('no-such-rule'));
      return found.length > 0 && found;
    });
    assert.equal(problem?.message, '"no-such-rule" is no rule; `altitude rules` lists them');
    assert.deepEqual([problem.range.start.line, problem.range.start.character], [1, 13]);
  });

  it('is completed and checked as JSON with comments', async () => {
    await write('{\n  // A note.\n  "rules": { "" }\n}\n');
    const document = await vscode.workspace.openTextDocument(file);
    assert.equal(document.languageId, 'jsonc');
    const at = document.positionAt(document.getText().indexOf('""') + 1);
    const items = await until('completions', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', file, at);
      return found.items.some(({ label }) => (typeof label === 'string' ? label : label.label).includes(rule)) && found.items;
    });
    assert.ok(items.length > 10);
  });
});
