import * as vscode from 'vscode';
import { languageOf } from '../../engine/syntax/languages';
import type { Draft, DraftPart } from '../../lessons/authoring/draft';
import type { Outline } from '../../lessons/authoring/outline';
import { mostLiveLines, shownCode, type ShownCode } from '../../lessons/live';
import type { Panel } from '../../views/panel/panel';
import type { PreviewDesk, Previewed } from '../../views/panel/preview/page';
import type { ResolveAnchor } from '../../team/anchors/resolve';
import { RepositoryCode } from '../../team/code';
import type { TeamFiles } from '../../team/model';
import { fileOf, uriOf } from '../identity';
import { homeOf, isLessonFile } from './home';
import { TrialLearning } from './trial';
import type { Workshops } from './workshops';
import { textOf } from './writtenFiles';

/** The preview is drawn anew once typing pauses this long, in milliseconds. */
const pause = 100;

export interface LessonPreviewOptions {
  readonly workshops: Workshops;
  /** As they are being written. */
  readonly files: TeamFiles;
  readonly panel: () => Pick<Panel, 'show' | 'shown'>;
  /** Looks for live code. */
  readonly resolve: ResolveAnchor;
}

interface Drawn {
  readonly draft: Draft;
  /** The files whose code is shown. */
  readonly sources: ReadonlySet<string>;
  /** @param line one-based */
  readonly partAt: (line: number) => DraftPart | undefined;
}

interface Open {
  readonly file: string;
  readonly trial: TrialLearning;
  drawn?: Drawn;
  /** Id of the section in view. */
  part?: string;
  revealed: boolean;
}

/** The one lesson in the preview: the section under the cursor, as it is written at this moment. */
export class LessonPreview implements PreviewDesk, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private open: Open | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly onDidChange = this.changed.event;

  constructor(private readonly options: LessonPreviewOptions) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const file = fileOf(document.uri);
        if (this.open && (dirOf(file) === dirOf(this.open.file) || this.open.drawn?.sources.has(file) === true)) this.drawLater();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.followCursor(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor && this.isShown && isLessonFile(editor.document.uri.path) && options.workshops.find(editor.document.uri)) this.show(editor.document.uri, false);
      }),
      options.workshops.onDidChange(() => {
        if (this.isShown) this.changed.fire();
      }),
    );
  }

  /** Shows a lesson.md beside the editor. @param focus whether the panel takes the focus */
  show(uri: vscode.Uri, focus: boolean): void {
    const file = fileOf(uri);
    this.turnTo(file);
    this.options.panel().show({ page: 'preview', file }, { preserveFocus: !focus });
  }

  view(file: string): Previewed | undefined {
    if (!vscode.workspace.isTrusted) return undefined;
    this.turnTo(file);
    const { drawn, part, revealed, trial } = this.open ?? {};
    const shown = drawn?.draft.parts.find(({ id }) => id === part) ?? drawn?.draft.parts[0];
    if (!drawn || !shown || !trial) return undefined;
    return { draft: drawn.draft, part: shown, problems: this.problems(file), revealed: revealed === true, trial };
  }

  go(file: string, step: 1 | -1): void {
    const shown = this.view(file);
    if (!shown || !this.open) return;
    const { parts } = shown.draft;
    const next = parts[parts.findIndex(({ id }) => id === shown.part.id) + step];
    if (!next) return;
    this.open.part = next.id;
    this.moveCursor(file, next);
    this.changed.fire();
  }

  reveal(file: string, revealed: boolean): void {
    if (this.open?.file !== file) return;
    this.open.revealed = revealed;
    this.changed.fire();
  }

  openProblem(file: string, index: number): void {
    const problem = this.problems(file)[index];
    if (!problem) return;
    const place = new vscode.Range(problem.line - 1, 0, problem.line - 1, 0);
    const column = editorOf(file)?.viewColumn ?? vscode.ViewColumn.One;
    void vscode.window.showTextDocument(uriOf(file), { selection: place, viewColumn: column });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private get isShown(): boolean {
    return this.options.panel().shown?.page === 'preview';
  }

  private problems(file: string): Previewed['problems'] {
    const checked = this.options.workshops.find(uriOf(file))?.checked;
    return checked?.problems.filter((problem) => problem.file === file) ?? [];
  }

  private turnTo(file: string): void {
    if (this.open?.file === file) return;
    const open: Open = {
      file,
      revealed: false,
      trial: new TrialLearning(
        (id) => {
          const part = open.drawn?.draft.parts.find((each) => each.id === id);
          return part?.kind === 'piece' ? part.piece : undefined;
        },
        () => this.changed.fire(),
      ),
    };
    this.open = open;
    void this.draw(open);
  }

  private drawLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.open && this.isShown) void this.draw(this.open);
    }, pause);
  }

  private async draw(open: Open): Promise<void> {
    const { files } = this.options;
    if (!vscode.workspace.isTrusted || !isLessonFile(open.file)) return;
    const [{ draftOf, partAt }, { outlineOf }] = await Promise.all([import('../../lessons/authoring/draft'), import('../../lessons/authoring/outline')]);
    const dir = dirOf(open.file);
    const text = await textOf(files, open.file);
    const outline = text === undefined ? undefined : outlineOf(text);
    if (outline) {
      const beside = await files.list(dir).catch(() => []);
      const own = new Set(beside.flatMap(({ kind, name }) => (kind === 'file' ? [name] : [])));
      const named = [outline.fields.get('diagram'), ...outline.pieces.map(({ fields }) => fields.get('snippet'))];
      const wanted = [...new Set(named)].filter((name) => name !== undefined && own.has(name) && isShowable(name));
      const texts = new Map(await Promise.all(wanted.map(async (name) => [name, await textOf(files, `${dir}/${name ?? ''}`)] as const)));
      const codes = await this.liveCodes(open.file, outline, texts);
      if (this.open !== open) return;
      const draft = draftOf(outline, dir.slice(dir.lastIndexOf('/') + 1), (name) => texts.get(name), (piece) => codes.get(piece));
      open.drawn = { draft, sources: new Set([...codes.values()].map(({ file }) => file)), partAt: (line) => partAt(draft, outline, line) };
      const editor = editorOf(open.file);
      if (editor) this.placeAt(open, editor.selection.active.line);
    }
    this.changed.fire();
  }

  /** By the id of its piece, the code of the repository as it is being written. */
  private async liveCodes(file: string, { pieces }: Outline, texts: ReadonlyMap<string | undefined, string | undefined>): Promise<Map<string, ShownCode>> {
    const { files, resolve } = this.options;
    const home = pieces.some(({ live }) => live) ? await homeOf(file, files) : undefined;
    const found = new Map<string, ShownCode>();
    if (home?.kind !== 'team') return found;
    const code = new RepositoryCode(files, home.root, resolve);
    for (const { fields, id, live } of pieces) {
      if (!live) continue;
      const shown = await shownCode(texts.get(fields.get('snippet')) ?? '', live, code);
      found.set(id, { ...shown, text: shown.text.split('\n').slice(0, mostLiveLines).join('\n') });
    }
    return found;
  }

  private followCursor(editor: vscode.TextEditor): void {
    const { open } = this;
    if (!open || !this.isShown || fileOf(editor.document.uri) !== open.file) return;
    const before = open.part;
    this.placeAt(open, editor.selection.active.line);
    if (open.part !== before) this.changed.fire();
  }

  /** @param line from 0 */
  private placeAt(open: Open, line: number): void {
    const part = open.drawn?.partAt(line + 1);
    if (part) open.part = part.id;
  }

  private moveCursor(file: string, { line }: DraftPart): void {
    const editor = editorOf(file);
    if (!editor) return;
    const place = new vscode.Position(Math.min(line, editor.document.lineCount) - 1, 0);
    editor.selection = new vscode.Selection(place, place);
    editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.AtTop);
  }
}

const dirOf = (file: string) => file.slice(0, file.lastIndexOf('/'));

const editorOf = (file: string) => vscode.window.visibleTextEditors.find(({ document }) => fileOf(document.uri) === file);

/** Pictures are drawn, snippets are shown; nothing else beside a lesson is read. */
const isShowable = (name: string) => name.endsWith('.svg') || languageOf(name) !== undefined;
