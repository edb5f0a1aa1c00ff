import * as vscode from 'vscode';
import { altitude, marked, same, textOf, until } from './support';

const call = "readFileSync('./terms.txt', 'utf8')";

const handler = `import express from 'express';
import { readFileSync } from 'node:fs';

const app = express();
app.get('/terms', async (req, res) => {
  const terms = ${call};
  res.send(terms);
});
`;

const fixedHandler = `import express from 'express';
import { readFile } from 'node:fs/promises';

const app = express();
app.get('/terms', async (req, res) => {
  const terms = await readFile('./terms.txt', 'utf8');
  res.send(terms);
});
`;

describe('findings in the browser', () => {
  before(async () => {
    await altitude().activate();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('come up in an untitled document and follow what is typed', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'javascript', content: handler });
    await vscode.window.showTextDocument(document);
    await until('the call is marked', () => marked(document).join() === call);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '// The terms.\n\n');
    await vscode.workspace.applyEdit(edit);
    await until('the mark is two lines below', () => marked(document).join() === call);
    edit.replace(document.uri, document.validateRange(new vscode.Range(0, 0, 99, 0)), fixedHandler);
    await vscode.workspace.applyEdit(edit);
    await until('nothing is marked', () => marked(document).length === 0);
  });

  it('are fixed in a file of a virtual workspace', async () => {
    const uri = vscode.Uri.parse('tmp:/workspace/terms.mjs');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(handler));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await until('the call is marked', () => marked(document).join() === call);
    await vscode.commands.executeCommand('altitude.fixAllInFile', uri);
    await until('the fix is in the text', () => document.getText() === fixedHandler);
    await until('nothing is marked', () => marked(document).length === 0);
    await document.save();
    same(await textOf(uri), fixedHandler, 'the saved file');
  });

  it('of an open document outlive a scan, which needs files on disk', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'javascript', content: handler });
    await vscode.window.showTextDocument(document);
    await until('the call is marked', () => marked(document).join() === call);
    await vscode.commands.executeCommand('altitude.scanWorkspace');
    same(marked(document), [call], 'the marked text after the scan');
  });
});
