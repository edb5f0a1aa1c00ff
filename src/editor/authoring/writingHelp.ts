import * as vscode from 'vscode';
import { linkAt, spotAt, valueAt } from '../../lessons/authoring/cursor';
import { missingParts, type Mend } from '../../lessons/authoring/mends';
import { noNames, type Names } from '../../lessons/authoring/names';
import { outlineOf, type Outline } from '../../lessons/authoring/outline';
import { suggestionsAt, type Suggestion } from '../../lessons/authoring/suggestions';
import { targetOf } from '../../lessons/links';
import { builtInNamespace } from '../../lessons/identity';
import type { TeamFiles } from '../../team/model';
import { fileOf } from '../identity';
import { diagnosticSource } from './diagnostics';
import type { Workshops } from './workshops';
import { textOf, textOfDocument } from './writtenFiles';

export interface WritingOptions {
  readonly workshops: Workshops;
  /** As they are being written. */
  readonly files: TeamFiles;
}

/** What helps to write a lesson.md. */
export class WritingHelp {
  private readonly outlines = new Outlines();

  constructor(private readonly options: WritingOptions) {}

  /** Completion. */
  async complete(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[] | undefined> {
    return complete(document, position, this.options, this.outlines);
  }

  hover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    return hover(document, position, this.options);
  }

  /** Quick fixes for some of Altitude's diagnostics. */
  mends(document: vscode.TextDocument, range: vscode.Range, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
    return mends(document, range, diagnostics, this.options, this.outlines);
  }
}

/** The outline of each document in its latest version. */
class Outlines {
  private readonly kept = new WeakMap<vscode.TextDocument, { readonly version: number; readonly outline: Outline | undefined }>();

  of(document: vscode.TextDocument): Outline | undefined {
    const kept = this.kept.get(document);
    if (kept?.version === document.version) return kept.outline;
    const outline = outlineOf(textOfDocument(document));
    this.kept.set(document, { version: document.version, outline });
    return outline;
  }
}

async function complete(document: vscode.TextDocument, position: vscode.Position, { files, workshops }: WritingOptions, outlines: Outlines): Promise<vscode.CompletionItem[] | undefined> {
  const found = workshops.find(document.uri);
  const spot = found && spotAt(linesOf(document), position.line, position.character);
  if (!spot) return undefined;
  const [, folder = '', ...above] = fileOf(document.uri).split('/').toReversed();
  const dir = [...above.toReversed(), folder].join('/');
  const asksFiles = spot.kind === 'value' && ['pieces.snippet', 'pieces.hot', 'diagram'].includes(spot.path);
  const beside = asksFiles ? await files.list(dir).catch(() => []) : [];
  const snippet = spot.kind === 'value' && spot.path === 'pieces.hot' ? spot.siblings.get('snippet') : undefined;
  const text = beside.some(({ kind, name }) => kind === 'file' && name === snippet) ? await textOf(files, `${dir}/${snippet ?? ''}`) : undefined;
  const suggestions = suggestionsAt(spot, position.line + 1, {
    outline: outlines.of(document),
    names: found.checked?.names ?? noNames,
    folder,
    files: beside.flatMap(({ kind, name }) => (kind === 'file' ? [name] : [])),
    textOf: () => text,
    isTeam: found.home.kind === 'team',
  });
  const end = spot.kind === 'heading id' && document.lineAt(position.line).text.at(position.character) === '}' ? position.translate(0, 1) : position;
  return suggestions.map((suggestion, index) => toItem(suggestion, index, new vscode.Range(position.line, spot.from, end.line, end.character)));
}

const kinds: Readonly<Record<Suggestion['kind'], vscode.CompletionItemKind>> = {
  field: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  file: vscode.CompletionItemKind.File,
  line: vscode.CompletionItemKind.Text,
  block: vscode.CompletionItemKind.Snippet,
  section: vscode.CompletionItemKind.Snippet,
  term: vscode.CompletionItemKind.Reference,
  lesson: vscode.CompletionItemKind.Reference,
};

function toItem({ detail, filter, goesOn, help, kind, label, text }: Suggestion, index: number, range: vscode.Range): vscode.CompletionItem {
  const item = new vscode.CompletionItem(detail === undefined ? label : { label, description: detail }, kinds[kind]);
  item.insertText = text;
  item.range = range;
  item.filterText = filter ?? label;
  item.sortText = String(index).padStart(4, '0');
  if (help !== undefined) item.documentation = new vscode.MarkdownString(help);
  if (goesOn) item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}

function hover(document: vscode.TextDocument, position: vscode.Position, { workshops }: WritingOptions): vscode.Hover | undefined {
  const names = workshops.find(document.uri)?.checked?.names;
  if (!names) return undefined;
  const text = document.lineAt(position.line).text;
  const link = linkAt(text, position.character);
  const value = link ? undefined : valueAt(linesOf(document), position.line, position.character);
  const told = link ? linkTold(link.href, names) : value && ruleTold(value.path, value.text, names);
  if (told === undefined) return undefined;
  const { from, length } = link ? { from: link.from, length: link.href.length } : { from: value?.from ?? 0, length: value?.text.length ?? 0 };
  return new vscode.Hover(new vscode.MarkdownString(told), new vscode.Range(position.line, from, position.line, from + length));
}

function linkTold(href: string, { lessons: known, terms }: Names): string | undefined {
  const target = targetOf(href);
  if (target?.kind === 'term') {
    const term = terms.find(({ id }) => id === target.id);
    return term && `**${term.term}**\n\n${term.meaning}`;
  }
  if (target?.kind !== 'lesson') return undefined;
  const [, written] = /^lesson:([^/]+)/.exec(href) ?? [];
  const lesson = known.find(({ id }) => id === written) ?? known.find(({ id }) => id === `${builtInNamespace}:${target.id}`);
  const piece = lesson?.pieces.find(({ id }) => id === target.piece);
  return lesson && [`**${lesson.title}**`, ...(piece ? [piece.title] : [])].join('\n\n');
}

function ruleTold(path: string, id: string, { rules }: Names): string | undefined {
  const rule = path === 'pieces.rule' || path === 'pieces.also' ? rules.find((each) => each.id === id) : undefined;
  return rule && `**${rule.title}**\n\n${rule.docs.finds}`;
}

function mends(document: vscode.TextDocument, range: vscode.Range, diagnostics: readonly vscode.Diagnostic[], { workshops }: WritingOptions, outlines: Outlines): vscode.CodeAction[] {
  const own = diagnostics.filter(({ source }) => source === diagnosticSource);
  const outline = own.length > 0 && workshops.find(document.uri) ? outlines.of(document) : undefined;
  if (!outline) return [];
  return missingParts(textOfDocument(document), outline)
    .filter(({ line }) => range.start.line <= line - 1 && line - 1 <= range.end.line)
    .map((mend) => toAction(mend, document, own));
}

function toAction(mend: Mend, document: vscode.TextDocument, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction {
  const { adds, after, line, text } = mend;
  const title = adds.kind === 'section' ? vscode.l10n.t('Write the section {0}', adds.id) : vscode.l10n.t('Write the {0} of {1}', adds.name, adds.section);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  const place = document.lineAt(Math.min(after, document.lineCount) - 1).range.end;
  // The text ends a line; the place has the line's own end behind it already.
  action.edit.insert(document.uri, place, `\n${text.replace(/\n$/, '')}`);
  action.diagnostics = diagnostics.filter((diagnostic) => diagnostic.range.start.line === line - 1 && (diagnostic.message.includes(adds.kind === 'section' ? adds.id : adds.name)));
  return action;
}

function linesOf(document: vscode.TextDocument): string[] {
  return Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text);
}
