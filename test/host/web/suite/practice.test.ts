import * as vscode from 'vscode';
import { altitude, holds, served, task, until } from './support';

const day = 24 * 60 * 60 * 1000;

/** What is practised beside the lessons, in the browser: nothing of it is left to the desktop. */
describe('practice in the browser', () => {
  before(async () => {
    await altitude().activate();
  });

  const isPanel = (label: string) => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => tab.input instanceof vscode.TabInputWebview && tab.label === label));
  const isUnnamed = () => vscode.window.visibleTextEditors.some(({ document }) => document.uri.path.startsWith('/review/'));

  it('asks the placement quiz, its code under a path that does not name it', async () => {
    await vscode.commands.executeCommand('altitude.placeMe');
    await until('the quiz is open', () => isPanel('Placement') && isUnnamed());
    const panel = await served('panel.txt');
    holds(panel.includes('Placement, question 1'), `the first question in ${panel}`);
  });

  it('reviews a card that is due', async () => {
    const file = vscode.Uri.parse('tmp:/due.json');
    const grades = [{ id: 'imported', card: 'redis-only-grows', rating: 'again', at: Date.now() - 10 * day }];
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify({ format: 'altitude-progress', version: 1, exportedAt: '', answers: [], grades })));
    await vscode.commands.executeCommand('altitude.importProgress', file);
    void vscode.commands.executeCommand('altitude.reviewNow');
    await until('the review is open', () => {
      // Where more is due than the shortest review asks, a pick of lengths comes first.
      void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isPanel('Review');
    });
    const panel = await served('panel.txt');
    holds(panel.includes('Review, 1 of'), `the first item in ${panel}`);
  });

  it('shows the profile, a table, a prompt, a drill and the answer template', async () => {
    const pages: readonly (readonly [string, readonly unknown[], string, string])[] = [
      ['altitude.showProfile', [], 'Profile', 'Your altitude'],
      ['altitude.lookUpTable', ['models-of-concurrency'], 'Models of concurrency', 'Event loop'],
      ['altitude.openExercise', ['payment-webhook'], 'A payment webhook that can be relied on', 'Write the answer'],
      ['altitude.openExercise', ['incident-compression'], 'One incident in five sentences', 'Mitigation'],
      ['altitude.openTemplate', [], 'Six steps of a strong answer', 'The invariant'],
    ];
    for (const [command, args, label, text] of pages) {
      await vscode.commands.executeCommand(command, ...args);
      await until(`${label} is open`, () => isPanel(label));
      let shown = '';
      for (const end = Date.now() + 10_000; !shown.includes(text) && Date.now() < end; ) shown = await served('panel.txt');
      holds(shown.includes(text), `${text} in ${shown}`);
    }
  });

  it('searches everything', async () => {
    await vscode.commands.executeCommand('altitude.searchLessons');
    const { pieces } = await task();
    const shown = await served('picks.txt');
    holds(pieces.some(({ title }) => shown.includes(title)), `a piece in ${shown}`);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  });
});
