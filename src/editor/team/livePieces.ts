import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine';
import { languageOf } from '../../engine/syntax/languages';
import { findPiece, sameRef } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import type { HotLines, LiveCode } from '../../lessons/model';
import { shiftLines } from '../../team/anchors/shift';
import { uriOf } from '../identity';
import type { CatalogueSource } from '../learning/dependencies';

/** The code is looked for anew once typing pauses this long, in milliseconds. */
const pause = 300;

/** A piece in the file that its code lives in. */
export interface LivePlace {
  readonly ref: PieceRef;
  readonly uri: vscode.Uri;
  /** Where the marked lines are now. */
  readonly hotLines: readonly HotLines[];
  /** Where all of its code is now. */
  readonly code: HotLines;
}

export interface LivePiecesOptions {
  readonly catalogue: CatalogueSource;
  readonly engine: Pick<Engine, 'resolveAnchor'>;
}

/**
 * The one piece that is open in the reader's own repository. Only its file is marked, and only while it is the current
 * piece: elsewhere and later, code is edited as if there were no lesson.
 */
export class LivePieces implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private place: LivePlace | undefined;
  /** Was to be entered, and its code was not where it should be. */
  private missed: PieceRef | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The place changed, or there is none any more. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly options: LivePiecesOptions) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (this.place && closed.length > 0 && !isOpen(this.place.uri) && closed.some((tab) => shows(tab, this.place?.uri))) this.leave();
      }),
      options.catalogue.onDidChange(() => {
        this.missed = undefined;
        if (this.place && !this.codeOf(this.place.ref)) this.leave();
      }),
    );
  }

  get current(): LivePlace | undefined {
    return this.place;
  }

  /** The place in this document; undefined in any other. */
  at(uri: vscode.Uri): LivePlace | undefined {
    return this.place?.uri.toString() === uri.toString() ? this.place : undefined;
  }

  /** Whether a piece's code was not found, on disk or, when it was last opened, as it is being written. */
  isLost(ref: PieceRef): boolean {
    const live = this.codeOf(ref);
    return live !== undefined && ('lost' in live.state || (this.missed !== undefined && sameRef(this.missed, ref)));
  }

  /** Makes a piece the current one, in its own file. Undefined where it has none, or its code is not found there. */
  async enter(ref: PieceRef): Promise<LivePlace | undefined> {
    const live = this.codeOf(ref);
    const document = live && (await opened(live));
    const found = live && document && (await this.find(live, document));
    this.missed = found ? undefined : ref;
    if (!document || !found) return undefined;
    this.set({ ref, uri: document.uri, ...found });
    return this.place;
  }

  leave(): void {
    if (this.place) this.set(undefined);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private codeOf(ref: PieceRef): LiveCode | undefined {
    return findPiece(this.options.catalogue.current, ref)?.piece.live;
  }

  private set(place: LivePlace | undefined): void {
    clearTimeout(this.timer);
    this.place = place;
    this.changed.fire();
  }

  /** Marks move with the text at once; what they should be is asked when typing pauses. */
  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const place = this.at(document.uri);
    if (!place || contentChanges.length === 0) return;
    // Reported against the text before them; last first, they do not move each other.
    const changes = [...contentChanges].sort((a, b) => b.rangeOffset - a.rangeOffset).map(({ range, text }) => ({
      startLine: range.start.line,
      endLine: range.end.line,
      atLineStart: range.start.character === 0,
      newLines: text.split(/\r\n|\r|\n/).length - 1,
    }));
    const moved = (each: HotLines) => changes.reduce<HotLines | undefined>((lines, change) => lines && shiftLines(lines, change), each);
    this.set({ ...place, hotLines: place.hotLines.flatMap((each) => moved(each) ?? []), code: moved(place.code) ?? place.code });
    this.timer = setTimeout(() => void this.lookAgain(document), pause);
  }

  private async lookAgain(document: vscode.TextDocument): Promise<void> {
    const before = this.at(document.uri);
    const live = before && this.codeOf(before.ref);
    const found = live && (await this.find(live, document));
    const place = this.at(document.uri);
    // Half-typed code is not lost: its marks stay where the edits took them.
    if (!place || !before || !found || !sameRef(place.ref, before.ref)) return;
    if (JSON.stringify([place.hotLines, place.code]) !== JSON.stringify([found.hotLines, found.code])) this.set({ ...place, ...found });
  }

  /** The code in a document and its marked lines, all of it where none is marked; undefined where it is not found. */
  private async find({ anchor, hot, source }: LiveCode, document: vscode.TextDocument): Promise<Pick<LivePlace, 'hotLines' | 'code'> | undefined> {
    const language = languageOf(source);
    if (language === undefined || language === 'sql') return undefined;
    const { version } = document;
    const text = document.getText().replaceAll(/\r\n?/g, '\n');
    const found = await this.options.engine.resolveAnchor({ text, language, anchor, hot }).catch(() => undefined);
    if (found === undefined || 'lost' in found || document.version !== version) return undefined;
    const code = { startLine: found.startLine, endLine: found.endLine };
    return { code, hotLines: found.hotLines.length > 0 ? found.hotLines : [code] };
  }
}

/** A file that was refused when the lesson was read, one outside the folder say, is not opened. */
async function opened({ file, state }: LiveCode): Promise<vscode.TextDocument | undefined> {
  if ('lost' in state && state.lost.kind === 'file') return undefined;
  try {
    return await vscode.workspace.openTextDocument(uriOf(file));
  } catch {
    return undefined;
  }
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => shows(tab, uri)));
}

/** Whether a tab shows a file, alone or as the later side of a diff. */
export function shows({ input }: vscode.Tab, uri: vscode.Uri | undefined): boolean {
  const shown = input instanceof vscode.TabInputText ? input.uri : input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
  return shown !== undefined && shown.toString() === uri?.toString();
}
