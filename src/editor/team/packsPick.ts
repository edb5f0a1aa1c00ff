import * as vscode from 'vscode';
import type { LessonProblem } from '../../lessons/model';
import { heldScheme } from '../../team/packs/registered';
import { uriOf } from '../identity';
import { commandIds } from '../learning/commandIds';
import { messageOf } from '../learning/progressFiles';
import type { ListedPack, Packs } from './packs';
import { switchPack } from './packSettings';

/** *Altitude: Lesson Packs*, and the files of packs that lie on no file system. */
export function registerPackCommands(packs: Packs): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.lessonPacks, async () => showPacks(packs)),
    vscode.workspace.registerTextDocumentContentProvider(heldScheme, { provideTextDocumentContent: async (uri) => packs.textOf(uri) }),
  );
}

async function showPacks(packs: Packs): Promise<void> {
  await packs.settled;
  const items = packs.listed.map((listed) => ({ listed, ...rowOf(listed) }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No installed extension brings lessons or rules for Altitude.'));
    return;
  }
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Lesson Packs'), placeHolder: vscode.l10n.t('Choose a pack'), matchOnDescription: true });
  if (picked) await showActions(picked.listed);
}

function rowOf({ pack, isOn, lessons, rules, problems }: ListedPack): vscode.QuickPickItem {
  const counts = isOn ? [countOf(lessons, 'lesson'), countOf(rules, 'rule'), countOf(problems.length, 'problem')] : [vscode.l10n.t('off')];
  return {
    label: pack.title,
    description: [pack.publisher, ...counts].filter((part) => part !== '').join(' · '),
    detail: pack.id,
    iconPath: new vscode.ThemeIcon(isOn ? (problems.length > 0 ? 'warning' : 'check') : 'circle-slash'),
  };
}

function countOf(count: number, what: 'lesson' | 'rule' | 'problem'): string {
  if (count === 0) return '';
  switch (what) {
    case 'lesson':
      return count === 1 ? vscode.l10n.t('1 lesson') : vscode.l10n.t('{0} lessons', count);
    case 'rule':
      return count === 1 ? vscode.l10n.t('1 rule') : vscode.l10n.t('{0} rules', count);
    case 'problem':
      return count === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', count);
  }
}

interface Action extends vscode.QuickPickItem {
  readonly run: () => Thenable<unknown>;
}

async function showActions({ pack, isOn, problems }: ListedPack): Promise<void> {
  const actions: Action[] = [
    { label: isOn ? vscode.l10n.t('Switch off') : vscode.l10n.t('Switch on'), iconPath: new vscode.ThemeIcon(isOn ? 'circle-slash' : 'check'), run: async () => switched(pack.id, !isOn) },
  ];
  if (problems.length > 0) actions.push({ label: vscode.l10n.t('Show problems'), description: countOf(problems.length, 'problem'), iconPath: new vscode.ThemeIcon('warning'), run: async () => showProblems(problems) });
  if (!pack.files && pack.manifest !== pack.root) {
    actions.push({
      label: vscode.l10n.t('Open its folder in a new window'),
      iconPath: new vscode.ThemeIcon('folder-opened'),
      run: () => vscode.commands.executeCommand('vscode.openFolder', uriOf(pack.root), { forceNewWindow: true }),
    });
  }
  const picked = await vscode.window.showQuickPick(actions, { title: pack.title, placeHolder: vscode.l10n.t('By {0}', pack.publisher) });
  await picked?.run();
}

async function switched(id: string, isOn: boolean): Promise<void> {
  try {
    await switchPack(id, isOn);
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The setting could not be written: {0}', messageOf(error)));
  }
}

async function showProblems(problems: readonly LessonProblem[]): Promise<void> {
  const items = problems.map((problem) => ({ problem, label: problem.message, description: `${problem.file.split('/').slice(-2).join('/')}:${problem.line}` }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Problems'), placeHolder: vscode.l10n.t('Choose one to open its file'), matchOnDescription: true });
  if (!picked) return;
  const { file, line } = picked.problem;
  const at = new vscode.Position(line - 1, 0);
  try {
    await vscode.window.showTextDocument(uriOf(file), { selection: new vscode.Range(at, at) });
  } catch (error) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} cannot be shown: {1}', file, messageOf(error)));
  }
}
