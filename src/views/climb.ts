import * as vscode from 'vscode';
import type { LearningController } from '../editor/learning/controller';
import type { CatalogueSource } from '../editor/learning/dependencies';
import { resumePoint, startPoint } from '../learning/standing';
import { climbItem } from './climbItem';
import { childrenOf, type ClimbNode } from './climbNodes';

export interface ClimbOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  /** Files of lessons that come with Altitude are named relative to it. */
  readonly extensionUri: vscode.Uri;
}

/** The Climb: tracks, their lessons, their pieces, each with the reader's state. */
export class ClimbTree implements vscode.TreeDataProvider<ClimbNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  readonly #options: ClimbOptions;
  readonly #subscription: vscode.Disposable;

  constructor(options: ClimbOptions) {
    this.#options = options;
    this.#subscription = options.controller.onDidChange(() => this.#changed.fire(undefined));
  }

  getChildren(parent?: ClimbNode): ClimbNode[] {
    return childrenOf(this.#options.catalogue.current, parent);
  }

  getTreeItem(node: ClimbNode): vscode.TreeItem {
    const { catalogue, controller, extensionUri } = this.#options;
    const { progress } = controller;
    return climbItem(node, {
      progress,
      extensionUri,
      startHere: startPoint(progress, catalogue.current)?.lesson,
      resume: resumePoint(progress, catalogue.current)?.lesson,
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

/** Shows `tree` in the Altitude container. */
export function registerClimbView(tree: ClimbTree): vscode.Disposable {
  return vscode.window.createTreeView('altitude.climb', { treeDataProvider: tree, showCollapseAll: true });
}
