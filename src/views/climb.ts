import * as vscode from 'vscode';
import type { LearningController } from '../editor/learning/controller';
import type { CatalogueSource, Clock } from '../editor/learning/dependencies';
import { resumePoint, startPoint } from '../learning/standing';
import type { Withheld } from '../editor/team/teamContent';
import { climbItem } from './climbItem';
import { childrenOf, type ClimbNode, type TeamGroup } from './climbNodes';
import type { RuleFacts } from '../team/standing';
import { climbTooltip } from './climbTooltip';

export interface ClimbOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly clock: Pick<Clock, 'now'>;
  /** Files of lessons that come with Altitude are named relative to it. */
  readonly extensionUri: vscode.Uri;
  readonly team: ClimbTeams;
}

/** What the Climb shows of teams. */
export interface ClimbTeams {
  readonly groups: readonly TeamGroup[];
  /** What is not read because the workspace is not trusted. */
  readonly withheld: Withheld | undefined;
  readonly rules: RuleFacts;
  /** The track of the role that was started in a team. */
  started(team: string): string | undefined;
  readonly onDidChange: vscode.Event<unknown>;
}

/** The Climb: tracks, their lessons, their pieces, each with the reader's state. */
export class ClimbTree implements vscode.TreeDataProvider<ClimbNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  readonly #options: ClimbOptions;
  readonly #subscription: vscode.Disposable;

  constructor(options: ClimbOptions) {
    this.#options = options;
    const redraw = () => this.#changed.fire(undefined);
    this.#subscription = vscode.Disposable.from(options.controller.onDidChange(redraw), options.team.onDidChange(redraw));
  }

  getChildren(parent?: ClimbNode): ClimbNode[] {
    const { catalogue, team } = this.#options;
    const rows = childrenOf(catalogue.current, parent, team.groups);
    return parent === undefined && team.withheld ? [{ kind: 'withheld', source: team.withheld }, ...rows] : rows;
  }

  getTreeItem(node: ClimbNode): vscode.TreeItem {
    const { catalogue, controller, extensionUri, team } = this.#options;
    const { progress } = controller;
    return climbItem(node, {
      progress,
      extensionUri,
      rules: team.rules,
      started: (namespace) => team.started(namespace),
      startHere: startPoint(progress, catalogue.current)?.lesson,
      // With nothing left to answer, the reader is where the last answer was given.
      resume: resumePoint(progress, catalogue.current)?.lesson ?? progress.answers.at(-1)?.lesson,
    });
  }

  /** Asked for one row at a time, when the reader hovers it: what is remembered changes with time. */
  resolveTreeItem(item: vscode.TreeItem, node: ClimbNode): vscode.TreeItem {
    const { catalogue, clock, controller } = this.#options;
    const { progress, recollection } = controller;
    const tooltip = climbTooltip(node, { progress, recollection, catalogue: catalogue.current, now: clock.now() });
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
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
