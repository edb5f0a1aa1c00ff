import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { AltitudeApi, LessonPack } from '../../../src/extensionApi';
import { closeEverything, codeActionsAt, lensesOf, refusalOf, run, titlesOf, until } from '../suite/learning/support';

const packId = 'acme.node-habits';
const lesson = 'acme-node-habits/guessable-token';
const rule = 'acme-node-habits/guessable-token';

const guessable = "export const token = () => Math.random().toString(36).slice(2);\n";

async function altitude(): Promise<AltitudeApi> {
  const extension = vscode.extensions.getExtension<AltitudeApi>('altitude.altitude');
  assert.ok(extension, 'Altitude is not installed');
  return extension.activate();
}

async function openFile(name: string, text: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  const uri = vscode.Uri.joinPath(folder.uri, 'src', name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

const codeOf = ({ code }: vscode.Diagnostic) => String(typeof code === 'object' ? code.value : code);

const rulesIn = ({ uri }: vscode.TextDocument): string[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Altitude').map(codeOf);

function disabled(): readonly string[] {
  return vscode.workspace.getConfiguration('altitude').get<string[]>('packs.disabled') ?? [];
}

async function disable(ids: readonly string[] | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('altitude').update('packs.disabled', ids, vscode.ConfigurationTarget.Global);
}

/** Opens the lesson of the pack and gives its snippet back. */
async function openLesson(): Promise<vscode.Uri> {
  return until('the snippet of the pack is open', async () => {
    await run('openLesson', lesson);
    const active = vscode.window.activeTextEditor?.document.uri;
    return active?.scheme === 'altitude' && active.path.includes('guessable-token') ? active : undefined;
  });
}

/** Accepts what a list of choices begins with, and what the next one does, until no more is asked. */
async function acceptAll(asked: Thenable<unknown>): Promise<void> {
  const done = Promise.resolve(asked).then(() => true);
  await until('no more is asked', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return Promise.race([done, setTimeout(100, false)]);
  });
}

describe('a pack that is installed', () => {
  before(altitude);
  afterEach(async () => {
    await closeEverything();
    await disable(undefined);
  });

  it('has its lesson answered, and shows the fix that its own rule makes', async () => {
    const uri = await openLesson();
    const press = async (title: string) => {
      const lens = await until(`the lens ${title}`, async () => (await lensesOf(uri)).find(({ command }) => command?.title === title));
      await vscode.commands.executeCommand(lens.command!.command, ...((lens.command!.arguments ?? []) as unknown[]));
    };
    await press('A');
    await press('Sure');
    await until('the verdict', async () => (await titlesOf(uri)).includes('Show the fix'));
    await press('Show the fix');
    const fixed = await until('the diff', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    });
    assert.match((await vscode.workspace.openTextDocument(fixed)).getText(), /const token = crypto\.randomUUID\(\);/);
  });

  it('finds its flaw in a file of the workspace, and fixes it', async () => {
    const document = await openFile('tokens.js', guessable);
    const edit = await until('the fix of the finding', async () => {
      const found = vscode.languages.getDiagnostics(document.uri).find((each) => codeOf(each) === rule);
      if (!found) return undefined;
      const actions = await codeActionsAt(document.uri, found.range, vscode.CodeActionKind.QuickFix);
      return actions.find(({ title }) => title.startsWith('Take the token from crypto'))?.edit;
    });
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(document.getText(), 'export const token = () => crypto.randomUUID();\n');
    await until('the finding is gone', () => !rulesIn(document).includes(rule));
  });

  it('leads from its finding to its lesson', async () => {
    const document = await openFile('taught.js', guessable);
    const action = await until('what to learn', async () => {
      const found = vscode.languages.getDiagnostics(document.uri).find((each) => codeOf(each) === rule);
      if (!found) return undefined;
      const actions = await codeActionsAt(document.uri, found.range, vscode.CodeActionKind.QuickFix);
      return actions.find(({ title }) => title.startsWith('Learn why'))?.command;
    });
    await vscode.commands.executeCommand(action.command, ...((action.arguments ?? []) as unknown[]));
    await until('the lesson', () => vscode.window.activeTextEditor?.document.uri.path.includes(`/${lesson}/`));
  });

  it('is gone once it is switched off, its lesson and its findings, and comes back', async () => {
    const uri = await openLesson();
    const document = await openFile('switched.js', guessable);
    await until('the finding', () => rulesIn(document).includes(rule));
    await disable([packId]);
    await until('the finding is gone', () => !rulesIn(document).includes(rule));
    assert.equal(await refusalOf(vscode.workspace.fs.stat(uri)), 'FileNotFound');
    await disable(undefined);
    await until('the finding is back', () => rulesIn(document).includes(rule));
    assert.equal((await vscode.workspace.fs.stat(uri)).type, vscode.FileType.File);
  });

  it('is switched off and on in the list of packs, by keyboard', async () => {
    for (const expected of [[packId], []]) {
      await acceptAll(run('lessonPacks'));
      await until(`switched off are ${JSON.stringify(expected)}`, () => JSON.stringify(disabled()) === JSON.stringify(expected));
    }
  });
});

describe('a pack that an extension registers', () => {
  const pack: LessonPack = {
    id: 'house-rules',
    title: 'House Rules',
    publisher: 'acme',
    rules: { 'no-debugger.yml': "id: no-debugger\nlanguage: JavaScript\nmessage: Left from debugging\nrule: { kind: debugger_statement }\nfix: ''\n" },
  };
  const ruleId = 'acme-house-rules/no-debugger';
  afterEach(closeEverything);

  it('works until it is disposed of', async () => {
    const api = await altitude();
    assert.equal(api.version, 1);
    const document = await openFile('debugged.js', 'debugger;\n');
    const registration = api.registerPack(pack);
    await until('the finding', () => rulesIn(document).includes(ruleId));
    registration.dispose();
    await until('the finding is gone', () => !rulesIn(document).includes(ruleId));
  });

  it('is refused without an error where it is wrong, and others go on', async () => {
    const api = await altitude();
    const document = await openFile('debugged-again.js', 'debugger;\n');
    const wrong = [undefined, 'text', { ...pack, publisher: '../..' }, { ...pack, rules: { 'a.yml': () => '' } }].map((each) => api.registerPack(each as unknown as LessonPack));
    const again = api.registerPack(pack);
    const twice = api.registerPack({ ...pack, title: 'An impostor', rules: {} });
    await until('the finding', () => rulesIn(document).includes(ruleId));
    for (const each of [...wrong, again, twice]) each.dispose();
    await until('the finding is gone', () => !rulesIn(document).includes(ruleId));
  });
});
