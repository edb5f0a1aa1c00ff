import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine';
import type { Search } from '../../learning/search/search';
import { AnswerStore } from '../../learning/store';
import { ClimbTree, registerClimbView, type ClimbTeams } from '../../views/climb';
import { ReviewStatus } from '../../views/statusBar';
import { registerLearningCommands } from './commands';
import type { CodeReturn } from './codeReturn';
import { registerContextKeys } from './contextKeys';
import { LearningController } from './controller';
import type { CatalogueSource, Clock, LessonPanel, WorkspacePlaces } from './dependencies';
import { UntitledAnswers } from './exercises/answerEditors';
import { registerExerciseCommands } from './exercises/commands';
import { Exercises, type ExercisePanel } from './exercises/exercises';
import { registerFixClosing } from './fixDiff';
import { FolderSegments } from './folderSegments';
import { registerHotLines } from './hotLines';
import type { Links } from './links';
import { registerMarkCommands } from './marks';
import { Navigator } from './navigator';
import type { QuickPicks } from './quickPicks';
import { QuizLenses, registerQuizLenses } from './quizLenses';
import { askingPanel } from './review/asking';
import { registerReviewCommands } from './review/commands';
import { Reviews, type ReviewPanel } from './review/reviews';
import { LivePieces } from '../team/livePieces';
import { SnippetFiles } from './snippetFiles';

/** The one key of the editor's global state that learning uses; it is synchronised between machines. */
const progressKey = 'altitude.progress';

export interface LearningOptions {
  readonly catalogue: CatalogueSource;
  /** Opened. */
  readonly store: AnswerStore;
  readonly engine: Pick<Engine, 'fix' | 'resolveAnchor'>;
  readonly places: WorkspacePlaces;
  readonly panel: LessonPanel;
  readonly reviewPanel: ReviewPanel;
  readonly search: Search;
  readonly team: ClimbTeams;
  readonly links: Links;
  readonly codeReturn: CodeReturn;
  readonly exercisePanel: ExercisePanel;
  readonly clock: Clock;
  readonly picks: QuickPicks;
}

export interface RegisteredLearning {
  readonly controller: LearningController;
  readonly navigator: Navigator;
  readonly live: LivePieces;
  readonly reviews: Reviews;
  readonly exercises: Exercises;
  /** What is served under the scheme of Altitude. */
  readonly files: SnippetFiles;
  /** Each command is registered once: whatever held its place is gone by then. */
  registerCommands(): vscode.Disposable;
  dispose(): void;
}

/** The reader's answers, those of other windows and machines among them. A folder that cannot be read is told of, once. */
export async function openAnswers(context: vscode.ExtensionContext, clock: Clock): Promise<AnswerStore> {
  context.globalState.setKeysForSync([progressKey]);
  const store = new AnswerStore({
    segments: new FolderSegments(vscode.Uri.joinPath(context.globalStorageUri, 'answers')),
    carrier: {
      get: () => context.globalState.get(progressKey),
      set: (value) => context.globalState.update(progressKey, value),
    },
    newId: () => clock.newId(),
    now: () => clock.now(),
  });
  await store.open().catch(reportUnsaved);
  return store;
}

/** Builds learning out of its parts and registers all of it but its commands: doors, the Climb. */
export function registerLearning(context: vscode.ExtensionContext, options: LearningOptions): RegisteredLearning {
  const { catalogue, clock, codeReturn, engine, links, picks, places, search, store } = options;
  const panel = askingPanel(options.panel, () => reviews);
  const controller = new LearningController({ catalogue, store, window: context.workspaceState, clock, onUnsaved: reportUnsaved });
  const live = new LivePieces({ catalogue, engine });
  const navigator = new Navigator({ catalogue, controller, panel, live, onOpen: (ref) => reviews.stepOut(ref) });
  const reviews: Reviews = new Reviews({
    catalogue,
    controller,
    window: context.workspaceState,
    clock,
    panel: options.reviewPanel,
    openCode: (ref, focus) => navigator.openUnnamed(ref, focus),
  });
  const answers = new UntitledAnswers({ window: context.workspaceState, column: () => navigator.column });
  const exercises = new Exercises({ catalogue, controller, window: context.workspaceState, clock, every, panel: options.exercisePanel, answers });
  const files = new SnippetFiles({ catalogue, engine, controller });
  const lenses = new QuizLenses({ catalogue, controller, places, asking: reviews, live });
  const climb = new ClimbTree({ catalogue, controller, clock, extensionUri: context.extensionUri, team: options.team });
  const registered = vscode.Disposable.from(
    registerHotLines(catalogue, live),
    registerQuizLenses(lenses, live),
    registerFixClosing(controller),
    registerContextKeys(catalogue, controller, live),
    new ReviewStatus({ catalogue, controller, clock }),
    registerClimbView(climb),
    vscode.window.registerUriHandler(links),
    // Answers given in another window show here as soon as the reader turns to this one.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) controller.refresh().catch(reportUnsaved);
    }),
    climb,
    lenses,
    files,
    reviews,
    exercises,
    answers,
    navigator,
    live,
    controller,
  );
  const registerCommands = () =>
    vscode.Disposable.from(
      registerLearningCommands({ catalogue, controller, navigator, panel, places, asking: reviews, live, search, links, clock, codeReturn, picks }),
      registerReviewCommands({ catalogue, controller, clock, reviews, memory: context.globalState, picks }),
      registerExerciseCommands({ catalogue, controller, exercises, panel: options.exercisePanel, picks }),
      registerMarkCommands({ catalogue, controller, navigator, asking: reviews, picks }),
    );
  return { controller, navigator, live, reviews, exercises, files, registerCommands, dispose: () => void registered.dispose() };
}

/** The clock and the identities of a running editor. */
export const systemClock: Clock = {
  now: () => Date.now(),
  newId: () => crypto.randomUUID().replaceAll('-', '').slice(0, 16),
};

function every(ms: number, run: () => void): vscode.Disposable {
  const timer = setInterval(run, ms);
  return new vscode.Disposable(() => clearInterval(timer));
}

function reportUnsaved(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(
    vscode.l10n.t('Altitude could not read or store your progress; it will try again with your next answer. {0}', reason),
  );
}
