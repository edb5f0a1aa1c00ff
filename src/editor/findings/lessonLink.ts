import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import { findPiece, refOfRule } from '../../learning/lookup';
import type { PieceRef } from '../../learning/session';
import { pieceTeaching } from '../../learning/teaching';
import { toRange, uriOf } from '../identity';
import type { CodePosition } from '../learning/codeReturn';
import { commandIds } from '../learning/commandIds';
import type { CatalogueSource } from '../learning/dependencies';
import { pieceUri } from '../learning/pieceUri';

/** The lessons that findings lead to. They are loaded after findings are shown, and those of a team come and go. */
export class FindingLessons implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private source: CatalogueSource | undefined;
  private listening: vscode.Disposable | undefined;
  /** By rule and the lesson it names: thousands of findings are of a few rules. */
  private readonly documents = new Map<string, vscode.Uri | undefined>();
  /** They were loaded, or are others now. */
  readonly onDidChange = this.changed.event;

  constructor(lessons: Promise<CatalogueSource>) {
    lessons.then(
      (source) => {
        this.source = source;
        this.listening = source.onDidChange(() => {
          this.documents.clear();
          this.changed.fire();
        });
        this.changed.fire();
      },
      () => undefined,
    );
  }

  /** The piece that explains a finding, if any. Until the lessons are loaded, what the rule names is taken to be there. */
  pieceFor(finding: Finding): PieceRef | undefined {
    if (this.source) return pieceTeaching(this.source.current, { id: finding.rule, lesson: finding.lesson });
    const named = refOfRule(finding);
    return named.piece === '' ? undefined : named;
  }

  /**
   * The document of that piece at its first hot line. The code of a diagnostic cannot link to a command: the editor's
   * hover refuses to run it.
   */
  documentFor(finding: Finding): vscode.Uri | undefined {
    if (!this.source) return undefined;
    const name = `${finding.rule} ${finding.lesson}`;
    if (!this.documents.has(name)) this.documents.set(name, this.documentOf(this.pieceFor(finding), this.source));
    return this.documents.get(name);
  }

  private documentOf(ref: PieceRef | undefined, { current }: CatalogueSource): vscode.Uri | undefined {
    if (!ref) return undefined;
    const line = findPiece(current, ref)?.piece.hotLines[0]?.startLine ?? 0;
    return pieceUri(current, ref)?.with({ fragment: `L${line + 1}` });
  }

  dispose(): void {
    this.listening?.dispose();
    this.changed.dispose();
  }
}

/** What the command that explains a finding is given: the piece, and the place to come back to. */
export function learnArguments(ref: PieceRef, finding: Finding): [PieceRef, CodePosition] {
  const { character, line } = toRange(finding.range).start;
  return [ref, { uri: uriOf(finding.file).toString(), line, character }];
}

/** Opens the piece, its panel too, from Markdown that allows the command. */
export function commandLink(ref: PieceRef, finding: Finding): vscode.Uri {
  return vscode.Uri.parse(`command:${commandIds.learnWhy}?${encodeURIComponent(JSON.stringify(learnArguments(ref, finding)))}`);
}
