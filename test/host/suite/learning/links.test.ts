import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../../../src/editor/learning/commandIds';
import { Links } from '../../../../src/editor/learning/links';
import { ruleList } from '../../../../src/engine/rules/list';
import type { Catalogue } from '../../../../src/lessons/model';
import { closeEverything, fixedSource, lesson, pieceAt, run, shippedCatalogue, until } from './support';

describe('links', () => {
  let catalogue: Catalogue;
  let links: Links;
  const follow = (path: string) => links.handleUri(vscode.Uri.from({ scheme: 'vscode', authority: 'altitude.altitude', path }));
  const activePath = () => vscode.window.activeTextEditor?.document.uri.path;
  const panelTitle = () =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof vscode.TabInputWebview)?.label;

  before(async () => {
    catalogue = await shippedCatalogue();
    links = new Links({ extensionId: 'altitude.altitude', catalogue: fixedSource(catalogue), rules: { all: ruleList, settled: Promise.resolve() } });
  });
  beforeEach(closeEverything);
  after(closeEverything);

  it('open a piece with its code', async () => {
    const { piece, ref, uri } = pieceAt(catalogue, 1);
    await follow(`/piece/${ref.lesson}/${ref.piece}`);
    assert.equal(activePath(), uri.path);
    await until('the panel shows the piece', () => panelTitle() === piece.title);
  });

  it('open a lesson where the reader stopped', async () => {
    await follow(`/lesson/${lesson}`);
    assert.match(activePath() ?? '', new RegExp(`/${lesson}/`));
  });

  it('open a topic without code', async () => {
    const told = catalogue.tracks.flatMap(({ lessons }) => lessons).find(({ readings }) => readings.length > 0);
    assert.ok(told);
    await follow(`/topic/${told.id}`);
    await until('the panel shows the topic', () => panelTitle() === told.title);
    assert.equal(activePath(), undefined);
  });

  it('open the piece that teaches a rule', async () => {
    const [rule] = ruleList;
    assert.ok(rule);
    await follow(`/rule/${rule.id}`);
    assert.ok((activePath() ?? '').includes(`/${rule.lesson.replace('#', '/')}/`));
  });

  it('wait for a rule that is read after the link was followed, as in a window that the link has opened', async () => {
    const { ref, uri } = pieceAt(catalogue, 1);
    const [first] = ruleList;
    assert.ok(first);
    const rules: { all: typeof ruleList; settled: Promise<void> } = { all: [], settled: Promise.resolve() };
    rules.settled = new Promise((resolve) => setTimeout(() => {
      rules.all = [{ ...first, id: 'payments/cents', lesson: `${ref.lesson}#${ref.piece}` }];
      resolve();
    }, 50));
    const early = new Links({ extensionId: 'altitude.altitude', catalogue: fixedSource(catalogue), rules });
    await early.handleUri(vscode.Uri.from({ scheme: 'vscode', authority: 'altitude.altitude', path: '/rule/payments/cents' }));
    assert.equal(activePath(), uri.path);
  });

  it('open a table, the glossary among them', async () => {
    for (const { id, title } of [...catalogue.tables, { id: 'glossary', title: 'Glossary' }]) {
      await follow(`/table/${id}`);
      await until(`the panel shows ${title}`, () => panelTitle() === title);
    }
  });

  it('open nothing and run nothing where they name nothing', async () => {
    for (const path of ['/', '/lesson/none', '/piece/none/none', `/piece/${lesson}/none`, '/topic/none', '/rule/none', '/table/none', '/altitude.resetProgress', '/command/altitude.resetProgress']) {
      await follow(path);
      assert.equal(activePath(), undefined, path);
      assert.equal(panelTitle(), undefined, path);
    }
  });

  it('are copied so that they lead back', async () => {
    const { ref, uri } = pieceAt(catalogue, 2);
    await run('openPiece', ref);
    await vscode.commands.executeCommand(commandIds.copyLink);
    const copied = vscode.Uri.parse(await vscode.env.clipboard.readText(), true);
    assert.deepEqual([copied.scheme, copied.authority], [vscode.env.uriScheme, 'altitude.altitude']);
    await closeEverything();
    await links.handleUri(copied);
    assert.equal(activePath(), uri.path);
    await vscode.commands.executeCommand(commandIds.copyLink, { lesson });
    assert.match(await vscode.env.clipboard.readText(), new RegExp(`altitude\\.altitude/lesson/${lesson}$`));
  });
});
