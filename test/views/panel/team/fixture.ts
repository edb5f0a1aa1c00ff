import type { Track } from '../../../../src/lessons/model';
import type { Team } from '../../../../src/team/model';
import type { TeamDesk } from '../../../../src/views/panel/team/desk';
import { lesson } from '../samples';

const rule = 'sync-in-request-path';

const tracks: readonly Track[] = [
  { id: 'payments/backend', title: 'Backend engineer', summary: 'Charging, and what waits on the event loop.', lessons: [], role: { namespace: 'payments', days: 5, steps: [{ kind: 'lesson', id: lesson.id }, { kind: 'rule', id: rule }] } },
  { id: 'payments/on-call', title: 'On call', summary: 'What wakes us.', lessons: [], role: { namespace: 'payments', days: 1, steps: [{ kind: 'lesson', id: lesson.id }] } },
];

const team: Team = {
  root: '/repo',
  namespace: 'payments',
  namedAt: { file: '/repo/.altitude/onboarding.yml', line: 1 },
  onboarding: { title: 'Payments', welcome: 'Welcome. Begin with [charging](https://example.com/charging).\n\n<script>alert(1)</script>', links: [], owners: ['Team Payments', 'Ada'], roles: [], file: '/repo/.altitude/onboarding.yml' },
  problems: [],
  tracks,
  lessons: [],
  lost: [],
};

/** A team with two roles and, once it is scanned, one place to mend. What is asked of it is written down. */
export class FakeDesk implements TeamDesk {
  readonly teams = [team];
  readonly asked: unknown[][] = [];
  readonly rules = { title: () => 'Synchronous call while a request waits', count: () => this.count };
  made: TeamDesk['made'];
  count: number | undefined;
  private role: string | undefined;
  private readonly listeners = new Set<() => unknown>();

  /** The listener is called with nothing: the page reads everything anew. */
  readonly onDidChange = ((listener: () => unknown) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }) as unknown as TeamDesk['onDidChange'];

  started(): ReturnType<TeamDesk['started']> {
    return this.role === undefined ? undefined : { track: this.role, at: Date.UTC(2026, 0, 5, 12) };
  }

  firstFix(): ReturnType<TeamDesk['firstFix']> {
    if (!this.count) return undefined;
    const range = { start: { line: 11, character: 17 }, end: { line: 11, character: 27 } };
    const fix = { title: 'Await pbkdf2 off the event loop', safety: 'safe' as const, edits: [] };
    return { finding: { rule, file: '/repo/src/accounts.js', range, severity: 'information', message: 'No other request is served until it returns.', lesson: `${lesson.id}#acquire`, fixes: [fix] }, fix, lines: 1, test: 'accounts.test.js' };
  }

  start(track: string): void {
    this.asked.push(['start', track]);
    this.role = track;
    this.fire();
  }

  scan(): void {
    this.asked.push(['scan']);
    this.count = 1;
    this.fire();
  }

  showFix(track: string): void {
    this.asked.push(['showFix', track]);
  }

  makeFix(track: string): void {
    this.asked.push(['makeFix', track]);
    this.made = { title: 'Await pbkdf2 off the event loop', reason: 'No other request is served until it returns.', rule, lesson: 'The blocked loop' };
    this.count = 0;
    this.fire();
  }

  private fire(): void {
    for (const listener of this.listeners) listener();
  }
}
