import * as vscode from 'vscode';
import { ruleList, type RuleInfo } from '../engine/rules/list';
import { ruleInfo } from '../engine/team/info';
import type { ReadRules, RuleTrouble, TeamRule } from '../engine/team/model';

/** Where rules come from that are not built in. */
export interface RuleSource {
  readonly current: ReadRules;
  /** Whether it has been read for the first time: what is not known before may be about to be. */
  readonly isSettled: boolean;
  readonly onDidChange: vscode.Event<void>;
  /** One of its rules did not do its work. */
  addTrouble(trouble: RuleTrouble): void;
}

/** Every rule of this window: what is built in, and what each source adds. */
export class RuleSources implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly sources = new Set<RuleSource>();
  /** Sources that are still being loaded. */
  private awaited = 0;
  private told: readonly RuleInfo[] | undefined;
  readonly onDidChange = this.changed.event;

  /** Rules of two sources with one id: the first one counts. */
  get team(): readonly TeamRule[] {
    const byId = new Map<string, TeamRule>();
    for (const rule of [...this.sources].flatMap(({ current }) => current.rules)) if (!byId.has(rule.id)) byId.set(rule.id, rule);
    return [...byId.values()];
  }

  /** What is told of each, the built-in ones first; one list until something changes. */
  get all(): readonly RuleInfo[] {
    return (this.told ??= [...ruleList, ...this.team.map(ruleInfo)]);
  }

  /** What settings may name: also rules that are left out because they are wrong. */
  get named(): readonly { readonly id: string; readonly title: string }[] {
    return [...this.all, ...[...this.sources].flatMap(({ current }) => current.broken.map((id) => ({ id, title: id })))];
  }

  get isSettled(): boolean {
    return this.awaited === 0 && [...this.sources].every((source) => source.isSettled);
  }

  /** Resolves when every source that was added so far has been read for the first time. */
  get settled(): Promise<void> {
    if (this.isSettled) return Promise.resolve();
    return new Promise((resolve) => {
      const listening = this.onDidChange(() => {
        if (!this.isSettled) return;
        listening.dispose();
        resolve();
      });
    });
  }

  /** Its rules run until the result is disposed of. */
  add(source: RuleSource): vscode.Disposable {
    this.sources.add(source);
    const listening = source.onDidChange(() => this.change());
    if (source.current.rules.length > 0) this.change();
    return new vscode.Disposable(() => {
      listening.dispose();
      if (this.sources.delete(source)) this.change();
    });
  }

  /** Adds a source once it is loaded; until then not every rule is known. */
  async addLater(loading: Promise<RuleSource>): Promise<void> {
    this.awaited++;
    const source = await loading.catch(() => undefined);
    this.awaited--;
    if (source) this.add(source);
    if (this.isSettled) this.change();
  }

  /** Tells the source of a rule that it did not do its work. */
  addTrouble(trouble: RuleTrouble): void {
    const isOf = ({ current }: RuleSource) => current.rules.some(({ id }) => id === trouble.rule);
    [...this.sources].find(isOf)?.addTrouble(trouble);
  }

  dispose(): void {
    this.sources.clear();
    this.changed.dispose();
  }

  private change(): void {
    this.told = undefined;
    this.changed.fire();
  }
}
