import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine';
import type { RuleText } from '../../learning/search/entries';
import { Search } from '../../learning/search/search';
import type { Panel } from '../../views/panel/panel';
import { CodeReturn } from './codeReturn';
import { createPanel } from './createPanel';
import type { TeamFiles } from '../../team/model';
import type { Lessons } from '../lessons/lessons';
import { filesOf } from '../team/editorFiles';
import { registerLiveCommands } from '../team/liveCommands';
import { TeamContent } from '../team/teamContent';
import type { WorkspacePlaces } from './dependencies';
import { Links } from './links';
import { openAnswers, registerLearning, systemClock, type RegisteredLearning } from './index';
import { exercisePanel, panelDoor, reviewPanel } from './panelDoor';

// Read with the lessons' own bundle: most workspaces have no rules of a team.
export { loadRules } from '../../engine/team/load';
export { editorTeamFiles } from '../team/editorFiles';

export interface LearningStart {
  readonly lessons: Promise<Lessons>;
  readonly engine: Pick<Engine, 'fix' | 'resolveAnchor'>;
  readonly places: WorkspacePlaces;
  readonly rules: readonly RuleText[];
  /** The workspace's files, where they lie on a disk. */
  readonly disk?: TeamFiles;
  readonly log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>;
  /** Called right before the commands are registered. */
  readonly makeWay: () => void;
}

/**
 * Everything about lessons, once they and the reader's answers are loaded. The largest part of what Altitude holds on
 * the extension host, and a bundle of its own: nothing of it is needed to activate.
 */
export async function startLearning(context: vscode.ExtensionContext, { lessons, engine, places, rules, disk, log, makeWay }: LearningStart): Promise<RegisteredLearning> {
  const [catalogue, store] = await Promise.all([lessons, openAnswers(context, systemClock)]);
  const team = new TeamContent({
    files: filesOf(disk),
    builtIn: catalogue.builtIn,
    rules: new Set(rules.map(({ id }) => id)),
    resolve: async (request) => engine.resolveAnchor(request),
    log,
  });
  const search = new Search(() => catalogue.current, rules);
  const codeReturn = new CodeReturn();
  const links = new Links({ extensionId: context.extension.id, catalogue, rules });
  makeWay();
  const learning = registerLearning(context, {
    catalogue,
    store,
    engine,
    places,
    panel: panelDoor(() => panel),
    reviewPanel: reviewPanel(() => panel),
    exercisePanel: exercisePanel(() => panel),
    search,
    links,
    codeReturn,
    clock: systemClock,
  });
  const { controller, reviews, exercises } = learning;
  const panel: Panel = createPanel({ extensionUri: context.extensionUri, catalogue, controller, reviews, exercises, places, clock: systemClock, search, rules, links, codeReturn });
  const parts = vscode.Disposable.from(
    panel.registerSerializer(),
    catalogue.add(team),
    registerLiveCommands({ catalogue, navigator: learning.navigator }),
    // A lesson is put aside with its panel: the reader's code is theirs again.
    panel.onDidChangeVisible(() => {
      if (panel.shown === undefined) learning.live.leave();
    }),
    team,
  );
  return {
    ...learning,
    dispose: () => {
      parts.dispose();
      panel.dispose();
      codeReturn.dispose();
      learning.dispose();
    },
  };
}
