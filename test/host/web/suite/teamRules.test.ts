import * as vscode from 'vscode';
import { altitude, marked, until } from './support';

const rule = `id: no-print
language: JavaScript
message: Log with the logger.
rule:
  pattern: print($A)
`;

describe("a team's rules in the browser", () => {
  const folder = vscode.Uri.parse('tmp:/workspace/.altitude');
  const file = vscode.Uri.parse('tmp:/workspace/printed.js');
  const write = async (uri: vscode.Uri, text: string) => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));

  before(async () => {
    await altitude().activate();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(folder, { recursive: true });
    await vscode.workspace.fs.delete(file);
  });

  it('run in a virtual workspace', async () => {
    await write(vscode.Uri.joinPath(folder, 'rules/no-print.yml'), rule);
    await write(file, 'print(1);\n');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await until('the call is marked', () => marked(document).join() === 'print(1)');
  });
});
