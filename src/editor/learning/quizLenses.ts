import * as vscode from 'vscode';
import { confidences } from '../../learning/answer';
import { findPiece, neighbour } from '../../learning/lookup';
import { plainLine } from '../../learning/plainText';
import type { PieceRef, PieceSession } from '../../learning/session';
import type { HotLines, LiveCode, Piece } from '../../lessons/model';
import { commandIds } from './commandIds';
import type { LearningController } from './controller';
import type { CatalogueSource, WorkspacePlaces } from './dependencies';
import { hotRange } from './hotLines';
import type { Asking } from './review/asking';
import { confidenceLabel, inWorkspaceLabel, letteredOptions, lostSentence, verdictLabel } from './labels';
import type { LivePieces } from '../team/livePieces';
import { parsePieceUri, scheme } from './pieceUri';

export interface QuizLensesOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly places: WorkspacePlaces;
  readonly asking: Asking;
  readonly live: Pick<LivePieces, 'at' | 'current' | 'isLost' | 'onDidChange'>;
}

/**
 * The door above the hot lines. Its lenses share one range, which never changes, and there is always at least one: an
 * empty result or a moved range would make the code jump.
 */
export class QuizLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  readonly #options: QuizLensesOptions;
  readonly #subscriptions: vscode.Disposable;

  constructor(options: QuizLensesOptions) {
    this.#options = options;
    const redraw = () => this.#changed.fire();
    this.#subscriptions = vscode.Disposable.from(
      options.controller.onDidChange(redraw),
      options.places.onDidChange(redraw),
      options.asking.onDidChange(redraw),
      options.live.onDidChange(redraw),
      // The editor drops what it was about to redraw when the focus leaves the code, as for the panel.
      vscode.window.onDidChangeActiveTextEditor(redraw),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { catalogue, live } = this.#options;
    const named = parsePieceUri(document.uri);
    const place = live.at(document.uri);
    const ref = named ?? place?.ref;
    const piece = ref && findPiece(catalogue.current, ref)?.piece;
    if (!piece || named?.kind === 'fixed') return [];
    const lenses = this.#lensesAt((place ?? piece).hotLines[0] ?? { startLine: 0, endLine: 0 }, document, this.#commands(piece, this.#options.controller.session(ref)));
    return named?.kind === 'snippet' && piece.live && live.isLost(ref) ? [...this.#lensesAt({ startLine: 0, endLine: 0 }, document, lostNote(ref, piece.live)), ...lenses] : lenses;
  }

  #lensesAt(lines: HotLines, document: vscode.TextDocument, commands: readonly vscode.Command[]): vscode.CodeLens[] {
    const firstLine = document.lineAt(hotRange(document, lines).start.line).range;
    return commands.map((command) => new vscode.CodeLens(firstLine, command));
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #commands(piece: Piece, session: PieceSession): vscode.Command[] {
    if (session.answer) return this.#afterAnswer(piece, session);
    return session.pending === undefined ? askOption(piece, session) : askConfidence(piece, session);
  }

  #afterAnswer(piece: Piece, session: PieceSession): vscode.Command[] {
    const { asking, catalogue, places } = this.#options;
    const ref = { lesson: session.lesson, piece: session.piece };
    const count = piece.rule === undefined ? 0 : (places.count(piece.rule) ?? 0);
    const last = neighbour(catalogue.current, ref, 1) === undefined;
    return [
      ...(session.answer
        ? [lens(verdictLabel(session.answer), commandIds.openPanel, [ref, stay], vscode.l10n.t('Read why in the lesson panel'))]
        : []),
      ...(piece.rule === undefined ? [] : [lens(vscode.l10n.t('Show the fix'), commandIds.showFix, [ref])]),
      ...(count === 0 ? [] : [lens(inWorkspaceLabel(count), commandIds.showInWorkspace, [ref])]),
      ...(asking.titleFor(ref) === undefined
        ? [
            last ? lens(vscode.l10n.t('Recap'), commandIds.showRecap, [ref]) : lens(vscode.l10n.t('Next piece'), commandIds.nextPiece, [ref]),
            lens(vscode.l10n.t('Answer again'), commandIds.retry, [ref]),
          ]
        : [lens(vscode.l10n.t('Continue'), commandIds.nextPiece, [ref])]),
    ];
  }
}

/**
 * Offers the quiz above the hot lines of every snippet, and of the one piece that is open in the reader's own code: no
 * other file of it is ever asked about.
 */
export function registerQuizLenses(lenses: QuizLenses, live: Pick<LivePieces, 'current' | 'onDidChange'>): vscode.Disposable {
  let asked: { readonly file: string; readonly registered: vscode.Disposable } | undefined;
  const update = () => {
    const uri = live.current?.uri;
    if (uri?.toString() === asked?.file) return;
    asked?.registered.dispose();
    const pattern = uri && new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), (uri.path.split('/').at(-1) ?? '').replaceAll(/[*?[\]{}]/g, '?'));
    asked = uri && pattern && { file: uri.toString(), registered: vscode.languages.registerCodeLensProvider({ scheme: uri.scheme, pattern }, lenses) };
  };
  return vscode.Disposable.from(vscode.languages.registerCodeLensProvider({ scheme }, lenses), live.onDidChange(update), { dispose: () => void asked?.registered.dispose() });
}

/** Who reads above the code goes on reading the code. */
const stay = { preserveFocus: true };

/** Above a snippet that is shown because its code is not where it was. */
function lostNote(ref: PieceRef, { source }: LiveCode): vscode.Command[] {
  return [
    lens(lostSentence(source), commandIds.openPanel, [ref, stay]),
    lens(vscode.l10n.t('Show where it was'), commandIds.showWhereItWas, [ref]),
  ];
}

function askOption(piece: Piece, session: PieceSession): vscode.Command[] {
  const ref = { lesson: session.lesson, piece: session.piece };
  const left = piece.hints.length - session.hintsOpened;
  return [
    lens(piece.prompt, commandIds.openPanel, [ref, stay], vscode.l10n.t('Read the question in the lesson panel')),
    ...letteredOptions(piece, session).map(({ letter, option }) =>
      lens(letter, commandIds.choose, [ref, option.id], `${letter}. ${plainLine(option.text)}`),
    ),
    ...(left > 0 ? [lens(vscode.l10n.t('Hint'), commandIds.hint, [ref], vscode.l10n.t('{0} of {1} left', left, piece.hints.length))] : []),
  ];
}

function askConfidence(piece: Piece, session: PieceSession): vscode.Command[] {
  const ref = { lesson: session.lesson, piece: session.piece };
  const chosen = letteredOptions(piece, session).find(({ option }) => option.id === session.pending);
  return [
    lens(vscode.l10n.t('{0}. How sure?', chosen?.letter ?? ''), commandIds.openPanel, [ref, stay], chosen && plainLine(chosen.option.text)),
    ...confidences.map((confidence) => lens(confidenceLabel(confidence), commandIds.commit, [ref, confidence])),
    lens(vscode.l10n.t('Choose another'), commandIds.retry, [ref]),
  ];
}

function lens(title: string, command: string, args: unknown[], tooltip?: string): vscode.Command {
  return { title, command, arguments: args, ...(tooltip !== undefined && { tooltip }) };
}
