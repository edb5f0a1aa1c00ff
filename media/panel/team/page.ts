import type { PanelState, PanelStrings } from '../../../src/shared/protocol';
import type { RoleView, StepView, TeamView, WayView } from '../../../src/shared/pages/team';
import { button, format, h, rendered } from '../dom';
import { header, keysButton } from '../header';
import type { Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';

/** A team's welcome; under it the roles to pick from, or the way through the one that was started. */
export const teamPage: Page<TeamView> = {
  sections,
  keys: ({ way }, strings) => (way && nextOf(way) ? [[['j'], strings['key.team.next']]] : []),
  press(key, { way }, view) {
    const next = way && nextOf(way);
    if (key !== 'j' || !next) return false;
    openStep(next, view);
    return true;
  },
  arrival: entry,
  focus: entry,
  announcement,
  focusAfter(intent, { way }) {
    if (intent === 'made' && way?.made !== undefined) return 'copy-commit';
    // What was pressed is gone once the scan is done.
    return intent === 'scanned' && way?.fix ? 'make-fix' : undefined;
  },
};

function announcement(before: PanelState, { way }: TeamView, strings: PanelStrings): string | undefined {
  const was = before.kind === 'team' ? before.way : undefined;
  if (!was || !way) return undefined;
  if (way.made !== undefined && was.made !== way.made) return format(strings['team.made'], way.made);
  return way.fix && !was.fix ? `${strings['team.firstFix']}: ${way.fix.title}` : undefined;
}

const nextOf = ({ steps }: WayView): StepView | undefined => steps.find(({ isNext }) => isNext);

/** Where one begins: at the first role, or at the next step of the one that was started. */
function entry({ roles, way }: TeamView): string {
  const next = way && nextOf(way);
  if (next) return `step:${next.id}`;
  return way || !roles[0] ? 'title' : `start:${roles[0].id}`;
}

function sections(team: TeamView, view: View): readonly Section[] {
  const { strings } = view;
  const { way } = team;
  const facts = [...(team.owners === '' ? [] : [format(strings['team.owners'], team.owners)]), ...(way?.facts ?? [])];
  const welcome = { id: 'welcome', from: team.html, draw: () => rendered('section', { class: 'prose' }, team.html) };
  const roles = { id: 'roles', from: [team.roles, way === undefined], draw: () => rolesSection(team.roles, way ? strings['team.allRoles'] : strings['team.roles'], view) };
  return [
    { id: 'header', from: [team.title, facts], draw: () => header({ trackTitle: strings.team, lessonTitle: team.title }, team.title, facts, [keysButton(view)]) },
    ...(way ? [stepsSection(way, view), ...(way.isScanned ? [] : [scanSection(view)]), ...fixSections(way, view), summarySection(view), welcome, roles] : [welcome, roles]),
  ];
}

function rolesSection(roles: readonly RoleView[], title: string, view: View): HTMLElement {
  const { strings } = view;
  return h(
    'section',
    {},
    h('h2', {}, title),
    h(
      'ul',
      { class: 'roles' },
      ...roles.map(({ id, title: role, summary, facts, isStarted }) =>
        h(
          'li',
          { class: 'role' },
          h('h3', {}, role),
          summary === '' ? undefined : h('p', {}, summary),
          h('p', { class: 'note' }, facts),
          isStarted
            ? h('p', { class: 'note' }, `✓ ${strings['team.started']}`)
            : h('div', { class: 'buttons' }, button({ focus: `start:${id}`, class: 'primary', 'aria-label': `${strings['team.start']}: ${role}` }, () => view.send({ type: 'team.start', role: id }, 'move'), strings['team.start'])),
        ),
      ),
    ),
  );
}

function stepsSection({ steps }: WayView, view: View): Section {
  const { strings } = view;
  const state = ({ isDone, isNext }: StepView) => (isDone ? `✓ ${strings['team.done']}` : isNext ? `→ ${strings['team.next']}` : `○ ${strings['team.notDone']}`);
  return {
    id: 'steps',
    from: steps,
    draw: () =>
      h(
        'section',
        {},
        h('h2', {}, strings['team.way']),
        h(
          'ol',
          { class: 'steps' },
          ...steps.map((step) =>
            h(
              'li',
              { class: 'step', ...(step.isNext && { 'aria-current': 'step' }) },
              h('span', { class: 'note' }, state(step)),
              button({ focus: `step:${step.id}`, class: 'link' }, () => openStep(step, view), step.title),
              h('span', { class: 'note' }, step.note),
            ),
          ),
        ),
      ),
  };
}

function openStep({ kind, id }: StepView, view: View): void {
  if (kind === 'lesson') view.send({ type: 'open', lesson: id }, 'move');
  else view.send({ type: 'team.rule', rule: id });
}

function scanSection(view: View): Section {
  const { strings } = view;
  return {
    id: 'scan',
    from: '',
    draw: () =>
      h(
        'section',
        { class: 'buttons' },
        button({ focus: 'scan', class: 'secondary' }, () => view.send({ type: 'team.scan' }, 'scanned'), strings['team.scan']),
        h('span', { class: 'note' }, strings['team.scanNote']),
      ),
  };
}

function fixSections(way: WayView, view: View): Section[] {
  const { strings } = view;
  const { fix, made } = way;
  const result = made === undefined ? [] : [{ id: 'made', from: made, draw: () => madeSection(made, view) }];
  if (fix) {
    return [
      ...result,
      {
        id: 'fix',
        from: fix,
        draw: () =>
          h(
            'section',
            { class: 'first-fix' },
            h('h2', {}, strings['team.firstFix']),
            h('p', {}, fix.title),
            h('p', {}, h('code', {}, fix.place), ` ${fix.message}`),
            h('p', { class: 'note' }, fix.why),
            h(
              'div',
              { class: 'buttons' },
              button({ focus: 'make-fix', class: 'primary' }, () => view.send({ type: 'team.makeFix' }, 'made'), strings['team.makeFix']),
              button({ focus: 'show-fix', class: 'secondary' }, () => view.send({ type: 'team.showFix' }), strings['team.showFix']),
            ),
          ),
      },
    ];
  }
  const isClear = way.steps.every(({ kind, isDone }) => kind === 'lesson' || isDone);
  return way.isScanned && !isClear ? [...result, { id: 'fix', from: '', draw: () => h('p', { class: 'note' }, strings['team.noFix']) }] : result;
}

function madeSection(made: string, view: View): HTMLElement {
  const { strings } = view;
  return h(
    'section',
    { class: 'first-fix' },
    h('p', {}, `✓ ${format(strings['team.made'], made)}`),
    h('div', { class: 'buttons' }, button({ focus: 'copy-commit', class: 'primary' }, () => view.send({ type: 'team.copyCommit' }), strings['team.copyCommit'])),
  );
}

function summarySection(view: View): Section {
  const { strings } = view;
  return {
    id: 'summary',
    from: '',
    draw: () =>
      h(
        'section',
        { class: 'buttons' },
        button({ focus: 'copy-summary', class: 'secondary' }, () => view.send({ type: 'team.copySummary' }), strings['team.copySummary']),
        h('span', { class: 'note' }, strings['team.summaryNote']),
      ),
  };
}
