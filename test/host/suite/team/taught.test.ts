import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, findingsIn, show } from '../findings/support';
import { closeEverything, run, textOf, until } from '../learning/support';
import { SampleTeam } from './support';

const rule = 'payments/cents-not-floats';
const named = 'lesson: charging#two-requests';

/** Findings of a team's rule lead to the team's lesson, as long as there is one. */
describe('a finding of a team’s rule', () => {
  const team = new SampleTeam();
  const code = team.file('src', 'charge.js');
  const ruleFile = '.altitude/rules/cents-not-floats.yml';
  const lessonFile = '.altitude/lessons/charging/lesson.md';
  const snippet = vscode.Uri.parse('altitude:/payments/backend/payments/charging/two-requests/charge.js');
  const exists = async (uri: vscode.Uri) => textOf(uri).then(() => true, () => false);

  const finding = async () => until('the finding', () => findingsIn(code).find(({ code: of }) => JSON.stringify(of).includes(rule)));
  const target = ({ code: of }: vscode.Diagnostic) => (typeof of === 'object' ? of.target.toString() : undefined);

  async function hoverText(): Promise<string> {
    const { range } = await finding();
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', code, range.start);
    return hovers.flatMap(({ contents }) => contents).flatMap((each) => (each instanceof vscode.MarkdownString ? [each.value] : [])).join('\n');
  }

  async function learnAction(): Promise<vscode.CodeAction | undefined> {
    return (await actionsAt(code, (await finding()).range)).find(({ title }) => title.startsWith('Learn why'));
  }

  beforeEach(async () => {
    await team.appear();
    await until('the lesson of the team', async () => exists(snippet));
    await show(code);
  });

  afterEach(async () => {
    await closeEverything();
    await team.vanish();
    await until('the lesson is gone', async () => !(await exists(snippet)));
  });

  it('leads to the lesson from the hover, the lightbulb and the Problems view', async () => {
    await until('the link of its code', async () => target(await finding()) === `${snippet.toString()}#L2`);
    assert.match(await hoverText(), /\[Learn why \(2 min\)\]\(command:altitude\.learnWhy\?/);
    const { command } = (await learnAction()) ?? {};
    assert.ok(command);
    await show(team.file('src', 'db.js'));
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    const editor = await until('the code of the lesson', () => vscode.window.activeTextEditor?.document.uri.toString() === code.toString() && vscode.window.activeTextEditor);
    assert.equal(editor.selection.active.line, 4);
    await run('backToCode');
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, (await finding()).range.start.line);
  });

  it('leads to a lesson that the rule names as a whole, and to one that names the rule', async () => {
    await team.change(ruleFile, named, 'lesson: charging');
    await until('the link of the whole lesson', async () => target(await finding()) === `${snippet.toString()}#L2`);
    await team.change(ruleFile, 'lesson: charging\n', '');
    await until('no link', async () => target(await finding()) === undefined);
    await team.change(lessonFile, '    snippet: charge.js', '    rule: cents-not-floats\n    snippet: charge.js');
    await until('the link of the lesson that names the rule', async () => target(await finding()) === `${snippet.toString()}#L2`);
    assert.deepEqual((await learnAction())?.command?.arguments?.[0], { lesson: 'payments/charging', piece: 'two-requests' });
  });

  it('offers nothing to learn while the lesson is broken, and does again once it is mended', async () => {
    await until('the link', async () => target(await finding()) !== undefined);
    assert.match(await hoverText(), /Learn why/);
    await team.change(lessonFile, 'minutes: 5', 'minutes: five');
    await until('the link is gone', async () => target(await finding()) === undefined);
    assert.doesNotMatch(await hoverText(), /Learn why/);
    assert.equal(await learnAction(), undefined);
    await team.change(lessonFile, 'minutes: five', 'minutes: 5');
    await until('the link is back', async () => target(await finding()) !== undefined);
    assert.match(await hoverText(), /Learn why/);
  });
});
