import * as vscode from 'vscode';
import type { SearchEntry } from '../../../learning/search/entries';

export interface Searched {
  readonly query: string;
  readonly results: readonly SearchEntry[];
}

/** What the panel's reader searches for, and what was found last. */
export class SearchDesk implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #asked = '';
  #found: Searched = { query: '', results: [] };

  constructor(private readonly find: (query: string) => Promise<readonly SearchEntry[]>) {}

  get found(): Searched {
    return this.#found;
  }

  /** Searches; an answer that comes after a later question is dropped. */
  async ask(query: string): Promise<void> {
    this.#asked = query;
    const results = await this.find(query);
    if (this.#asked !== query) return;
    this.#found = { query, results };
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
