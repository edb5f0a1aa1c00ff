import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FindingsStore } from '../../../../src/editor/findings/store';
import type { Finding } from '../../../../src/engine/finding';
import { rules } from '../../../../src/engine/rules/registry';
import { FindingsTree, type FindingsNode } from '../../../../src/views/findings';
import { workspaceFile } from './support';

const fixable: Finding['fixes'] = [{ title: 'Await it', safety: 'safe', edits: [{ file: 'a', range: at(0), newText: 'await ' }] }];

function at(line: number): Finding['range'] {
  return { start: { line, character: 2 }, end: { line, character: 9 } };
}

function finding(file: string, rule: string, line: number, fixes: Finding['fixes'] = []): Finding {
  return { rule, file, range: at(line), severity: 'information', message: `It waits at ${line}.`, lesson: 'incident-reading#breaker', fixes };
}

const orders = workspaceFile('src/orders.js').fsPath;
const readme = workspaceFile('db.js').fsPath;
const sync = 'sync-in-request-path';
const pool = 'pool-acquire-without-timeout';

function filled(): { readonly store: FindingsStore; readonly tree: FindingsTree } {
  const store = new FindingsStore();
  store.replaceScan(
    new Map([
      [orders, [finding(orders, pool, 3), finding(orders, sync, 8, fixable)]],
      [readme, [finding(readme, sync, 0, fixable)]],
    ]),
  );
  return { store, tree: new FindingsTree(store, () => rules) };
}

function items(tree: FindingsTree, nodes: readonly FindingsNode[]): [unknown, unknown, unknown][] {
  return nodes.map((node) => {
    const { label, resourceUri, description, accessibilityInformation } = tree.getTreeItem(node);
    return [label ?? resourceUri?.fsPath, description, accessibilityInformation?.label];
  });
}

const titleOf = (id: string) => rules.find((rule) => rule.id === id)?.title ?? '';

describe('the Findings view', () => {
  it('lists rules, the most frequent first, and under each its places', () => {
    const { tree } = filled();
    const roots = tree.getChildren();
    assert.deepEqual(items(tree, roots), [
      [sync, `2 · ${titleOf(sync)}`, `${titleOf(sync)}, 2 places`],
      [pool, `1 · ${titleOf(pool)}`, `${titleOf(pool)}, 1 place`],
    ]);
    assert.deepEqual(items(tree, tree.getChildren(roots[0])), [
      ['db.js:1', 'It waits at 0.', 'db.js:1, It waits at 0.'],
      ['src/orders.js:9', 'It waits at 8.', 'src/orders.js:9, It waits at 8.'],
    ]);
  });

  it('lists files, and under each its flaws', () => {
    const { tree } = filled();
    tree.groupBy('file');
    const roots = tree.getChildren();
    assert.deepEqual(items(tree, roots), [
      [readme, '1', 'db.js, 1 place'],
      [orders, 'src · 2', 'src/orders.js, 2 places'],
    ]);
    assert.deepEqual(items(tree, tree.getChildren(roots[1])), [
      [pool, '4:3 · It waits at 3.', `${pool}, 4:3 · It waits at 3.`],
      [sync, '9:3 · It waits at 8.', `${sync}, 9:3 · It waits at 8.`],
    ]);
  });

  it('opens the place a row stands for', () => {
    const { tree } = filled();
    const [place] = tree.getChildren(tree.getChildren()[1]);
    assert.ok(place);
    const { command } = tree.getTreeItem(place);
    assert.equal(command?.command, 'vscode.open');
    const [uri, options] = (command.arguments ?? []) as [vscode.Uri, vscode.TextDocumentShowOptions];
    assert.equal(uri.fsPath, orders);
    assert.deepEqual(options.selection, new vscode.Range(3, 2, 3, 9));
  });

  it('offers to fix a whole rule only where it has a safe fix', () => {
    const { tree } = filled();
    assert.deepEqual(
      tree.getChildren().map((node) => tree.getTreeItem(node).contextValue),
      ['altitude.rule.fixable', 'altitude.rule'],
    );
  });

  it('says when it changed, and when its grouping did', () => {
    const { store, tree } = filled();
    const heard: string[] = [];
    tree.onDidChangeTreeData(() => heard.push('rows'));
    tree.onDidRegroup((grouping) => heard.push(grouping));
    tree.groupBy('rule');
    assert.deepEqual(heard, []);
    tree.groupBy('file');
    store.setOpen(orders, [], 1);
    assert.deepEqual(heard, ['file', 'rows', 'rows']);
  });
});

describe('the store of findings', () => {
  it('lets nothing from disk replace what is known of an open document', () => {
    const { store } = filled();
    store.setOpen(orders, [finding(orders, sync, 40)], 7);
    store.replaceScan(new Map([[orders, [finding(orders, sync, 8)]]]));
    store.replaceUnder([orders, workspaceFile('src').fsPath], new Map());
    assert.deepEqual(store.get(orders)?.findings.map(({ range }) => range.start.line), [40]);
    assert.equal(store.get(orders)?.version, 7);
  });

  it('lets an open document speak for its file before it was analysed', () => {
    const { store } = filled();
    store.claim(orders);
    store.replaceScan(new Map([[orders, [finding(orders, sync, 99)]]]));
    assert.deepEqual(store.get(orders)?.findings.map(({ range }) => range.start.line), [3, 8]);
    store.release(orders, false);
    assert.equal(store.get(orders), undefined);
  });

  it('forgets what was under a folder that is gone, and only that', () => {
    const { store } = filled();
    store.replaceUnder([workspaceFile('src').fsPath], new Map());
    assert.deepEqual(store.all().map(({ file }) => file), [readme]);
    store.replaceUnder([workspaceFile('d').fsPath], new Map());
    assert.deepEqual(store.all().map(({ file }) => file), [readme]);
  });

  it('counts by rule, and tells none from not scanned', () => {
    const { store } = filled();
    assert.equal(store.hasScanned, true);
    assert.equal(store.ofRule(sync).length, 2);
    store.forgetScan();
    assert.equal(store.hasScanned, false);
    assert.equal(store.ofRule(sync).length, 0);
  });

  it('names the files that changed, and none when only a scan has ended', () => {
    const { store } = filled();
    const heard: (readonly string[])[] = [];
    store.onDidChange((files) => heard.push(files));
    store.setOpen(readme, [], 1);
    store.setOpen(readme, [], 2);
    store.release(readme, false);
    store.replaceScan(new Map());
    store.replaceScan(new Map());
    assert.deepEqual(heard, [[readme], [orders], []]);
  });

  it('tells marks to be drawn again, but not lists, where the same was found again', () => {
    const { store } = filled();
    let updates = 0;
    let changes = 0;
    store.onDidUpdate(() => (updates += 1));
    store.onDidChange(() => (changes += 1));
    store.setOpen(readme, [finding(readme, sync, 0, fixable)], 3);
    assert.deepEqual([updates, changes], [1, 0]);
    store.setOpen(readme, [finding(readme, sync, 1, fixable)], 4);
    assert.deepEqual([updates, changes], [2, 1]);
  });
});
