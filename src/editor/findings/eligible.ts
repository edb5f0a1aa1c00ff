import * as vscode from 'vscode';
import type { SourceText } from '../../engine/engine';
import { isGenerated, maxScannedBytes } from '../../engine/scan/decode';
import { isGeneratedName, isTest, isVendored } from '../../engine/scan/quiet';
import { fileOf, languageOfDocument } from '../identity';
import type { Settings } from '../settings';

/** Where package managers keep other people's code, inside the workspace or not. */
const dependency = /\/(?:node_modules|vendor|third_party|pkg\/mod|site-packages)\//;

/**
 * The document as a text to analyse as the reader types; undefined when it is none of the reader's own code in a
 * language the engine reads, or too large.
 */
export function sourceToWatch(document: vscode.TextDocument, settings: Settings): SourceText | undefined {
  if (!settings.enabled || !isEditable(document.uri) || isTooLarge(document) || isQuiet(document, settings)) return undefined;
  const source = sourceOf(document);
  return source === undefined || isGenerated(source.text) ? undefined : source;
}

/** The document's current text for the engine; undefined when its language is none the engine reads. */
export function sourceOf(document: vscode.TextDocument): SourceText | undefined {
  const language = languageOfDocument(document);
  if (language === undefined) return undefined;
  return { file: fileOf(document.uri), text: document.getText(), language, isOpen: true, ...(document.isUntitled ? { fragment: true } : {}) };
}

/** True for texts that a scan skips too. Counts UTF-16 code units for bytes, and does not copy the text. */
export function isTooLarge(document: vscode.TextDocument): boolean {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > maxScannedBytes;
}

/** Lessons, Git's old versions and other read-only documents are not the reader's code. */
function isEditable({ scheme }: vscode.Uri): boolean {
  return scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}

/** Judged by its name. Outside the workspace, the folders above a file say nothing about it, except that it is a dependency. */
function isQuiet({ uri, isUntitled }: vscode.TextDocument, { includeTests }: Settings): boolean {
  if (isUntitled) return false;
  const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  if (!inside && dependency.test(uri.path)) return true;
  const name = inside ? vscode.workspace.asRelativePath(uri, false) : uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return isVendored(name) || isGeneratedName(name) || (!includeTests && isTest(name));
}
