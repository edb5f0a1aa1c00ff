import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { change, sampleLesson } from '../../../lessons/sampleLesson';
import { show, until, usePlayground } from '../findings/support';
import { codeActionsAt } from '../learning/support';
import { behind, lessonFile, retype, untilProblem, untilSound, writeTracks } from './support';

describe('writing a lesson', () => {
  const play = usePlayground();

  /** Waits until this is suggested behind a text; everything that is suggested there. */
  async function suggestedAt({ document }: vscode.TextEditor, text: string, wanted: RegExp): Promise<string[]> {
    return until(`${String(wanted)} to be suggested behind ${text}`, async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, behind(document, text));
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return labels.some((label) => wanted.test(label)) && labels;
    });
  }

  it('is completed: fields, rules, files, marked lines, blocks, links', async () => {
    writeTracks(play(), change(change(sampleLesson, 'rule: sync-in-request-path', 'rule: '), 'A login route.', 'See [the loop](term:'));
    const editor = await show(play().uri(lessonFile));
    await suggestedAt(editor, 'rule: ', /^sync-in-request-path$/);
    await suggestedAt(editor, 'snippet: ', /^hash\.js$/);
    await suggestedAt(editor, '(term:', /^event-loop$/);
    await suggestedAt(editor, 'tier: middle\n', /^prerequisites$/);
    await retype(editor, '- pbkdf2Sync(password', '- ');
    await suggestedAt(editor, 'hot:\n      - ', /pbkdf2Sync\(password, salt/);
    await retype(editor, '::: hints', '::: ');
    const blocks = await suggestedAt(editor, ':::\n\n::: ', /^hints$/);
    assert.ok(!blocks.includes('quiz'), blocks.join(', '));
  });

  it('is explained: rules and terms on hovering', async () => {
    writeTracks(play(), change(sampleLesson, 'A login route.', 'The [loop](term:event-loop) waits.'));
    const { document } = await show(play().uri(lessonFile));
    const told = async (text: string) => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, behind(document, text));
      return hovers.flatMap(({ contents }) => contents.map((each) => (each instanceof vscode.MarkdownString ? each.value : ''))).join('\n');
    };
    await until('the rule is explained', async () => /^\*\*.+\*\*/.test(await told('rule: sync-in')));
    await until('the term is explained', async () => /\*\*event loop\*\*\s+One thread runs all handlers\./.test(await told('term:event')));
    assert.equal(await told('tier: mid'), '');
  });

  it('is mended: the quick fix writes the missing section, and nothing is wrong then', async () => {
    writeTracks(play(), change(sampleLesson, '---\n\n##', '  - id: slow-render\n    snippet: hash.js\n    hot:\n      - app.listen(3000);\n---\n\n##'));
    const editor = await show(play().uri(lessonFile));
    const { document } = editor;
    const problem = await untilProblem(document.uri, /the piece slow-render has no section/);
    const line = Number(problem.split(':')[0]) - 1;
    const action = await until('the quick fix is offered', async () => {
      const actions = await codeActionsAt(document.uri, document.lineAt(line).range, vscode.CodeActionKind.QuickFix);
      return actions.find(({ title }) => title === 'Write the section slow-render');
    });
    assert.ok(action.edit);
    assert.equal(await vscode.workspace.applyEdit(action.edit), true);
    await untilSound(document.uri);
    assert.ok(document.getText().indexOf('{#slow-render}') < document.getText().indexOf('{#recap}'));
    await vscode.commands.executeCommand('undo');
    await untilProblem(document.uri, /the piece slow-render has no section/);
  });
});
