import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import type { HotLines } from '../../lessons/model';
import { fileOf } from '../identity';

/** Code that is asked about. */
export interface AskedCode {
  readonly uri: vscode.Uri;
  /** Zero-based, both ends included. */
  readonly lines: HotLines;
}

/**
 * Findings in the code that an open question is about: they would tell the answer before the reader has thought. They
 * are kept out of the editor alone; whatever counts them goes on counting.
 */
export class HeldBack implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<readonly string[]>();
  private asked: AskedCode | undefined;
  /** The files in which other findings are to be shown now. */
  readonly onDidChange = this.changed.event;

  /** @param asked undefined where no question is open */
  set(asked: AskedCode | undefined): void {
    if (JSON.stringify(asked) === JSON.stringify(this.asked)) return;
    const files = [this.asked, asked].flatMap((each) => (each === undefined ? [] : [fileOf(each.uri)]));
    this.asked = asked;
    this.changed.fire([...new Set(files)]);
  }

  /** The findings of a file that may be shown. */
  shown(findings: readonly Finding[]): readonly Finding[] {
    const { asked } = this;
    if (asked === undefined) return findings;
    const file = fileOf(asked.uri);
    return findings.filter(({ file: of, range }) => of !== file || range.end.line < asked.lines.startLine || range.start.line > asked.lines.endLine);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
