import * as vscode from 'vscode';
import type { Finding, Severity } from '../../engine/finding';
import { toRange, uriOf } from '../identity';
import { lessonLink } from './lessonLink';
import type { FindingsStore } from './store';

export const diagnosticSource = 'Altitude';

const severityOf: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

function toDiagnostic(finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(finding.range), finding.message, severityOf[finding.severity]);
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: finding.rule, target: lessonLink(finding.lesson) };
  return diagnostic;
}

/** Shows the store in the editor and the Problems view. */
export function registerDiagnostics(store: FindingsStore): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('altitude');
  // Set file by file: one call with many files silently drops markers past about 1,100.
  const update = (files: readonly string[]) => {
    for (const file of files) collection.set(uriOf(file), store.get(file)?.findings.map(toDiagnostic) ?? []);
  };
  return vscode.Disposable.from(collection, store.onDidChange(update));
}
