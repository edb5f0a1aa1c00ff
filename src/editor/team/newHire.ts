import * as v from 'valibot';
import * as vscode from 'vscode';
import { findLesson } from '../../learning/lookup';
import { plainLine } from '../../learning/plainText';
import { pieceTeaching } from '../../learning/teaching';
import type { Track } from '../../lessons/model';
import type { CommitFacts } from '../../team/commitMessage';
import type { FirstFix } from '../../team/firstFix';
import type { Team, TeamFiles } from '../../team/model';
import { nextStep, stepsOf, type RuleFacts } from '../../team/standing';
import type { StartedRole, TeamDesk } from '../../views/panel/team/desk';
import { rolesOf } from '../../views/panel/team/state';
import { anyEvent } from '../events';
import type { FindingsFeature } from '../findings';
import type { LearningController } from '../learning/controller';
import type { CatalogueSource, Clock } from '../learning/dependencies';
import type { Navigator } from '../learning/navigator';
import { Roles } from './roles';
import { Suggestions, type RootedTrack } from './suggestions';
import type { TeamContent } from './teamContent';

const madeKey = 'altitude.firstFix';

const storedFacts = v.object({ title: v.string(), reason: v.string(), rule: v.string(), lesson: v.exactOptional(v.string()) });

export interface NewHireOptions {
  readonly content: Pick<TeamContent, 'teams' | 'onDidChange' | 'settled'>;
  readonly catalogue: CatalogueSource;
  /** Made later than this, and asked for only by what the reader does. */
  readonly learning: () => { readonly controller: Pick<LearningController, 'progress'>; readonly navigator: Pick<Navigator, 'openLesson' | 'column'> };
  readonly findings: Pick<FindingsFeature, 'places' | 'ofRule' | 'mender'>;
  /** What is told of a rule, built in or a team's. */
  readonly rules: () => readonly { readonly id: string; readonly title: string }[];
  readonly files: TeamFiles;
  readonly memory: { readonly reader: Pick<vscode.Memento, 'get' | 'update'>; readonly window: Pick<vscode.Memento, 'get' | 'update'> };
  readonly clock: Pick<Clock, 'now'>;
  /** Shows the page of a team. */
  readonly showTeam: (team: string, options: { readonly focus: boolean }) => void;
}

/** What whoever is new to a repository does in it: picks a role, goes its way, makes a first fix. */
export class NewHire implements TeamDesk, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly roles: Roles;
  private readonly suggestions: Suggestions;
  private readonly subscriptions: vscode.Disposable;
  readonly onDidChange: vscode.Event<void>;
  readonly rules: RuleFacts;

  constructor(private readonly options: NewHireOptions) {
    const { content, files, findings, memory } = options;
    this.roles = new Roles(memory.reader);
    this.suggestions = new Suggestions({ files, ofRule: findings.ofRule, tracks: () => this.startedTracks() });
    this.rules = {
      title: (rule) => plainLine(options.rules().find(({ id }) => id === rule)?.title ?? rule),
      count: (rule) => findings.places.count(rule),
    };
    const refresh = () => this.suggestions.refresh();
    this.subscriptions = vscode.Disposable.from(this.changed, this.roles, this.suggestions, content.onDidChange(refresh), findings.places.onDidChange(refresh), this.roles.onDidChange(refresh));
    this.onDidChange = anyEvent(this.changed.event, content.onDidChange, this.roles.onDidChange, this.suggestions.onDidChange);
  }

  /** When the teams of the workspace have been read once. */
  get settled(): Promise<void> {
    return this.options.content.settled;
  }

  /** Those with something to say to whoever is new. */
  get teams(): readonly Team[] {
    return this.options.content.teams.filter(({ onboarding }) => onboarding !== undefined);
  }

  get made(): CommitFacts | undefined {
    const result = v.safeParse(storedFacts, this.options.memory.window.get(madeKey));
    return result.success ? result.output : undefined;
  }

  started(team: string): StartedRole | undefined {
    return this.roles.started(team);
  }

  firstFix(track: string): FirstFix | undefined {
    return this.suggestions.of(track);
  }

  start(track: string): void {
    void this.startAt(track);
  }

  /** Remembers the role and opens its next step: a lesson with its code, or the page of the team where that is a rule. */
  async startAt(id: string): Promise<void> {
    const found = this.trackOf(id);
    if (!found) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no such role.'));
      return;
    }
    const { catalogue, clock, learning, showTeam } = this.options;
    const { controller, navigator } = learning();
    await this.roles.start(id, clock.now());
    const next = nextStep(stepsOf(found.track, catalogue.current, controller.progress, this.rules));
    if (next?.kind === 'lesson') await navigator.openLesson(next.id);
    else showTeam(found.team.namespace, { focus: true });
  }

  scan(): void {
    void vscode.commands.executeCommand('altitude.scanWorkspace');
  }

  showFix(track: string): void {
    const { findings, learning } = this.options;
    const fix = this.firstFix(track);
    if (fix) void findings.mender.show(fix.finding, { viewColumn: learning().navigator.column });
  }

  makeFix(track: string): void {
    const fix = this.firstFix(track);
    if (fix) void this.make(fix);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private async make({ finding, fix }: FirstFix): Promise<void> {
    const { catalogue, findings, learning, memory } = this.options;
    const isMade = await findings.mender.make(finding, fix, { viewColumn: learning().navigator.column, preserveFocus: true }).catch(() => false);
    if (!isMade) {
      void vscode.window.showInformationMessage(vscode.l10n.t('The code has changed since it was looked at; nothing was edited.'));
      return;
    }
    const taught = pieceTeaching(catalogue.current, { id: finding.rule, lesson: finding.lesson });
    const lesson = taught && findLesson(catalogue.current, taught.lesson)?.lesson.title;
    const facts: CommitFacts = { title: fix.title, reason: finding.message, rule: finding.rule, ...(lesson !== undefined && { lesson: plainLine(lesson) }) };
    await memory.window.update(madeKey, facts);
    this.changed.fire();
  }

  private startedTracks(): RootedTrack[] {
    return this.teams.flatMap((team) => rolesOf(team).flatMap((track) => (this.started(team.namespace)?.track === track.id ? [{ track, root: team.root }] : [])));
  }

  private trackOf(id: string): { readonly team: Team; readonly track: Track } | undefined {
    for (const team of this.teams) {
      const track = rolesOf(team).find((each) => each.id === id);
      if (track) return { team, track };
    }
    return undefined;
  }
}
