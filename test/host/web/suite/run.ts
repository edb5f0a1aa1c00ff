import * as vscode from 'vscode';
import { altitude, task } from './support';

/** VS Code calls this in the web extension host, once the tests are defined. */
export async function run(): Promise<void> {
  const { grep } = await task();
  if (grep !== undefined) mocha.fgrep(grep);
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      void report({ passed: passes, failed: failures, skipped: pending }).then(() => resolve(failures));
    });
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}

/** To whoever served the suite: there is no file to write it to. */
async function report(summary: object): Promise<void> {
  const target = vscode.Uri.joinPath(altitude().extensionUri, '../summary');
  await fetch(target.toString(true), { method: 'POST', body: JSON.stringify(summary) });
}
