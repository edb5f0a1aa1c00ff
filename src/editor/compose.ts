import * as vscode from 'vscode';
import type { AltitudeApi } from '../extensionApi';
import { ruleList } from '../engine/rules/list';
import { othersTurn } from '../shared/pace';
import type { TeamFiles } from '../team/model';
import { EngineHost, type EngineThreads } from './engineHost';
import { FolderConfigs } from './folderConfigs';
import { registerFindings } from './findings';
import { commandIds } from './learning/commandIds';
import type { LearningStart } from './learning/start';
import { loadBundledLessons } from './lessons/bundledLessons';
import { Lessons } from './lessons/lessons';
import { RuleFiles } from './ruleFiles';
import { RuleSources } from './ruleSources';
import { AltitudeChanges } from './team/altitudeChanges';
import { filesOf } from './team/editorFiles';
import { apiOver } from './team/packsApi';
import { WaitingCommands } from './startup/waitingCommands';
import { registerFiles, WaitingFiles } from './startup/waitingFiles';

/** What differs between a desktop and the browser. */
export interface Platform extends EngineThreads {
  /** The workspace's files, where they lie on a disk; the editor's own are used elsewhere. */
  readonly files?: TeamFiles;
  /** Loads what writes dates and figures in a language, off this thread; a browser has it loaded for its own window. */
  readonly loadLanguage?: (language: string) => Promise<void>;
}

/**
 * Constructs the parts, wires them, and hands them to the editor to dispose. Findings are there when it returns; the
 * lessons load afterwards, and what is asked of them waits.
 * @returns what other extensions are given
 */
export function activateAltitude(context: vscode.ExtensionContext, { files: disk, loadLanguage, ...threads }: Platform): AltitudeApi {
  const log = vscode.window.createOutputChannel('Altitude', { log: true });
  const rules = new RuleSources();
  const changes = new AltitudeChanges(filesOf(disk));
  const ruleFiles = new RuleFiles(changes, log, disk);
  rules.add(ruleFiles);
  const configs = new FolderConfigs(rules, changes);
  const host = new EngineHost(threads, configs, rules, log, (trouble) => rules.addTrouble(trouble));
  const lessons = othersTurn().then(async () => new Lessons(await loadBundledLessons(vscode.Uri.joinPath(context.extensionUri, 'dist'))));
  const findings = registerFindings(host, { loading: lessons, look: changes.look, log });
  const commands = new WaitingCommands(Object.values(commandIds), async () => learning);
  const learning = startLearning(context, { changes, lessons, engine: host.engine, findings, rules, builtInRules: ruleList, log, ...(disk && { disk }), makeWay: () => commands.makeWay() }, loadLanguage);
  const packs = learning.then((started) => started.packs);
  void rules.addLater(packs);
  const files = new WaitingFiles(learning.then((started) => started.files));
  context.subscriptions.push(log, changes, rules, ruleFiles, configs, host, findings, commands, registerFiles(files), files, {
    dispose: () => void learning.then((started) => started.dispose(), () => undefined),
  });
  lessons.then(
    (catalogue) => {
      context.subscriptions.push(catalogue);
      for (const { file, line, message } of catalogue.current.problems) log.warn(`${file}:${line}: ${message}`);
    },
    () => undefined,
  );
  learning.catch((error: unknown) => log.error(`the lessons could not be loaded: ${String(error)}`));
  return apiOver(packs);
}

/**
 * What lessons need at once, the largest part of Altitude on the extension host. Compiled in one go it would hold that
 * thread for 30 ms; each of these is a turn, and brings what those before it have not: a few milliseconds.
 */
const partsOfLearning: readonly (() => Promise<unknown>)[] = [
  () => import('../learning/plainText'),
  () => import('../views/panel/markdown'),
  () => import('../learning/store'),
  () => import('../learning/mastery'),
  () => import('./learning/commands'),
  () => import('./learning/index'),
  () => import('./learning/createPanel'),
  () => import('../team/discover'),
  () => import('./team/packs'),
];

async function startLearning(context: vscode.ExtensionContext, start: Omit<LearningStart, 'language'>, loadLanguage: Platform['loadLanguage']) {
  await othersTurn();
  const language = loadLanguage?.(vscode.env.language);
  for (const load of partsOfLearning) {
    await othersTurn();
    await load();
  }
  await othersTurn();
  const learning = await import('./learning/start');
  await othersTurn();
  return learning.startLearning(context, { ...start, ...(language && { language }) });
}
