import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine';
import { Search } from '../../learning/search/search';
import { createMarkdownRenderer } from '../../views/panel/markdown';
import type { Panel } from '../../views/panel/panel';
import { CodeReturn } from './codeReturn';
import { createPanel } from './createPanel';
import type { RuleInfo } from '../../engine/rules/list';
import type { FindingsFeature } from '../findings';
import type { TeamFiles } from '../../team/model';
import { registerAuthoring } from '../authoring';
import { inTurns } from '../../shared/pace';
import type { Lessons } from '../lessons/lessons';
import type { AltitudeChanges } from '../team/altitudeChanges';
import { filesOf } from '../team/editorFiles';
import { climbTeams } from '../team/climbTeams';
import { registerTeamCommands } from '../team/commands';
import { registerTeamKeys } from '../team/contextKeys';
import { registerLiveCommands } from '../team/liveCommands';
import { Packs } from '../team/packs';
import { registerPackCommands } from '../team/packsPick';
import { registerPredictFirst } from '../team/predictFirst';
import { registerSetup } from '../team/setup';
import { NewHire, type NewHireOptions } from '../team/newHire';
import { TeamStatus } from '../../views/teamStatus';
import { TeamContent } from '../team/teamContent';
import { Links } from './links';
import type { RuleCatalogue } from './dependencies';
import { openAnswers, registerLearning, systemClock, type RegisteredLearning } from './index';
import { QuickPicks } from './quickPicks';
import { copyText, exercisePanel, panelDoor, reviewPanel } from './panelDoor';

export interface LearningStart {
  readonly changes: Pick<AltitudeChanges, 'know' | 'onDidChange'>;
  readonly lessons: Promise<Lessons>;
  readonly engine: Pick<Engine, 'analyze' | 'anchorFor' | 'fix' | 'resolveAnchor'>;
  readonly findings: Pick<FindingsFeature, 'places' | 'ofRule' | 'mender' | 'heldBack'>;
  readonly rules: RuleCatalogue;
  /** Those that can be named as `altitude:id`. */
  readonly builtInRules: readonly RuleInfo[];
  /** The workspace's files, where they lie on a disk. */
  readonly disk?: TeamFiles;
  readonly log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>;
  /** Until the reader's language is loaded; the first date would hold the thread up. */
  readonly language?: Promise<void>;
  /** Called right before the commands are registered. */
  readonly makeWay: () => void;
}

export interface StartedLearning extends RegisteredLearning {
  readonly packs: Packs;
}

/** Everything about lessons, once they and the reader's answers are loaded; in turns, since it is much. */
export async function startLearning(context: vscode.ExtensionContext, { changes, lessons, engine, findings, rules, builtInRules, disk, log, language, makeWay }: LearningStart): Promise<StartedLearning> {
  const [catalogue, store] = await Promise.all([lessons, openAnswers(context, systemClock), language]);
  const turn = inTurns();
  const { places } = findings;
  const workspace = filesOf(disk);
  const builtInIds = new Set(builtInRules.map(({ id }) => id));
  const team = new TeamContent({
    changes,
    files: workspace,
    builtIn: catalogue.builtIn,
    rules: builtInIds,
    resolve: async (request) => engine.resolveAnchor(request),
    log,
  });
  const packs = new Packs({ files: workspace, builtIn: catalogue.builtIn, rules: builtInIds, log });
  // Before anything asks whether all lessons have been read.
  const contributed = [catalogue.add(team), catalogue.add(packs)];
  await turn();
  const markdown = createMarkdownRenderer((term) => catalogue.current.terms.find(({ id }) => id === term));
  const search = new Search(() => catalogue.current, () => rules.all);
  const codeReturn = new CodeReturn();
  const links = new Links({ extensionId: context.extension.id, catalogue, rules });
  const showTeam: NewHireOptions['showTeam'] = (namespace, { focus }) => panel.show({ page: 'team', team: namespace }, { preserveFocus: !focus });
  const hire = new NewHire({
    content: team,
    catalogue,
    learning: () => learning,
    findings,
    rules: () => rules.all,
    files: workspace,
    memory: { reader: context.globalState, window: context.workspaceState },
    clock: systemClock,
    showTeam,
  });
  await turn();
  // Nobody may come between this and the panel, which it asks for.
  const learning: RegisteredLearning = registerLearning(context, {
    catalogue,
    store,
    engine,
    places,
    panel: panelDoor(() => panel),
    reviewPanel: reviewPanel(() => panel),
    exercisePanel: exercisePanel(() => panel),
    search,
    team: climbTeams(catalogue, team, hire),
    links,
    codeReturn,
    clock: systemClock,
    picks: new QuickPicks((listener) => panel.onDidTakeFocus(listener)),
  });
  const { controller, reviews, exercises } = learning;
  const authoring = registerAuthoring({ files: filesOf(disk), builtIn: catalogue.builtIn, rules: builtInRules, resolve: async (request) => engine.resolveAnchor(request), panel: () => panel, log });
  const panel: Panel = createPanel({ extensionUri: context.extensionUri, catalogue, markdown, controller, reviews, exercises, hire, places, clock: systemClock, search, rules, links, codeReturn, preview: authoring.preview });
  await turn();
  // In one go, so that a command is there at every moment.
  makeWay();
  const commands = vscode.Disposable.from(
    learning.registerCommands(),
    authoring.registerCommands(),
    registerPackCommands(packs),
    registerTeamCommands({ hire, facts: { catalogue: () => catalogue.current, desk: hire, learning: learning.controller }, showTeam, copy: (text) => void copyText(text) }),
    registerLiveCommands({ catalogue, navigator: learning.navigator }),
    registerSetup({ files: workspace, engine, rules: builtInRules, extension: context.extension.id }),
  );
  await turn();
  const parts = vscode.Disposable.from(
    panel.registerSerializer(),
    authoring,
    ...contributed,
    commands,
    new TeamStatus(hire),
    registerTeamKeys(hire),
    registerPredictFirst({ controller, live: learning.live, heldBack: findings.heldBack }),
    // A lesson is put aside with its panel: the reader's code is theirs again.
    panel.onDidChangeVisible(() => {
      if (panel.shown === undefined) learning.live.leave();
    }),
    hire,
    team,
    packs,
  );
  return {
    ...learning,
    packs,
    dispose: () => {
      parts.dispose();
      panel.dispose();
      codeReturn.dispose();
      learning.dispose();
    },
  };
}
