import * as vscode from 'vscode';
import type { WritingOptions } from './writingHelp';

const lessons: vscode.DocumentSelector = { pattern: '**/lesson{,.*}.md' };

/** What helps to write a lesson.md: completion, hovers, quick fixes. It is loaded when a lesson first asks for it. */
export function registerWriting(options: WritingOptions): vscode.Disposable {
  const load = async () => {
    const { WritingHelp } = await import('./writingHelp');
    return new WritingHelp(options);
  };
  let loading: ReturnType<typeof load> | undefined;
  const help = async () => (loading ??= load());
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      lessons,
      { provideCompletionItems: async (document, position) => (await help()).complete(document, position) },
      ...[':', ' ', '-', '#', '(', '/', '{'],
    ),
    vscode.languages.registerHoverProvider(lessons, { provideHover: async (document, position) => (await help()).hover(document, position) }),
    vscode.languages.registerCodeActionsProvider(
      lessons,
      { provideCodeActions: async (document, range, { diagnostics }) => (await help()).mends(document, range, diagnostics) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}
