import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { rulePlaces } from '../../../src/learning/rulePlaces';
import type { RuleText } from '../../../src/learning/search/entries';
import { Search } from '../../../src/learning/search/search';
import type { PieceRef } from '../../../src/learning/session';
import type { PanelPlace, PanelState, PanelStrings } from '../../../src/shared/protocol';
import type { Panel, PanelOptions } from '../../../src/views/panel/panel';
import { catalogue, lesson } from '../../views/panel/samples';
import { FakeEditor, type FakePanel } from '../../views/panel/fakeVscode';
import { loadHost } from '../../views/panel/host';
import { openExercises, type ExerciseFixture } from '../../views/panel/exercise/fixture';
import { FakeDesk } from '../../views/panel/team/fixture';
import { FakePreview } from '../../views/panel/preview/fixture';
import { Reader } from '../../views/panel/reader';
import { openReview, type ReviewFixture } from '../../views/panel/review/fixture';
import { buildClient } from './bundles';
import { bodyClass, fonts, themeColours, type ThemeName } from './themes';

export interface HarnessOptions {
  readonly theme?: ThemeName;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** The piece most tests stand on: the second of four. */
export const acquire: PieceRef = { lesson: lesson.id, piece: 'acquire' };

const origin = 'http://panel.test';
const noRules: readonly RuleText[] = [];

/** The real panel, host side and page, with a stand-in for the editor between the two. */
export class Harness {
  private constructor(
    readonly page: Page,
    readonly editor: FakeEditor,
    readonly reader: Reader,
    readonly panel: Panel,
    readonly review: ReviewFixture,
    readonly exercise: ExerciseFixture,
    readonly team: FakeDesk,
    readonly preview: FakePreview,
    /** What the panel asked the rest of the extension for, in order. */
    readonly asked: readonly unknown[][],
    private readonly scan: { count?: number },
    private readonly code: { file?: string },
    /** Errors in the page, and what its security policy refused. */
    readonly complaints: string[] = [],
  ) {}

  /** Opens the panel on {@link acquire} in a page of its own. */
  static async open(browser: Browser, options: HarnessOptions = {}): Promise<Harness> {
    const editor = new FakeEditor();
    const reader = new Reader();
    const asked: unknown[][] = [];
    const scan: { count?: number } = {};
    const host = await loadHost(editor.api);
    const markdown = host.createMarkdownRenderer((term) => catalogue.terms.find(({ id }) => id === term));
    const review = await openReview(host, {
      show: (quiz) => panel.show({ page: 'review', quiz }, { preserveFocus: true }),
      get shown() {
        const place = panel.shown;
        return place?.page === 'review' ? place.quiz : undefined;
      },
    });
    const code: { file?: string } = {};
    const rules = [{ id: 'pool-acquire-without-timeout', title: 'A wait for a pooled connection that nothing ends' }];
    const practised = [{ id: 'practised', rule: 'pool-acquire-without-timeout', at: Date.UTC(2026, 0, 5) }];
    const search = new Search(() => catalogue, () => noRules);
    const desk = new host.SearchDesk((query) => search.find(query));
    const exercise = openExercises(host, review, (place) => panel.show(place, { preserveFocus: true }));
    const team = new FakeDesk();
    const preview = new FakePreview();
    const onDidChange = (listener: () => unknown) => {
      const subscriptions = [preview.onDidChange(listener), reader.onDidChange(listener), review.controller.onDidChange(listener), review.reviews.onDidChange(listener), exercise.exercises.onDidChange(listener), desk.onDidChange(listener), team.onDidChange(listener)];
      return { dispose: () => subscriptions.forEach((each) => void each.dispose()) };
    };
    const panel: Panel = new host.Panel({
      extensionUri: editor.extensionUri,
      onDidChange: onDidChange as PanelOptions['onDidChange'],
      actions: {
        open: ({ lesson: id, piece }) => panel.show({ page: 'lesson', lesson: id, piece: piece ?? 'acquire' }, { preserveFocus: true }),
        copyLink: (place) => void asked.push(['copyLink', place]),
        openExternal: (url) => void asked.push(['openExternal', url]),
      },
      pages: {
        lesson: host.lessonPage({
          catalogue: () => catalogue,
          learning: reader,
          markdown,
          workspaceCount: () => scan.count,
          way: (id) => host.wayOn(id, { catalogue: () => catalogue, learning: review.controller, desk: team }),
          fileBehind: () => code.file,
          places: (of) => rulePlaces(of, rules, { practised }, () => scan.count),
          actions: {
            showFix: (ref) => void asked.push(['showFix', ref]),
            showInWorkspace: (ref) => void asked.push(['showInWorkspace', ref]),
            go: (ref, to) => {
              asked.push(['go', to]);
              const next = lesson.pieces[lesson.pieces.findIndex(({ id }) => id === ref.piece) + (to === 'next' ? 1 : -1)];
              if (to === 'recap') panel.show({ page: 'lesson', lesson: ref.lesson }, { preserveFocus: true });
              else if (next) panel.show({ page: 'lesson', lesson: ref.lesson, piece: next.id }, { preserveFocus: true });
            },
            showRule: (rule) => void asked.push(['showRule', rule]),
            backToCode: () => void asked.push(['backToCode']),
            showWhereItWas: (ref) => void asked.push(['showWhereItWas', ref]),
            read: ({ lesson: id, piece }) => panel.show({ page: 'reading', lesson: id, tier: 'senior', piece }, { preserveFocus: true }),
          },
        }),
        reading: host.readingPage({ catalogue: () => catalogue, markdown, learning: reader }),
        table: host.tablePage({ catalogue: () => catalogue, markdown }),
        search: host.searchPage({
          desk,
          actions: {
            openFound(target) {
              asked.push(['openFound', target]);
              if (target.to === 'table') panel.show({ page: 'table', table: target.table, ...(target.row !== undefined && { row: target.row }) }, { preserveFocus: false });
              if (target.to === 'piece') panel.show({ page: 'lesson', lesson: target.lesson, piece: target.piece }, { preserveFocus: true });
            },
          },
        }),
        profile: host.profilePage({ ...review.page, actions: { copy: (text) => void asked.push(['copy', text]), startQuiz: (quiz) => void asked.push(['startQuiz', quiz]) } }),
        exercise: host.exercisePage({ ...exercise.page, markdown, actions: { pickExercise: (kind) => void asked.push(['pickExercise', kind]) } }),
        template: host.templatePage({ catalogue: exercise.page.catalogue, markdown }),
        team: host.teamPage({
          catalogue: () => catalogue,
          learning: review.controller,
          markdown,
          desk: team,
          now: () => Date.UTC(2026, 0, 6),
          actions: { copy: (text) => void asked.push(['copy', text]), showRule: (rule) => void asked.push(['showRule', rule]), startQuiz: (quiz) => void asked.push(['startQuiz', quiz]) },
        }),
        preview: host.previewPage({ desk: preview, markdown }),
        review: host.reviewPage({
          ...review.page,
          markdown,
          actions: {
            showFix: (ref) => void asked.push(['showFix', ref]),
            showInWorkspace: (ref) => void asked.push(['showInWorkspace', ref]),
            startQuiz: (quiz) => void asked.push(['startQuiz', quiz]),
          },
        }),
      },
    });
    panel.show({ page: 'lesson', ...acquire }, { preserveFocus: true });
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 640, height: 860 } });
    const harness = new Harness(await context.newPage(), editor, reader, panel, review, exercise, team, preview, asked, scan, code);
    await harness.load(options.theme ?? 'dark');
    return harness;
  }

  /** Closes the page; a complaint that was not expected fails the test. */
  async close(expected?: RegExp): Promise<void> {
    await this.page.context().close();
    const unexpected = this.complaints.filter((complaint) => expected?.test(complaint) !== true);
    if (unexpected.length > 0) throw new Error(unexpected.join('\n'));
  }

  /** Shows another place, as a command would. */
  async go(place: PanelPlace): Promise<void> {
    this.panel.show(place, { preserveFocus: true });
    await this.settle();
  }

  /** Shows a state the host would not send by itself. */
  async draw(state: PanelState): Promise<void> {
    const strings = await this.page.evaluate<PanelStrings>('lastStrings');
    const place = this.panel.shown;
    this.host.deliver({ type: 'state', ...(place && { place }), state, strings });
    await this.settle();
  }

  /** The panel's end in the editor. */
  get host(): FakePanel {
    const panel = this.editor.panels.at(-1);
    if (!panel) throw new Error('no panel was created');
    return panel;
  }

  option(letter: string): Locator {
    return this.page.getByRole('radio').filter({ has: this.page.getByText(letter, { exact: true }) });
  }

  get verdict(): Locator {
    return this.page.locator('#verdict-title');
  }

  get live(): Locator {
    return this.page.getByRole('status');
  }

  /** What has the focus, by its name in the page; `body` where nothing has. */
  focused(): Promise<string> {
    return this.page.evaluate<string>("document.activeElement.dataset.focus ?? document.activeElement.localName");
  }

  /** Presses keys one after the other and lets the panel answer each. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      await this.settle();
    }
  }

  /** Types into the field in focus and lets the panel answer. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    await this.settle();
  }

  /** A finding in this file led here. */
  async cameFrom(file: string): Promise<void> {
    this.code.file = file;
    this.reader.changed();
    await this.settle();
  }

  /** A scan of the workspace has ended. */
  async scanned(count: number): Promise<void> {
    this.scan.count = count;
    this.reader.changed();
    await this.settle();
  }

  /** Waits until what was sent both ways has been drawn. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 2; turn += 1) await this.page.evaluate('new Promise((done) => setTimeout(done))');
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join('test-artifacts/panel', `${name}.png`), fullPage: true });
  }

  private async load(theme: ThemeName): Promise<void> {
    const files = await buildClient();
    await this.page.route(`${origin}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const contentType = pathname.endsWith('.css') ? 'text/css' : pathname.endsWith('.js') ? 'text/javascript' : 'text/html';
      const body = pathname === '/' ? this.host.webview.html : files.get(pathname);
      await (body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ body, contentType }));
    });
    this.page.on('pageerror', (error) => this.complaints.push(error.message));
    this.page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    await this.page.exposeFunction('toHost', (message: unknown) => this.host.receive(message));
    await this.page.addInitScript(editorInPage(theme));
    this.host.deliver = (message) => void this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
    await this.page.goto(origin);
    await this.page.locator('h1').waitFor();
  }
}

/** What VS Code puts into a webview before its own scripts run: the API, the theme's variables, the body's class. */
function editorInPage(theme: ThemeName): string {
  const variables = Object.entries({ ...themeColours[theme], ...fonts });
  return `
    globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => void toHost(message),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    });
    addEventListener('message', ({ data }) => (globalThis.lastStrings = data.strings ?? globalThis.lastStrings));
    document.addEventListener('DOMContentLoaded', () => {
      for (const [name, value] of ${JSON.stringify(variables)}) document.documentElement.style.setProperty('--vscode-' + name, value);
      document.body.className = ${JSON.stringify(bodyClass[theme])};
    });`;
}
