import type * as vscode from 'vscode';
import type { Engine } from '../../engine/engine';
import type { RuleText } from '../../learning/search/entries';
import { Search } from '../../learning/search/search';
import type { Panel } from '../../views/panel/panel';
import { CodeReturn } from './codeReturn';
import { createPanel } from './createPanel';
import type { CatalogueSource, WorkspacePlaces } from './dependencies';
import { Links } from './links';
import { openAnswers, registerLearning, systemClock, type RegisteredLearning } from './index';
import { exercisePanel, panelDoor, reviewPanel } from './panelDoor';

// Read with the lessons' own bundle: most workspaces have no rules of a team.
export { loadRules } from '../../engine/team/load';
export { editorTeamFiles } from '../team/editorFiles';

export interface LearningStart {
  readonly lessons: Promise<CatalogueSource>;
  readonly engine: Pick<Engine, 'fix'>;
  readonly places: WorkspacePlaces;
  readonly rules: readonly RuleText[];
  /** Called right before the commands are registered. */
  readonly makeWay: () => void;
}

/**
 * Everything about lessons, once they and the reader's answers are loaded. The largest part of what Altitude holds on
 * the extension host, and a bundle of its own: nothing of it is needed to activate.
 */
export async function startLearning(context: vscode.ExtensionContext, { lessons, engine, places, rules, makeWay }: LearningStart): Promise<RegisteredLearning> {
  const [catalogue, store] = await Promise.all([lessons, openAnswers(context, systemClock)]);
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
  const serializer = panel.registerSerializer();
  return {
    ...learning,
    dispose: () => {
      serializer.dispose();
      panel.dispose();
      codeReturn.dispose();
      learning.dispose();
    },
  };
}
