import * as vscode from 'vscode';
import type { RuleInfo } from '../../engine/rules/list';
import { findPiece } from '../../learning/lookup';
import { hotTexts } from '../../lessons/authoring/suggestions';
import { lessonSkeleton, trackSkeleton } from '../../lessons/authoring/skeletons';
import { trackEntry } from '../../lessons/authoring/trackEntry';
import { builtInNamespace } from '../../lessons/identity';
import { tiers, type Catalogue, type Tier } from '../../lessons/model';
import { teamFolderName, type TeamFiles } from '../../team/model';
import { fileOf, uriOf } from '../identity';
import { tierLabel } from '../learning/labels';
import { askId, askTitle, openAtFirstText } from './asking';
import { findTracks, type FoundTrack } from './tracks';

export interface NewLessonOptions {
  readonly builtIn: Catalogue;
  readonly files: TeamFiles;
  readonly rules: readonly RuleInfo[];
}

/** Where a lesson is put. */
export type Place =
  | { readonly kind: 'track'; readonly track: FoundTrack }
  /** `dir` is the folder of tracks. */
  | { readonly kind: 'new track'; readonly dir: string; readonly id: string; readonly title: string; readonly order: number }
  /** `dir` is `.altitude/lessons`. */
  | { readonly kind: 'team'; readonly dir: string };

/** Asks for what a lesson begins with, writes it whole but for its words, and opens it at the first of them. */
export async function newLesson(options: NewLessonOptions): Promise<void> {
  const folder = await pickFolder();
  const place = folder && (await pickPlace(folder, options.files));
  if (!place) return;
  const title = await askTitle(vscode.l10n.t('Title of the lesson'), vscode.l10n.t('What goes wrong, in a few words: The pool that never says no'));
  if (title === undefined) return;
  const dir = dirFor(place);
  const taken = new Set((await options.files.list(dir).catch(() => [])).map(({ name }) => name));
  const id = await askId(title, vscode.l10n.t('Id of the lesson: its folder'), (each) => (taken.has(each) ? vscode.l10n.t('There is a folder {0} already.', each) : undefined));
  const tier = id === undefined ? undefined : await pickTier();
  const rule = tier && (await pickRule(options.rules));
  if (id === undefined || tier === undefined || rule === undefined) return;
  await writeLesson({ place, dir, id, title, tier, rule: rule.rule }, options);
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Where do the lessons lie?') });
  if (folders.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('Open the folder that the lesson should lie in.'));
  return folders[0];
}

interface PlaceRow extends vscode.QuickPickItem {
  readonly place: () => Place | Promise<Place | undefined>;
}

async function pickPlace({ uri }: vscode.WorkspaceFolder, files: TeamFiles): Promise<Place | undefined> {
  // The list is open at once; looking through a large repository takes a moment.
  const picked = await vscode.window.showQuickPick(placeRows(fileOf(uri), files), { title: vscode.l10n.t('New lesson'), placeHolder: vscode.l10n.t('Its track') });
  return picked?.place();
}

async function placeRows(root: string, files: TeamFiles): Promise<PlaceRow[]> {
  const tracks = await findTracks(root, files);
  const home = tracks[0]?.root ?? `${root}/lessons`;
  const team = `${root}/${teamFolderName}/lessons`;
  const shown = (path: string) => path.slice(root.length + 1);
  return [
    ...tracks.map((track): PlaceRow => ({ label: track.title, description: shown(track.dir), place: () => ({ kind: 'track', track }) })),
    { label: vscode.l10n.t('$(add) New track…'), description: shown(home), place: async () => newTrack(home, tracks, files) },
    { label: vscode.l10n.t('$(organization) Lessons of the team'), description: shown(team), place: () => ({ kind: 'team', dir: team }) },
  ];
}

async function newTrack(dir: string, tracks: readonly FoundTrack[], files: TeamFiles): Promise<Place | undefined> {
  const title = await askTitle(vscode.l10n.t('Title of the track'), vscode.l10n.t('What its lessons have in common'));
  if (title === undefined) return undefined;
  const taken = new Set((await files.list(dir).catch(() => [])).map(({ name }) => name));
  const id = await askId(title, vscode.l10n.t('Id of the track: its folder'), (each) => (taken.has(each) ? vscode.l10n.t('There is a folder {0} already.', each) : undefined));
  return id === undefined ? undefined : { kind: 'new track', dir, id, title, order: Math.min(1000, Math.max(0, ...tracks.map(({ order }) => order)) + 1) };
}

async function pickTier(): Promise<Tier | undefined> {
  const rows = tiers.map((tier) => ({ label: tierLabel(tier), tier }));
  return (await vscode.window.showQuickPick(rows, { placeHolder: vscode.l10n.t('Who is it written for?') }))?.tier;
}

async function pickRule(rules: readonly RuleInfo[]): Promise<{ readonly rule?: RuleInfo } | undefined> {
  const none: vscode.QuickPickItem & { readonly rule?: RuleInfo } = { label: vscode.l10n.t('$(circle-slash) No rule'), description: vscode.l10n.t('the lesson shows no fix') };
  const rows = rules.map((rule) => ({ label: rule.id, description: rule.title, rule }));
  const picked = await vscode.window.showQuickPick([none, ...rows], { placeHolder: vscode.l10n.t('The rule that the first piece teaches'), matchOnDescription: true });
  return picked && { ...(picked.rule && { rule: picked.rule }) };
}

/** A lesson as it was asked for. */
export interface WantedLesson {
  readonly place: Place;
  readonly dir: string;
  readonly id: string;
  readonly title: string;
  readonly tier: Tier;
  readonly rule: RuleInfo | undefined;
}

/** Writes a lesson and opens it. One step to undo: the lesson, its snippet, and its line in track.yml. */
export async function writeLesson({ place, dir, id, title, tier, rule }: WantedLesson, options: NewLessonOptions): Promise<void> {
  const { file: snippetFile, hot, text } = snippetFor(rule, options.builtIn);
  const source = rule?.docs.sources[0];
  const named = rule && (place.kind === 'team' ? `${builtInNamespace}:${rule.id}` : rule.id);
  const lesson = lessonSkeleton({ id, title, tier, ...(named !== undefined && { rule: named }), snippetFile, hot, ...(source && { source }) });
  const edit = new vscode.WorkspaceEdit();
  const create = (path: string, contents: string) => edit.createFile(uriOf(path), { contents: new TextEncoder().encode(contents), ignoreIfExists: false });
  create(`${dir}/${id}/lesson.md`, lesson);
  create(`${dir}/${id}/${snippetFile}`, text);
  let listed = true;
  let track: vscode.TextDocument | undefined;
  if (place.kind === 'new track') create(`${dir}/track.yml`, trackSkeleton({ id: place.id, title: place.title, order: place.order, lesson: id }));
  if (place.kind === 'track') {
    const document = await vscode.workspace.openTextDocument(uriOf(`${dir}/track.yml`));
    const entry = trackEntry(document.getText(), id);
    if (entry) edit.insert(document.uri, document.positionAt(entry.offset), entry.text);
    listed = entry !== undefined;
    // What its author has not saved stays unsaved.
    if (entry && !document.isDirty) track = document;
  }
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The lesson could not be written to {0}.', `${dir}/${id}`));
    return;
  }
  await track?.save();
  await openAtFirstText(uriOf(`${dir}/${id}/lesson.md`));
  if (!listed) void vscode.window.showWarningMessage(vscode.l10n.t('track.yml could not be changed. Add the lesson {0} to its list yourself.', id));
}

function dirFor(place: Place): string {
  if (place.kind === 'track') return place.track.dir;
  return place.kind === 'team' ? place.dir : `${place.dir}/${place.id}`;
}

interface StartingSnippet {
  readonly file: string;
  readonly text: string;
  readonly hot: readonly string[];
}

/**
 * Code to begin with. With a rule, that of the built-in piece that teaches it: the rule is known to find it and to fix
 * it. The author puts his own in its place.
 */
function snippetFor(rule: RuleInfo | undefined, builtIn: Catalogue): StartingSnippet {
  const [lesson = '', piece = ''] = rule?.lesson.split('#') ?? [];
  const taught = findPiece(builtIn, { lesson, piece })?.piece;
  if (!taught) return { file: 'snippet.js', text: plainSnippet, hot: ['await save(order);'] };
  const lines = taught.snippet.split('\n');
  const once = new Map(hotTexts(taught.snippet).map(({ label, text }) => [label, text]));
  const hot = taught.hotLines.flatMap(({ startLine, endLine }) => lines.slice(startLine, endLine + 1).map((line) => line.trim())).filter((line) => once.has(line));
  return { file: taught.snippetFile, text: taught.snippet, hot: hot.length > 0 ? hot : [...once.keys()].slice(0, 1) };
}

const plainSnippet = `import express from 'express';
import { save } from './orders.js';

const app = express();

app.post('/orders', async (req, res) => {
  const order = { ...req.body, placedAt: Date.now() };
  await save(order);
  res.status(201).json(order);
});

app.listen(3000);
`;
