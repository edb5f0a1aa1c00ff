import type * as vscode from 'vscode';
import { findPiece } from '../../learning/lookup';
import { lessonPage } from '../../views/panel/lesson/page';
import { createMarkdownRenderer } from '../../views/panel/markdown';
import { Panel } from '../../views/panel/panel';
import { readingPage } from '../../views/panel/reading/page';
import { tablePage } from '../../views/panel/table/page';
import { anyEvent } from '../events';
import type { LearningController } from './controller';
import type { CatalogueSource, WorkspacePlaces } from './dependencies';
import { panelActions } from './panelDoor';

export interface PanelParts {
  readonly extensionUri: vscode.Uri;
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly places: WorkspacePlaces;
}

/** The panel with all its pages, each given what it shows and what it may ask for. */
export function createPanel({ extensionUri, catalogue: source, controller, places }: PanelParts): Panel {
  const actions = panelActions();
  const catalogue = () => source.current;
  const markdown = createMarkdownRenderer((term) => source.current.terms.find(({ id }) => id === term));
  const workspaceCount: Parameters<typeof lessonPage>[0]['workspaceCount'] = (ref) => {
    const rule = findPiece(source.current, ref)?.piece.rule;
    return rule === undefined ? undefined : places.count(rule);
  };
  return new Panel({
    extensionUri,
    actions,
    onDidChange: anyEvent(controller.onDidChange, source.onDidChange, places.onDidChange),
    pages: {
      lesson: lessonPage({ catalogue, learning: controller, markdown, actions, workspaceCount }),
      reading: readingPage({ catalogue, markdown }),
      table: tablePage({ catalogue, markdown }),
    },
  });
}
