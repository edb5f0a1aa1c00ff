import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine';
import { allLessons, allPieces, findPiece, type PlacedPiece } from '../../learning/lookup';
import { partsOf } from '../../lessons/identity';
import type { ReadableFiles } from '../startup/waitingFiles';
import type { LearningController } from './controller';
import type { CatalogueSource } from './dependencies';
import { parsePieceUri, pieceUri, scheme, snippetPath, unnamedUri } from './pieceUri';

export interface SnippetFilesOptions {
  readonly catalogue: CatalogueSource;
  readonly engine: Pick<Engine, 'fix'>;
  readonly controller: LearningController;
}

/** Serves each piece's snippet and, under its verdict, what its rule's fix makes of it. */
export class SnippetFiles implements ReadableFiles, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  readonly #options: SnippetFilesOptions;
  readonly #fixed = new Map<string, Promise<Uint8Array>>();
  readonly #subscription: vscode.Disposable;
  #modified = 0;

  constructor(options: SnippetFilesOptions) {
    this.#options = options;
    this.#subscription = options.catalogue.onDidChange(() => this.#lessonsChanged());
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const times = { ctime: 0, mtime: this.#modified };
    if (this.#entries(uri).length > 0) return { type: vscode.FileType.Directory, size: 0, ...times };
    const { byteLength } = await this.readFile(uri);
    return { type: vscode.FileType.File, size: byteLength, ...times, permissions: vscode.FilePermission.Readonly };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const entries = this.#entries(uri);
    if (entries.length === 0) throw vscode.FileSystemError.FileNotFound(uri);
    return entries;
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { catalogue, controller, engine } = this.#options;
    const document = parsePieceUri(uri);
    if (!document) throw vscode.FileSystemError.FileNotFound(uri);
    // A tab that a window restores may show a lesson of a team, and those are read later.
    if (!findPiece(catalogue.current, document)) await catalogue.settled;
    const placed = findPiece(catalogue.current, document);
    const known = pieceUri(catalogue.current, document, document.kind);
    if (!placed || known?.path !== uri.path || known.query !== uri.query)
      throw vscode.FileSystemError.FileNotFound(uri);
    const { rule, snippet, language } = placed.piece;
    if (document.kind !== 'fixed') return new TextEncoder().encode(snippet);

    if (!controller.session(document).answer)
      throw vscode.FileSystemError.NoPermissions(vscode.l10n.t('Answer the question first; the fix can be seen after that.'));
    if (rule === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const made = this.#fixed.get(uri.path);
    if (made) return made;
    const fixed = engine
      .fix({ file: fileOfSnippet(uri, placed), text: snippet, language, fragment: true }, { rules: [rule], safety: 'guided' })
      .then((text) => new TextEncoder().encode(text));
    this.#fixed.set(uri.path, fixed);
    fixed.catch(() => this.#fixed.delete(uri.path));
    return fixed;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** What lies in a folder, for the breadcrumbs: the snippets, never the fixes. */
  #entries(uri: vscode.Uri): [string, vscode.FileType][] {
    const folder = uri.path.endsWith('/') ? uri.path : `${uri.path}/`;
    const names = this.#snippetPaths()
      .filter((path) => path.startsWith(folder))
      .map((path) => path.slice(folder.length).split('/'));
    const types = names.map(([name = '', ...rest]) => [name, rest.length > 0 ? vscode.FileType.Directory : vscode.FileType.File] as const);
    return [...new Map(types)];
  }

  #snippetPaths(): string[] {
    return allPieces(this.#options.catalogue.current).map((placed) => snippetPath(placed));
  }

  #lessonsChanged(): void {
    this.#modified += 1;
    this.#fixed.clear();
    const named = this.#snippetPaths().map((path) => vscode.Uri.from({ scheme, path }));
    const unnamed = allLessons(this.#options.catalogue.current).flatMap(({ lesson }) => [...lesson.pieces, ...lesson.variants].map((piece) => unnamedUri({ lesson, piece })));
    this.#changed.fire([...named, ...unnamed].map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  }
}

/** A team's rules speak of files below its own folder, which is where its snippets are taken to be. */
function fileOfSnippet({ path }: vscode.Uri, { lesson, piece }: PlacedPiece): string {
  if (partsOf(lesson.id).namespace === undefined) return path;
  return `${lesson.file.slice(0, lesson.file.lastIndexOf('/'))}/${piece.snippetFile}`;
}
