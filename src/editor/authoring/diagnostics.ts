import * as vscode from 'vscode';
import { unwrittenProblems } from '../../lessons/lint/unwritten';
import type { LessonProblem } from '../../lessons/model';
import { fileOf } from '../identity';
import { textOfDocument } from './writtenFiles';
import type { Workshops } from './workshops';

/** What the problems of lessons are shown under. */
export const diagnosticSource = 'Altitude lessons';

/** Shows what is wrong with each open file of lessons, and which of its texts are still to be written. */
export function registerLessonDiagnostics(workshops: Workshops): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('altitude-lessons');
  /** What is shown now, so that a file is not set anew for nothing. */
  const shown = new Map<string, string>();
  const update = () => {
    const open = workshops.documents.flatMap(({ checked, document }) => (checked ? [{ checked, document }] : []));
    const uris = new Set(open.map(({ document }) => document.uri.toString()));
    for (const uri of shown.keys()) {
      if (uris.has(uri)) continue;
      collection.delete(vscode.Uri.parse(uri, true));
      shown.delete(uri);
    }
    for (const { checked, document } of open) {
      const file = fileOf(document.uri);
      const problems = checked.problems.filter((problem) => problem.file === file);
      const unwritten = unwrittenProblems(file, textOfDocument(document));
      const key = JSON.stringify([document.version, problems]);
      if (shown.get(document.uri.toString()) === key) continue;
      shown.set(document.uri.toString(), key);
      collection.set(document.uri, [
        ...problems.map((problem) => toDiagnostic(problem, vscode.DiagnosticSeverity.Error, document)),
        ...unwritten.map((problem) => toDiagnostic(problem, vscode.DiagnosticSeverity.Information, document)),
      ]);
    }
  };
  update();
  return vscode.Disposable.from(collection, workshops.onDidChange(update));
}

function toDiagnostic({ line, message }: LessonProblem, severity: vscode.DiagnosticSeverity, document: vscode.TextDocument): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(lineRange(line, document), message, severity);
  diagnostic.source = diagnosticSource;
  return diagnostic;
}

/** A one-based line without its indentation; the last line there is where the file has become shorter meanwhile. */
function lineRange(line: number, document: vscode.TextDocument): vscode.Range {
  const { firstNonWhitespaceCharacterIndex, lineNumber, text } = document.lineAt(Math.min(line, document.lineCount) - 1);
  return new vscode.Range(lineNumber, firstNonWhitespaceCharacterIndex, lineNumber, text.trimEnd().length);
}
