import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine';
import type { RuleInfo } from '../../engine/rules/list';
import type { TreeLanguage } from '../../engine/syntax/grammars';
import { languageOf } from '../../engine/syntax/languages';
import { hiddenCharacters } from '../../lessons/hiddenCharacters';
import { inTurns } from '../../shared/pace';
import { maxPromptWords } from '../../lessons/quiz';
import { teamFolderName, type TeamFiles } from '../../team/model';
import { onboardingFile } from '../../team/naming';
import { readOnboarding } from '../../team/onboarding';
import type { ChosenAnchor } from '../../team/scaffold/anchorFor';
import { lessonPlan } from '../../team/scaffold/lessonPlan';
import { roleEntry, rolesIn } from '../../team/scaffold/roleEntry';
import { askId, askTitle, openAtFirstText } from '../authoring/asking';
import { textOfDocument } from '../authoring/writtenFiles';
import { fileOf, uriOf } from '../identity';
import { commandIds } from '../learning/commandIds';

/** What the command asks for; whatever is given is not asked. */
export interface LessonAnswers {
  readonly title?: string;
  readonly id?: string;
  readonly question?: string;
  /** The role whose steps it joins. */
  readonly role?: string;
}

export interface LessonContext {
  /** As their author sees them. */
  readonly files: TeamFiles;
  readonly engine: Pick<Engine, 'anchorFor' | 'analyze'>;
  readonly rules: readonly RuleInfo[];
}

/** Code in a file of the workspace. */
export interface Selected {
  readonly document: vscode.TextDocument;
  readonly language: TreeLanguage;
  /** Zero-based, both inclusive. */
  readonly lines: { readonly startLine: number; readonly endLine: number };
}

/** What is selected in an editor, or the line of its cursor; undefined, and said why, where no lesson can show it. */
export function selectedIn(editor: vscode.TextEditor | undefined): Selected | undefined {
  const language = editor && languageOf(editor.document.uri.path);
  if (!editor || language === undefined || language === 'sql' || !vscode.workspace.getWorkspaceFolder(editor.document.uri)) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select a function in a JavaScript, TypeScript or Go file of this workspace.'));
    return undefined;
  }
  const { document, selection } = editor;
  const { end, start } = selection;
  // A selection of whole lines ends before the first character of the next one.
  const endLine = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { document, language, lines: { startLine: start.line, endLine } };
}

/** Asks for what a lesson begins with, writes it around the selected code, and opens it at the first text to be written. */
export async function makeLesson({ document, language, lines }: Selected, { files, engine, rules }: LessonContext, given: LessonAnswers = {}): Promise<void> {
  const text = textOfDocument(document);
  const [chosen, findings] = await Promise.all([engine.anchorFor({ text, language, lines }), engine.analyze({ file: fileOf(document.uri), text, language })]);
  if (chosen === undefined) {
    void vscode.window.showWarningMessage(vscode.l10n.t('No name or pattern stands for exactly this code. Select one function or one statement, of 120 lines at most.'));
    return;
  }
  const home = await homeOf(document.uri);
  const answers = await ask(given, chosen, home, files);
  if (!answers) return;
  const { namespace } = await readOnboarding(files, fileOf(home), answers.onboarding !== undefined, inTurns());
  const source = document.uri.path.slice(home.path.replace(/\/$/, '').length + 1);
  const plan = lessonPlan({ id: answers.id, title: answers.title, prompt: answers.question, source, text, chosen, selected: lines, findings }, { namespace, rules });

  const edit = new vscode.WorkspaceEdit();
  for (const { path, text: contents } of plan) edit.createFile(vscode.Uri.joinPath(home, path), { contents: new TextEncoder().encode(contents), ignoreIfExists: false });
  const listed = addStep(edit, answers);
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The lesson {0} could not be written.', answers.id));
    return;
  }
  // What its author has not saved stays unsaved.
  if (listed && !listed.wasDirty) await listed.document.save();
  const lesson = vscode.Uri.joinPath(home, plan[0].path);
  await openAtFirstText(lesson);
  await vscode.commands.executeCommand(commandIds.previewLesson, lesson);
  if (answers.role !== undefined && !listed) void vscode.window.showWarningMessage(vscode.l10n.t('{0} could not be changed. Add the lesson {1} to a role yourself.', onboardingFile, answers.id));
}

/** The nearest folder around a file that holds `.altitude`; the folder of the workspace where there is none. */
async function homeOf(uri: vscode.Uri): Promise<vscode.Uri> {
  const top = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? uri;
  for (let at = vscode.Uri.joinPath(uri, '..'); at.path.length > top.path.length; at = vscode.Uri.joinPath(at, '..')) {
    if (await isFolder(vscode.Uri.joinPath(at, teamFolderName))) return at;
  }
  return top;
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type === vscode.FileType.Directory;
  } catch {
    return false;
  }
}

interface Answers {
  readonly title: string;
  readonly id: string;
  readonly question: string;
  readonly role: string | undefined;
  /** Absent where there is none. */
  readonly onboarding: vscode.TextDocument | undefined;
}

async function ask(given: LessonAnswers, { anchor }: ChosenAnchor, home: vscode.Uri, files: TeamFiles): Promise<Answers | undefined> {
  const name = 'symbol' in anchor ? anchor.symbol : undefined;
  const title = given.title ?? (await askTitle(vscode.l10n.t('Title of the lesson'), vscode.l10n.t('What goes wrong, in a few words: The pool that never says no'), name));
  if (title === undefined) return undefined;
  const taken = new Set((await files.list(`${fileOf(home)}/${teamFolderName}/lessons`).catch(() => [])).map((entry) => entry.name));
  const isTaken = (id: string) => (taken.has(id) ? vscode.l10n.t('There is a folder {0} already.', id) : undefined);
  const id = given.id ?? (await askId(title, vscode.l10n.t('Id of the lesson: its folder'), isTaken));
  const question = id === undefined ? undefined : (given.question ?? (await askQuestion()));
  if (id === undefined || question === undefined) return undefined;
  const onboarding = await onboardingOf(home);
  const role = given.role === undefined && onboarding ? await pickRole(onboarding.getText()) : { id: given.role };
  return role && { title, id, question, role: role.id, onboarding };
}

async function askQuestion(): Promise<string | undefined> {
  const validateInput = (typed: string) => {
    const words = typed.trim().split(/\s+/);
    if (words.length > maxPromptWords) return vscode.l10n.t('{0} words; {1} is the most.', words.length, maxPromptWords);
    if (/[`*_[\]]/.test(typed) || hiddenCharacters(typed).length > 0) return vscode.l10n.t('It is shown as plain text; take the Markdown out.');
    return typed.trim() === '' ? vscode.l10n.t('A question holds at least one word.') : undefined;
  };
  const title = vscode.l10n.t('The question, in twelve words or fewer');
  return (await vscode.window.showInputBox({ title, placeHolder: vscode.l10n.t('The provider slows to four seconds. Which lever first?'), validateInput, ignoreFocusOut: true }))?.trim();
}

/** Undefined when the reader cancelled; without an id where there is no role to choose, or none is wanted. */
async function pickRole(onboarding: string): Promise<{ readonly id: string | undefined } | undefined> {
  const roles = rolesIn(onboarding);
  const [only] = roles;
  if (roles.length < 2) return { id: only?.id };
  const none: vscode.QuickPickItem & { readonly id?: string } = { label: vscode.l10n.t('$(circle-slash) No role'), description: vscode.l10n.t('it stands among the other lessons') };
  const picked = await vscode.window.showQuickPick([...roles.map(({ id, title }) => ({ label: title, description: id, id })), none], { placeHolder: vscode.l10n.t('Whose steps does it join?') });
  return picked && { id: picked.id };
}

async function onboardingOf(home: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uriOf(`${fileOf(home)}/${teamFolderName}/${onboardingFile}`));
  } catch {
    return undefined;
  }
}

function addStep(edit: vscode.WorkspaceEdit, { id, onboarding, role }: Answers): { readonly document: vscode.TextDocument; readonly wasDirty: boolean } | undefined {
  const entry = onboarding && role !== undefined ? roleEntry(onboarding.getText(), role, id) : undefined;
  if (!onboarding || !entry) return undefined;
  edit.insert(onboarding.uri, onboarding.positionAt(entry.offset), entry.text);
  return { document: onboarding, wasDirty: onboarding.isDirty };
}
