import type * as vscode from 'vscode';
import { findPiece } from '../../learning/lookup';
import { rulePlaces } from '../../learning/rulePlaces';
import type { Search } from '../../learning/search/search';
import { exercisePage } from '../../views/panel/exercise/page';
import { templatePage } from '../../views/panel/exercise/templatePage';
import { lessonPage } from '../../views/panel/lesson/page';
import type { MarkdownRenderer } from '../../views/panel/markdown';
import { Panel } from '../../views/panel/panel';
import { previewPage } from '../../views/panel/preview/page';
import { profilePage } from '../../views/panel/profile/page';
import { readingPage } from '../../views/panel/reading/page';
import { reviewPage } from '../../views/panel/review/page';
import { SearchDesk } from '../../views/panel/search/desk';
import { searchPage } from '../../views/panel/search/page';
import type { TeamDesk } from '../../views/panel/team/desk';
import { teamPage } from '../../views/panel/team/page';
import { wayOn } from '../../views/panel/team/wayOn';
import { tablePage } from '../../views/panel/table/page';
import { anyEvent } from '../events';
import type { LessonPreview } from '../authoring/preview';
import type { CodeReturn } from './codeReturn';
import type { LearningController } from './controller';
import type { CatalogueSource, Clock, RuleCatalogue, WorkspacePlaces } from './dependencies';
import type { Exercises } from './exercises/exercises';
import type { Links } from './links';
import { panelActions } from './panelDoor';
import type { Reviews } from './review/reviews';

export interface PanelParts {
  readonly extensionUri: vscode.Uri;
  readonly catalogue: CatalogueSource;
  readonly markdown: MarkdownRenderer;
  readonly controller: LearningController;
  readonly reviews: Reviews;
  readonly exercises: Exercises;
  readonly hire: TeamDesk;
  readonly places: WorkspacePlaces;
  readonly clock: Pick<Clock, 'now'>;
  readonly search: Search;
  readonly rules: RuleCatalogue;
  readonly links: Links;
  readonly codeReturn: CodeReturn;
  readonly preview: LessonPreview;
}

/** The panel with all its pages, each given what it shows and what it may ask for. */
export function createPanel({ extensionUri, catalogue: source, markdown, controller, reviews, exercises, hire, places, clock, search, rules, links, codeReturn, preview }: PanelParts): Panel {
  const actions = panelActions({ catalogue: source, links, places });
  const desk = new SearchDesk((query) => search.find(query));
  const catalogue = () => source.current;
  const workspaceCount: Parameters<typeof lessonPage>[0]['workspaceCount'] = (ref) => {
    const rule = findPiece(source.current, ref)?.piece.rule;
    return rule === undefined ? undefined : places.count(rule);
  };
  return new Panel({
    extensionUri,
    actions,
    onDidChange: anyEvent(controller.onDidChange, reviews.onDidChange, exercises.onDidChange, hire.onDidChange, source.onDidChange, rules.onDidChange, places.onDidChange, desk.onDidChange, codeReturn.onDidChange, preview.onDidChange),
    pages: {
      lesson: lessonPage({
        catalogue,
        learning: controller,
        markdown,
        actions,
        workspaceCount,
        way: (lesson) => wayOn(lesson, { catalogue, desk: hire, learning: controller }),
        fileBehind: (lesson) => codeReturn.fileBehind(lesson),
        places: (lesson) => rulePlaces(lesson, rules.all, controller.progress, (rule) => places.count(rule)),
      }),
      reading: readingPage({ catalogue, markdown, learning: controller }),
      table: tablePage({ catalogue, markdown }),
      preview: previewPage({ desk: preview, markdown }),
      search: searchPage({ desk, actions }),
      profile: profilePage({ catalogue, learning: controller, actions, now: () => clock.now() }),
      exercise: exercisePage({ catalogue, progress: () => controller.progress, markdown, actions, desk: exercises, now: () => clock.now() }),
      team: teamPage({ catalogue, learning: controller, markdown, desk: hire, actions, now: () => clock.now() }),
      template: templatePage({ catalogue, markdown }),
      review: reviewPage({ catalogue, learning: controller, markdown, actions, workspaceCount, desk: reviews, now: () => clock.now() }),
    },
  });
}
