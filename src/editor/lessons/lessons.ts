import * as vscode from 'vscode';
import type { Catalogue, LessonProblem } from '../../lessons/model';
import { mergeCatalogues } from '../../team/merge';
import type { Team } from '../../team/model';
import type { CatalogueSource } from '../learning/dependencies';

/** Something that teaches beside what is built in, as it is now. */
export interface Contribution {
  readonly teams: readonly Team[];
  /** What is wrong with it as a whole; what is wrong inside one team is told there. */
  readonly problems: readonly LessonProblem[];
  readonly onDidChange: vscode.Event<void>;
  /** Resolves when it has been read for the first time. */
  readonly settled: Promise<void>;
}

/** Every lesson a reader can open: what is built in, then what each contribution adds, in the order they were added. */
export class Lessons implements CatalogueSource, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly contributions = new Set<Contribution>();
  private merged: Catalogue;
  readonly onDidChange = this.changed.event;

  constructor(readonly builtIn: Catalogue) {
    this.merged = builtIn;
  }

  get current(): Catalogue {
    return this.merged;
  }

  /** What the contributions are made of. */
  get teams(): readonly Team[] {
    return [...this.contributions].flatMap(({ teams }) => teams);
  }

  /** Resolves when everything that was added so far has been read for the first time. */
  get settled(): Promise<unknown> {
    return Promise.allSettled([...this.contributions].map(({ settled }) => settled));
  }

  /** Shows what it teaches, until the result is disposed of. */
  add(contribution: Contribution): vscode.Disposable {
    this.contributions.add(contribution);
    const listening = contribution.onDidChange(() => this.merge());
    this.merge();
    return new vscode.Disposable(() => {
      listening.dispose();
      if (this.contributions.delete(contribution)) this.merge();
    });
  }

  dispose(): void {
    this.contributions.clear();
    this.changed.dispose();
  }

  private merge(): void {
    const all = [...this.contributions];
    const merged = mergeCatalogues(this.builtIn, all.flatMap(({ teams }) => teams));
    this.merged = { ...merged, problems: [...merged.problems, ...all.flatMap(({ problems }) => problems)] };
    this.changed.fire();
  }
}
