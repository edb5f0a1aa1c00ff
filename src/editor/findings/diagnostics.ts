import * as vscode from 'vscode';
import type { Finding, Severity } from '../../engine/finding';
import { toRange, uriOf } from '../identity';
import type { CatalogueSource } from '../learning/dependencies';
import { Batches } from './batches';
import { documentLink } from './lessonLink';
import type { FindingsStore } from './store';

export const diagnosticSource = 'Altitude';

const severityOf: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

function toDiagnostic(finding: Finding, lesson: vscode.Uri | undefined): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(finding.range), finding.message, severityOf[finding.severity]);
  diagnostic.source = diagnosticSource;
  diagnostic.code = lesson === undefined ? finding.rule : { value: finding.rule, target: lesson };
  return diagnostic;
}

/** Shows the store in the editor and the Problems view; each finding's code links to its lesson once those are loaded. */
export function registerDiagnostics(store: FindingsStore, lessons: Promise<CatalogueSource>): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('altitude');
  let catalogue: CatalogueSource | undefined;
  const links = new Map<string, vscode.Uri | undefined>();
  const linkOf = ({ lesson }: Finding) => {
    if (catalogue !== undefined && !links.has(lesson)) links.set(lesson, documentLink(catalogue.current, lesson));
    return links.get(lesson);
  };
  // Set file by file: one call with many files silently drops markers past about 1,100.
  const batches = new Batches((file: string) => {
    collection.set(uriOf(file), store.get(file)?.findings.map((finding) => toDiagnostic(finding, linkOf(finding))) ?? []);
  });
  lessons.then(
    (loaded) => {
      catalogue = loaded;
      batches.add(new Set(store.all().map(({ file }) => file)));
    },
    () => undefined,
  );
  return vscode.Disposable.from(collection, batches, store.onDidUpdate((files) => batches.add(files)));
}
