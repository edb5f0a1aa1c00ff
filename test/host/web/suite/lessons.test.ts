import * as vscode from 'vscode';
import type { DesktopPiece } from '../task';
import { altitude, holds, same, served, task, textOf } from './support';

const folder = (path: string) => vscode.Uri.from({ scheme: 'altitude', path });

async function namesIn(path: string): Promise<string[]> {
  return (await vscode.workspace.fs.readDirectory(folder(path))).map(([name]) => name);
}

describe('lessons in the browser', () => {
  let pieces: readonly DesktopPiece[];

  before(async () => {
    await altitude().activate();
    ({ pieces } = await task());
  });

  it('run with no server, from another origin than the page', () => {
    same(vscode.env.remoteName, undefined, 'no remote');
    same(altitude().extensionUri.scheme, 'http', 'where the extension lies');
    holds(!('process' in globalThis), 'there is no Node here');
  });

  it('are all there', async () => {
    holds(pieces.length >= 4, 'the desktop has lessons');
    const found: string[] = [];
    for (const track of await namesIn('/'))
      for (const lesson of await namesIn(`/${track}`)) for (const piece of await namesIn(`/${track}/${lesson}`)) found.push(`/${track}/${lesson}/${piece}`);
    same(found.sort(), pieces.map(({ path }) => path).sort(), 'the pieces');
  });

  it('show each snippet, ask, take an answer, and show the fix the desktop shows', async () => {
    for (const { path, ref, file, snippet, right, fixed } of pieces) {
      const uri = folder(`${path}/${file}`);
      await vscode.commands.executeCommand('altitude.openPiece', ref);
      same(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString(), 'the open document');
      same(vscode.window.activeTextEditor?.document.getText(), snippet, file);
      const question = await lensTitles(uri);
      same(question.slice(1, 5), ['A', 'B', 'C', 'D'], `the letters above ${file}`);

      await vscode.commands.executeCommand('altitude.choose', ref, right);
      await vscode.commands.executeCommand('altitude.commit', ref, 'sure');
      const verdict = await lensTitles(uri);
      holds(verdict.some((title) => title.includes('Right')), `the verdict on ${file} in ${verdict.join(' | ')}`);
      if (fixed === undefined) continue;
      holds(fixed !== snippet, `the desktop fixes ${file}`);
      same(await textOf(folder(`${path}/fixed/${file}`)), fixed, `the fix of ${file}`);
    }
  }).timeout(180_000);

  it('are told in the panel', async () => {
    await vscode.commands.executeCommand('altitude.openPanel');
    const panel = await served('panel.txt');
    const { title } = pieces.at(-1)!;
    holds(panel.includes(title) && panel.includes('Right'), `the title and the verdict of the last piece in ${panel}`);
  });

  it('fetch no grammar twice, and none they do not need', async () => {
    const asked = JSON.parse(await served('asked.json')) as readonly string[];
    const assets = asked.filter((name) => name.endsWith('.wasm')).map((name) => name.slice('dist/'.length));
    same(assets.sort(), ['libpg-query.wasm', 'tree-sitter-go.wasm', 'tree-sitter-javascript.wasm', 'tree-sitter-typescript.wasm', 'tree-sitter.wasm'], 'the assets');
  });

  it('keep the answers', async () => {
    const file = vscode.Uri.parse('tmp:/progress.json');
    await vscode.commands.executeCommand('altitude.exportProgress', file);
    const { answers } = JSON.parse(await textOf(file)) as { answers: readonly { readonly piece: string }[] };
    same(answers.map(({ piece }) => piece).sort(), pieces.map(({ ref }) => ref.piece).sort(), 'the pieces answered');
  });
});

async function lensTitles(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
  return lenses.map(({ command }) => command?.title ?? '');
}
