import path from 'node:path';
import * as vscode from 'vscode';
import { diagnosticSource } from '../../../../src/editor/authoring/diagnostics';
import { sampleDiagram, sampleLesson, sampleSnippet, sampleTrack } from '../../../lessons/sampleLesson';
import { until, type Playground } from '../findings/support';

export const lessonFile = 'lessons/node/hashing/lesson.md';

/** A folder of tracks with one sound lesson. */
export function writeTracks(play: Playground, lesson = sampleLesson): void {
  play.write('lessons/node/track.yml', sampleTrack);
  play.write('lessons/node/hashing/hash.js', sampleSnippet);
  play.write('lessons/node/hashing/loop.svg', sampleDiagram);
  play.write('lessons/glossary.yml', 'terms:\n  - id: event-loop\n    term: event loop\n    meaning: One thread runs all handlers.\n');
  play.write(lessonFile, lesson);
}

/** What is said of a file of lessons: `line: message`, lines from 1. */
export function problemsOf(uri: vscode.Uri, severity = vscode.DiagnosticSeverity.Error): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter((each) => each.source === diagnosticSource && each.severity === severity)
    .map(({ message, range }) => `${range.start.line + 1}: ${message}`);
}

/** Waits until something said of a file matches. */
export async function untilProblem(uri: vscode.Uri, pattern: RegExp): Promise<string> {
  return until(`${String(pattern)} of ${path.basename(uri.path)}, not ${problemsOf(uri).join('; ')}`, () => problemsOf(uri).find((problem) => pattern.test(problem)));
}

export async function untilSound(uri: vscode.Uri): Promise<void> {
  await until(`nothing to be wrong with ${path.basename(uri.path)}: ${problemsOf(uri).join('; ')}`, () => problemsOf(uri).length === 0);
}

/** Replaces a text that stands in the document once, as typing does; again where the editor was about to read the document anew. */
export async function retype(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  await until(`${JSON.stringify(from)} to be retyped`, async () => {
    const text = editor.document.getText();
    const at = text.indexOf(from);
    if (at < 0 || text.includes(from, at + 1)) throw new Error(`${JSON.stringify(from)} is not in the document once`);
    const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + from.length));
    return editor.edit((edit) => edit.replace(range, to));
  });
}

/** The place right behind a text that stands in the document once. */
export function behind(document: vscode.TextDocument, text: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + text.length);
}
