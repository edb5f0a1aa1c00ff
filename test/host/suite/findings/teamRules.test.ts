import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { actionsAt, apply, findingsIn, scan, setting, until, untilFindings, usePlayground, workspaceFile } from './support';

const rule = `id: no-print
language: JavaScript
message: Log $A with the logger.
note: "Tools read [the log](https://example.com/log)."
severity: warning
grade: safe
lesson: altitude:incident-reading#blocked-loop
rule:
  pattern: print($A)
fix: logger.info($A)
`;

const problemsIn = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).map(({ message, range }) => `${range.start.line + 1}: ${message}`);

/** The editor watches anew, which takes it a moment: what others do then must not be missed. */
async function untilWatched(): Promise<void> {
  const probe = workspaceFile('.altitude/probe.txt');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(workspaceFile('.'), '**/probe.txt'));
  let isSeen = false;
  watcher.onDidCreate(() => (isSeen = true));
  watcher.onDidChange(() => (isSeen = true));
  mkdirSync(path.dirname(probe.fsPath), { recursive: true });
  let written = 0;
  await until('a file to be seen', () => {
    writeFileSync(probe.fsPath, String(written++));
    return isSeen;
  });
  watcher.dispose();
}

describe("a team's rules", () => {
  const play = usePlayground();
  const rules = workspaceFile('.altitude/rules');
  const file = vscode.Uri.joinPath(rules, 'no-print.yml');
  const write = async (uri: vscode.Uri, text: string) => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));

  afterEach(async () => {
    await setting('altitude.rules', undefined);
    await vscode.workspace.fs.delete(workspaceFile('.altitude'), { recursive: true, useTrash: false }).then(undefined, () => undefined);
  });

  it('run as soon as they are written, and no longer once they are deleted', async () => {
    const { document } = await play().open('a.js', "print('a');\n");
    await write(file, rule);
    const [finding] = await untilFindings(document.uri, 1);
    assert.equal(finding?.message, "Log 'a' with the logger.");
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    const author = await vscode.workspace.openTextDocument(file);
    const change = new vscode.WorkspaceEdit();
    change.replace(file, new vscode.Range(0, 0, author.lineCount, 0), rule.replace('severity: warning', 'severity: error'));
    await vscode.workspace.applyEdit(change);
    await author.save();
    await until('the new severity', () => findingsIn(document.uri)[0]?.severity === vscode.DiagnosticSeverity.Error);
    await vscode.workspace.fs.delete(workspaceFile('.altitude'), { recursive: true, useTrash: false });
    await untilFindings(document.uri, 0);
  });

  it('explain and fix what they find', async () => {
    await write(file, rule);
    const { document } = await play().open('a.js', "print('a');\nprint('b');\n");
    const [finding] = await untilFindings(document.uri, 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, finding?.range.start);
    const texts = hovers.flatMap(({ contents }) => contents).filter((each): each is vscode.MarkdownString => typeof each === 'object' && 'isTrusted' in each);
    const note = texts.find(({ value }) => value.includes('Tools read'));
    assert.ok(note !== undefined && note.isTrusted !== true, 'a note runs no command');
    assert.ok(texts.some(({ value }) => value.includes('Learn why')));
    const actions = await actionsAt(document.uri, finding?.range ?? new vscode.Range(0, 0, 0, 1));
    assert.deepEqual(actions.map(({ title }) => title), ["Replace with logger.info('a') (safe)", 'Learn why (2 min)', 'Suppress ticket-desk/no-print here', 'Fix all safe findings in this file']);
    await apply(actions, 'Fix all safe');
    assert.equal(document.getText(), "logger.info('a');\nlogger.info('b');\n");
    await untilFindings(document.uri, 0);
  });

  it('are turned off by a setting and by a comment', async () => {
    await write(file, rule);
    const { document } = await play().open('a.js', "print('a');\nprint('b'); // altitude-disable-line ticket-desk/no-print -- fine\n");
    await untilFindings(document.uri, 1);
    await setting('altitude.rules', { 'ticket-desk/no-print': 'off' });
    await untilFindings(document.uri, 0);
  });

  it('say in their own file what is wrong with them, and the others run', async () => {
    const broken = vscode.Uri.joinPath(rules, 'broken.yml');
    const useless = vscode.Uri.joinPath(rules, 'useless.yml');
    await write(broken, rule.replace('id: no-print', 'id: broken').replace('pattern:', 'patern:'));
    await write(useless, 'id: useless\nlanguage: JavaScript\nmessage: x\nrule:\n  kind: no_such_kind\n');
    await write(file, rule);
    const { document } = await play().open('a.js', "print('a');\n");
    await untilFindings(document.uri, 1);
    await until('what is wrong in the file', () => problemsIn(broken).some((problem) => problem.startsWith('9: patern is not a known field')));
    await until('what ast-grep refuses', () => problemsIn(useless).some((problem) => /^4: .*no_such_kind/.test(problem)));
    await write(broken, rule.replace('id: no-print', 'id: broken'));
    await until('the mended file to be clean', () => problemsIn(broken).length === 0);
  });

  it('of a folder in a folder speak of that folder alone', async () => {
    play().write('.altitude/rules/no-print.yml', rule.replace('severity: warning', 'severity: error'));
    const { document } = await play().open('a.js', "print('a');\n");
    const [finding] = await untilFindings(document.uri, 1);
    assert.match(JSON.stringify(finding?.code), /play\d+\/no-print/);
    const outside = workspaceFile('outside.js');
    await write(outside, "print('a');\n");
    await vscode.commands.executeCommand('vscode.open', outside);
    await write(file, rule);
    await untilFindings(outside, 1);
    await untilFindings(document.uri, 2);
    await vscode.workspace.fs.delete(outside);
  });

  it('are read anew where the editor watches nothing', async () => {
    await setting('files.watcherExclude', { '**/.altitude': true, '**/.altitude/**': true });
    try {
      const { document } = await play().open('a.js', "print('a');\n");
      mkdirSync(rules.fsPath, { recursive: true });
      writeFileSync(file.fsPath, rule);
      await scan();
      await untilFindings(document.uri, 1);
      writeFileSync(file.fsPath, rule.replace('severity: warning', 'severity: error'));
      await scan();
      await until('the new severity', () => findingsIn(document.uri)[0]?.severity === vscode.DiagnosticSeverity.Error);
      rmSync(workspaceFile('.altitude').fsPath, { recursive: true });
      await scan();
      await untilFindings(document.uri, 0);
    } finally {
      await setting('files.watcherExclude', undefined);
      await untilWatched();
    }
  });
});
