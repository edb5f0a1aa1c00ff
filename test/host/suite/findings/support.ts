import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeEverything, codeActionsAt, until } from '../learning/support';

export { closeEverything, until };

/** A pool with no bound on the wait, which a handler asks: one finding, at `new Pool`, with a fix graded review. */
export const unboundedPool = `const { Pool } = require('pg');

const pool = new Pool({ max: 10 });

module.exports = async (req, res) => res.json(await pool.query('SELECT 1'));
`;

/** Two awaitable calls in handlers that are async already: two findings, with fixes graded safe. */
export const blockingHandlers = `const express = require('express');
const fs = require('fs');

const router = express.Router();

router.get('/terms', async (req, res, next) => {
  try {
    res.send(fs.readFileSync('terms.txt', 'utf8'));
  } catch (error) {
    next(error);
  }
});

router.get('/prices', async (req, res, next) => {
  try {
    res.send(fs.readFileSync('prices.txt', 'utf8'));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
`;

/** The folder that is open. */
export function root(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return folder.uri.fsPath;
}

/** Without it nothing would load what a test writes, and no closed file of it would be shown. */
const loader = "for (const file of require('node:fs').readdirSync(__dirname)) require(`${__dirname}/${file}`);\n";

/** A folder of its own in the workspace, gone after the test; written to behind the editor's back. */
export class Playground {
  private static made = 0;
  readonly folder: string;

  constructor() {
    Playground.made += 1;
    this.folder = path.join(root(), `play${Playground.made}`);
    this.write('load.js', loader);
  }

  uri(name: string): vscode.Uri {
    return vscode.Uri.file(path.join(this.folder, name));
  }

  write(name: string, text: string | Uint8Array): vscode.Uri {
    const uri = this.uri(name);
    mkdirSync(path.dirname(uri.fsPath), { recursive: true });
    writeFileSync(uri.fsPath, text);
    return uri;
  }

  /** Opens a new file as a reader does: one that an extension opened outlives its tab. */
  async open(name: string, text: string | Uint8Array): Promise<vscode.TextEditor> {
    return show(this.write(name, text));
  }

  remove(name = ''): void {
    rmSync(path.join(this.folder, name), { recursive: true, force: true });
  }
}

export async function show(uri: vscode.Uri): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('vscode.open', uri);
  return until(`${uri.path} to be shown`, () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.uri.toString() === uri.toString() && editor;
  });
}

/** A playground for each test of a `describe`; every editor is closed after it. */
export function usePlayground(): () => Playground {
  let playground: Playground | undefined;
  beforeEach(async () => {
    await vscode.extensions.getExtension('altitude.altitude')?.activate();
    playground = new Playground();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeEverything();
    playground?.remove();
  });
  return () => {
    assert.ok(playground, 'there is a playground only while a test runs');
    return playground;
  };
}

/** Settings for the tests of a `describe`, in the user's own settings; undone after it. */
export function useSettings(settings: Readonly<Record<string, unknown>>): void {
  before(async () => {
    for (const [name, value] of Object.entries(settings)) await setting(name, value);
  });
  after(async () => {
    for (const name of Object.keys(settings)) await setting(name, undefined);
  });
}

export async function setting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

/** What Altitude says of a file. */
export function findingsIn(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Altitude');
}

/** Waits until Altitude says `count` things of a file. */
export async function untilFindings(uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  return until(`${count} findings in ${path.basename(uri.path)}, not ${findingsIn(uri).length}`, () => {
    const found = findingsIn(uri);
    return found.length === count && found;
  });
}

/** Altitude's actions at a place. Where there is a finding, this asks until there is an answer, as the lightbulb does. */
export async function actionsAt(uri: vscode.Uri, range: vscode.Range, kind?: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  const ask = async () => ownActions(await codeActionsAt(uri, range, kind));
  const isFinding = kind === undefined && findingsIn(uri).some((finding) => finding.range.intersection(range) !== undefined);
  return isFinding ? untilActions(uri, range) : ask();
}

/** Altitude's actions at a place where there are some, or will be once what was just changed has been looked at. */
export async function untilActions(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return until('an action', async () => {
    const actions = ownActions(await codeActionsAt(uri, range));
    return actions.length > 0 && actions;
  });
}

function ownActions(actions: readonly vscode.CodeAction[]): vscode.CodeAction[] {
  return actions.filter(({ title }) => /\((?:safe|review|guided)\)$|^Learn why|^Suppress|^Fix all safe/.test(title));
}

/** Picks the action whose title begins so and applies its edit. */
export async function apply(actions: readonly vscode.CodeAction[], title: string): Promise<void> {
  const action = actions.find((each) => each.title.startsWith(title));
  assert.ok(action?.edit, `no edit for "${title}" among: ${actions.map((each) => each.title).join('; ')}`);
  assert.equal(await vscode.workspace.applyEdit(action.edit), true);
}

export async function scan(): Promise<void> {
  await vscode.commands.executeCommand('altitude.scanWorkspace');
}

export const workspaceFile = (name: string): vscode.Uri => vscode.Uri.file(path.join(root(), name));
