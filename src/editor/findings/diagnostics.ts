import * as vscode from 'vscode';
import type { Finding, Severity } from '../../engine/finding';
import { toRange, uriOf } from '../identity';
import { Batches } from './batches';
import type { HeldBack } from './heldBack';
import type { FindingLessons } from './lessonLink';
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

/** What decides where a finding leads. */
const taughtBy = ({ lesson, rule }: Finding) => `${rule} ${lesson}`;

/** Shows the store in the editor and the Problems view, but for what is held back; each finding's code links to its lesson as long as there is one. */
export function registerDiagnostics(store: FindingsStore, heldBack: HeldBack, lessons: FindingLessons): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('altitude');
  let links = new Map<string, vscode.Uri | undefined>();
  const linkOf = (finding: Finding) => {
    const taught = taughtBy(finding);
    if (!links.has(taught)) links.set(taught, lessons.documentFor(finding));
    return links.get(taught);
  };
  // Set file by file: one call with many files silently drops markers past about 1,100.
  const batches = new Batches((file: string) => {
    collection.set(uriOf(file), heldBack.shown(store.get(file)?.findings ?? []).map((finding) => toDiagnostic(finding, linkOf(finding))));
  });
  const linkAnew = () => {
    const before = links;
    links = new Map();
    const isMoved = (finding: Finding) => before.get(taughtBy(finding))?.toString() !== linkOf(finding)?.toString();
    batches.add(new Set(store.all().flatMap((finding) => (isMoved(finding) ? [finding.file] : []))));
  };
  return vscode.Disposable.from(collection, batches, lessons.onDidChange(linkAnew), store.onDidUpdate((files) => batches.add(files)), heldBack.onDidChange((files) => batches.add(files)));
}
