import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'yaml';
import * as vscode from 'vscode';
import { usePlayground } from '../findings/support';

const extensions = '{\r\n\t// Ours.\r\n\t"recommendations": ["dbaeumer.vscode-eslint"]\r\n}';

const handler = `import { db } from './db';

export async function charge(id) {
  const order = await db.find(id);
  return order;
}

export async function refund(id) {
  return db.refund(id);
}
`;

/** Runs a command that opens the preview, and answers it there. */
async function throughPreview(answer: 'apply' | 'discard', folder: vscode.Uri): Promise<void> {
  const done = Promise.resolve(vscode.commands.executeCommand('altitude.setUpOnboarding', folder)).then(() => true);
  // Until the preview is there, there is nothing to answer.
  for (let turn = 0; turn < 300; turn++) {
    if (await Promise.race([done, setTimeout(100, false)])) return;
    await vscode.commands.executeCommand(`refactorPreview.${answer}`);
  }
  assert.fail('the preview was never answered');
}

describe('setting a repository up', () => {
  const play = usePlayground();
  const file = (name: string) => path.join(play().folder, name);
  const read = (name: string) => readFileSync(file(name), 'utf8');

  it('writes what is ticked in the preview, and keeps the form of what is there', async () => {
    play().write('package.json', '{}');
    play().write('.vscode/extensions.json', extensions);
    play().write('.github/workflows/altitude.yml', 'mine');
    await throughPreview('apply', play().uri(''));
    assert.equal((parse(read('.altitude/onboarding.yml')) as { readonly roles: readonly unknown[] }).roles.length, 1);
    assert.match(read('.altitude/lessons/dates-in-copies/lesson.md'), /^---\n/);
    assert.match(read('.altitude/rules/copy-by-json.yml'), /^id: copy-by-json$/m);
    assert.equal(read('.vscode/extensions.json'), extensions.replace('"]', '", "altitude.altitude"]'));
    assert.equal(read('.github/workflows/altitude.yml'), 'mine');
    assert.equal(existsSync(file('.altitude/config.json')), false, 'its row is not ticked');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path.endsWith('/.altitude/onboarding.yml'), true);
    assert.deepEqual(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.path), []);
  });

  it('writes nothing when the preview is discarded', async () => {
    play().write('package.json', '{}');
    await throughPreview('discard', play().uri(''));
    assert.deepEqual([existsSync(file('.altitude')), existsSync(file('.vscode')), existsSync(file('.github'))], [false, false, false]);
  });
});

describe('making a lesson from a selection', () => {
  const play = usePlayground();
  const read = (name: string) => readFileSync(path.join(play().folder, name), 'utf8');
  const onboarding = 'id: play\ntitle: Play\nwelcome: Hello.\nowners: [Us]\nroles:\n  - id: backend\n    title: Backend\n    days: 2\n    steps:\n      - lesson: altitude:request-lifecycle # first\n';

  async function select(startLine: number, endLine: number): Promise<void> {
    const editor = await play().open('src/charge.js', handler);
    editor.selection = new vscode.Selection(startLine, 0, endLine, 0);
  }

  it('writes it around live code, as a step of the role, and opens what is to be written first', async () => {
    play().write('.altitude/onboarding.yml', onboarding);
    await select(2, 6);
    await vscode.commands.executeCommand('altitude.makeLesson', { title: 'Charging', id: 'charging', question: 'What if it is charged twice?' });
    const lesson = read('.altitude/lessons/charging/lesson.md');
    const { pieces } = parse(lesson.split('---\n')[1] ?? '') as { readonly pieces: readonly Readonly<Record<string, unknown>>[] };
    assert.deepEqual([pieces[0]?.['source'], pieces[0]?.['anchor'], pieces[0]?.['snippet']], ['src/charge.js', { symbol: 'charge' }, 'last-known.js']);
    assert.equal(read('.altitude/lessons/charging/last-known.js'), handler.split('\n').slice(2, 6).join('\n') + '\n');
    assert.equal(read('.altitude/onboarding.yml'), `${onboarding}      - lesson: charging\n`);
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith('/charging/lesson.md'));
    assert.equal(editor?.document.getText(editor.selection), 'To be written: one sentence on what the lesson trains.');
  });

  it('goes without a role where there is no onboarding, and changes nothing that is there', async () => {
    await select(7, 8);
    play().write('.altitude/lessons/refunds/lesson.md', 'mine');
    await vscode.commands.executeCommand('altitude.makeLesson', { title: 'Refunds', id: 'refunds', question: 'What then?' });
    assert.equal(read('.altitude/lessons/refunds/lesson.md'), 'mine');
    await select(7, 8);
    await vscode.commands.executeCommand('altitude.makeLesson', { title: 'Refunds', id: 'more-refunds', question: 'What then?' });
    assert.match(read('.altitude/lessons/more-refunds/lesson.md'), /symbol: refund$/m);
    assert.equal(existsSync(path.join(play().folder, '.altitude/onboarding.yml')), false);
  });
});
