import * as vscode from 'vscode';
import { findLesson, findPiece, neighbour, sameRef } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import { resumeLesson, resumePoint } from '../../learning/standing';
import type { LearningController } from './controller';
import type { CatalogueSource, LessonPanel } from './dependencies';
import { parsePieceUri, pieceUri, scheme, type PieceDocument } from './pieceUri';
import { shows, type LivePieces } from '../team/livePieces';

export interface NavigatorOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly panel: LessonPanel;
  /** Pieces whose code lives in the workspace. */
  readonly live: Pick<LivePieces, 'at' | 'current' | 'enter' | 'leave'>;
  /** The reader opens this piece in its lesson: whatever asks it out of its lesson gives way. */
  readonly onOpen?: (ref: PieceRef) => void;
}

/** The editor takes the focus unless it is to stay where it is, as when the reader asks from the panel. */
export interface Focus {
  readonly preserveFocus?: boolean;
}

/** Opens pieces where the reader is used to see them, and knows which one is current. */
export class Navigator implements vscode.Disposable {
  readonly #options: NavigatorOptions;
  readonly #subscription: vscode.Disposable;
  #last: PieceRef | undefined;

  constructor(options: NavigatorOptions) {
    this.#options = options;
    this.#last = this.#pieceInView();
    this.#subscription = vscode.window.onDidChangeActiveTextEditor((editor) => {
      const ref = editor && this.#pieceIn(editor.document.uri);
      if (!ref) return;
      this.#last = { lesson: ref.lesson, piece: ref.piece };
      options.panel.follow(this.#last);
    });
  }

  /** The piece in the active editor, else the one that was there last, else where the reader would go on. */
  get current(): PieceRef | undefined {
    const { catalogue, controller } = this.#options;
    const known = this.#pieceInView() ?? this.#last;
    return known && findPiece(catalogue.current, known) ? known : resumePoint(controller.progress, catalogue.current);
  }

  /** Opens the snippet at its hot lines; the panel comes up beside it. */
  async openPiece(ref: PieceRef, focus: Focus = {}): Promise<void> {
    this.#options.onOpen?.(ref);
    await this.#showSnippet(ref, focus);
    this.#options.panel.show(ref);
  }

  /** Opens the snippet with nothing that names its lesson. From the panel the focus stays there, whatever is asked. */
  async openUnnamed(ref: PieceRef, { preserveFocus = false }: Focus = {}): Promise<void> {
    await this.#showSnippet(ref, { preserveFocus: preserveFocus || isPanelActive() }, 'unnamed');
  }

  /** Opens the piece's code unless it is on screen already; a question cannot be answered without it. */
  async ensureShown(ref: PieceRef): Promise<void> {
    const shown = vscode.window.visibleTextEditors.some(({ document }) => {
      const open = this.#pieceIn(document.uri);
      return open !== undefined && sameRef(open, ref);
    });
    if (!shown) await this.#showSnippet(ref);
  }

  /** Opens a lesson where the reader left it. */
  async openLesson(lesson: string, focus: Focus = {}): Promise<void> {
    const found = findLesson(this.#options.catalogue.current, lesson);
    const ref = found && resumeLesson(this.#options.controller.progress, found.lesson);
    if (ref) await this.openPiece(ref, focus);
    else void vscode.window.showInformationMessage(vscode.l10n.t('There is no such lesson.'));
  }

  /** Goes on where the reader stopped; with everything answered, shows the recap of the last lesson. */
  async resume(): Promise<void> {
    const { catalogue, controller, panel } = this.#options;
    const ref = resumePoint(controller.progress, catalogue.current);
    const done = controller.progress.answers.findLast(({ lesson }) => findLesson(catalogue.current, lesson))?.lesson;
    if (ref) await this.openPiece(ref);
    else if (done !== undefined) panel.showRecap(done);
    else void vscode.window.showInformationMessage(vscode.l10n.t('No lessons could be loaded.'));
  }

  /** Goes to the next or previous piece of the same lesson; past the last one is its recap. */
  async step(from: PieceRef, by: 1 | -1, focus: Focus = {}): Promise<void> {
    const { catalogue, panel } = this.#options;
    const ref = neighbour(catalogue.current, from, by);
    if (!ref) {
      if (by === 1) panel.showRecap(from.lesson);
      return;
    }
    await this.#showSnippet(ref, focus);
    panel.follow(ref);
  }

  /** The column of the snippets: where one is open, else the active one, unless that one holds the panel. */
  get column(): vscode.ViewColumn {
    const groups = vscode.window.tabGroups.all;
    const live = this.#options.live.current?.uri;
    const home = groups.find((group) => group.tabs.some((tab) => isPieceTab(tab) || shows(tab, live)));
    if (home) return home.viewColumn;
    if (!isPanelActive()) return vscode.ViewColumn.Active;
    const { activeTabGroup } = vscode.window.tabGroups;
    return groups.find((group) => group !== activeTabGroup)?.viewColumn ?? vscode.ViewColumn.Beside;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** The piece that a document shows, its own or in the reader's code. */
  #pieceIn(uri: vscode.Uri): PieceRef | undefined {
    return parsePieceUri(uri) ?? this.#options.live.at(uri)?.ref;
  }

  #pieceInView(): PieceRef | undefined {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const ref = uri && this.#pieceIn(uri);
    return ref && { lesson: ref.lesson, piece: ref.piece };
  }

  async #showSnippet(ref: PieceRef, { preserveFocus = false }: Focus = {}, kind: PieceDocument['kind'] = 'snippet'): Promise<void> {
    const { current } = this.#options.catalogue;
    const uri = pieceUri(current, ref, kind);
    const piece = findPiece(current, ref)?.piece;
    if (!uri || !piece) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no such piece.'));
      return;
    }
    const { live } = this.#options;
    const { column } = this;
    const place = kind === 'snippet' ? await live.enter(ref) : undefined;
    if (!place) live.leave();
    const line = (place ?? piece).hotLines[0]?.startLine ?? 0;
    const selection = new vscode.Range(line, 0, line, 0);
    await vscode.window.showTextDocument(place?.uri ?? uri, { viewColumn: column, preserveFocus, preview: true, selection });
    this.#last = ref;
  }
}

function isPieceTab({ input }: vscode.Tab): boolean {
  if (input instanceof vscode.TabInputText) return input.uri.scheme === scheme;
  return input instanceof vscode.TabInputTextDiff && input.original.scheme === scheme;
}

function isPanelActive(): boolean {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview;
}
