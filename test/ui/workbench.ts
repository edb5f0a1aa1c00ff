/**
 * A person's hands on Altitude: a real VS Code workbench in a real browser.
 *
 *     describe('a quick fix', () => {
 *       const bench = useWorkbench({ theme: 'dark' });
 *       it('claims the key first', async () => {
 *         await bench().openFile('src/orders.js');
 *         await bench().goTo(10, 24);
 *         await bench().applyQuickFix('Claim');
 *         await bench().eventually(async () => assert.match(await bench().fileText('src/orders.js'), /ON CONFLICT/));
 *       });
 *     });
 *
 * Every workbench has fresh user data and its own copy of the workspace (`bench().folder`), unless it is given a folder;
 * auto-save is on. Methods wait for what they name and fail with Playwright's message after 30 seconds. For anything
 * else use `bench().page`.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../host/server/browser.mts';
import { installServer } from '../host/server/install.mts';
import { linkCheckout } from '../host/server/link.mts';
import { latest, type Release } from '../host/server/releases.mts';
import { writeSettings } from '../host/server/settings.mts';
import { startServer, userDataDir, type RunningServer } from '../host/server/start.mts';
import { axeViolations } from './axe';
import { settingsFor, type Theme } from './settings';

export interface WorkbenchOptions {
  readonly release?: Release;
  readonly theme?: Theme;
  /** User settings beside those of the theme. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The workspace to copy and open: the sample workspace unless another is named. */
  readonly workspace?: string;
  /** A folder to open as it is, instead of a copy of `workspace`. It stays when the editor ends. */
  readonly folder?: string;
  /** On, the window has no folder; `folder` is there beside it all the same. */
  readonly isEmpty?: boolean;
  /** Off, every folder is trusted at once. */
  readonly workspaceTrust?: boolean;
  /** The editor's display language, such as `ru`. */
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** As the browser zooms: at 2 everything is twice as large, and half as much has room. */
  readonly zoom?: number;
  readonly reducedMotion?: boolean;
}

const timeoutMs = 30_000;
const patienceMs = 2000;
const retryAfterMs = 100;
const sampleWorkspace = 'test/workspace/ticket-desk';

export class Workbench {
  private constructor(
    readonly page: Page,
    /** The workspace: a copy, unless a folder was named. */
    readonly folder: string,
    private readonly browser: Browser,
    private readonly server: RunningServer,
    private readonly scratch: string,
  ) {}

  /** Starts an editor with Altitude in it and waits until it can be used. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const scratch = await mkdtemp(path.join(os.tmpdir(), 'altitude-ui-'));
    const source = options.workspace ?? sampleWorkspace;
    const folder = options.folder ?? path.join(scratch, path.basename(source));
    if (options.folder === undefined) await cp(source, folder, { recursive: true });
    await writeSettings(scratch, { ...settingsFor(options.theme ?? 'dark'), ...options.settings });
    const extensionsDir = path.join(scratch, 'extensions');
    await linkCheckout(extensionsDir);
    const server = await startServer({
      root: await installServer(options.release ?? latest),
      dataDir: scratch,
      extensionsDir,
      automation: false,
      workspaceTrust: options.workspaceTrust ?? false,
    });
    const browser = await launchBrowser();
    const { width, height } = options.viewport ?? { width: 1400, height: 900 };
    const zoom = options.zoom ?? 1;
    const context = await browser.newContext({
      viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
      deviceScaleFactor: zoom,
      ...(options.reducedMotion === true && { reducedMotion: 'reduce' }),
    });
    context.setDefaultTimeout(timeoutMs);
    const page = await context.newPage();
    if (options.locale) {
      await page.addInitScript((locale) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: locale }), options.locale);
    }
    const bench = new Workbench(page, folder, browser, server, scratch);
    await page.goto(server.url({ folder: options.isEmpty === true ? undefined : folder }));
    const ready = options.isEmpty === true ? '.activitybar .action-label[aria-label^="Altitude"]' : '.explorer-folders-view .monaco-list-row';
    await page.locator(`.monaco-workbench ${ready}`).first().waitFor();
    return bench;
  }

  /** Ends the editor and removes everything it wrote. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    // A server that is ending may still write.
    await rm(this.scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /**
   * Reloads the window, as a person would to see what survives: by the command, which stores what is open first. In a
   * browser the editor stores the tabs now and then, and nothing as the page is left.
   */
  async reload(): Promise<void> {
    const title = 'Developer: Reload Window';
    await this.eventually(async () => {
      await this.ask('F1', `>${title}`);
      await this.quickPick.row(title).first().waitFor({ timeout: patienceMs });
    });
    await Promise.all([this.page.waitForEvent('load'), this.quickPick.row(title).first().click()]);
    await this.page.locator('.monaco-workbench .part.editor').waitFor();
  }

  /** The Quick Pick that is open: its input box is `input`, its entries are `row(text)`. */
  get quickPick(): { readonly input: Locator; row(text: string | RegExp): Locator } {
    const widget = this.page.locator('.quick-input-widget');
    return {
      input: widget.locator('input[type=text]'),
      row: (text) => widget.locator('.quick-input-list .monaco-list-row', { hasText: text }),
    };
  }

  /** Gives the simple file dialog that is open under a title this path. It hears Enter only once it has taken the path in. */
  async chooseFile(dialog: string, file: string): Promise<void> {
    // The palette, still going, may name the same in a row.
    const widget = this.page.locator('.quick-input-widget').filter({ has: this.page.locator('.quick-input-title', { hasText: dialog }) });
    await widget.waitFor();
    await this.eventually(async () => {
      if (!(await widget.isVisible())) return;
      await this.quickPick.input.fill(file, { timeout: retryAfterMs });
      // It may still be about to write in the name it proposes.
      await setTimeout(retryAfterMs);
      if ((await this.quickPick.input.inputValue()) !== file) throw new Error(`The dialog does not hold ${file}.`);
      await this.page.keyboard.press('Enter');
      await widget.waitFor({ state: 'hidden', timeout: patienceMs });
    });
  }

  /** Runs a command by its title through the palette; waits until the palette knows it. */
  async runCommand(title: string): Promise<void> {
    await this.choose('F1', `>${title}`, title);
  }

  /** Runs a command that goes on to ask, in a Quick Pick or a dialog of its own. */
  async runAsking(title: string): Promise<void> {
    await this.eventually(async () => {
      await this.ask('F1', `>${title}`);
      await this.pressFirst(title);
    });
  }

  /** Opens a file of the workspace by its path. */
  async openFile(relative: string): Promise<void> {
    const name = path.posix.basename(relative);
    await this.choose('Control+P', relative, name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
  }

  /** Puts the cursor at a one-based line and column of the active editor. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.ask('Control+G', `:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.quickPick.input.waitFor({ state: 'hidden' });
  }

  /** A CodeLens by its text. */
  codeLens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text });
  }

  /** The squiggles in sight, of any severity. */
  get squiggles(): Locator {
    return this.page.locator('.squiggly-error, .squiggly-warning, .squiggly-info, .squiggly-hint');
  }

  /** The titles the lightbulb offers at the cursor, in order; leaves the menu open. */
  async quickFixes(): Promise<string[]> {
    const entries = this.page.locator('.action-widget .monaco-list-row.action');
    await this.eventually(async () => {
      if (await entries.first().isVisible()) return;
      await this.page.keyboard.press('Control+Period');
      await entries.first().waitFor({ timeout: patienceMs });
    });
    return (await entries.allInnerTexts()).map((text) => text.trim());
  }

  /** Applies the quick fix whose title contains `title` at the cursor. */
  async applyQuickFix(title: string): Promise<void> {
    const titles = await this.quickFixes();
    if (!titles.some((offered) => offered.includes(title))) {
      throw new Error(`No quick fix says "${title}". Offered: ${titles.join('; ')}`);
    }
    // The menu takes keys at once, but the mouse only after a pause.
    const focused = this.page.locator('.action-widget .monaco-list-row.action.focused', { hasText: title });
    await this.eventually(async () => {
      if (!(await focused.isVisible())) await this.page.keyboard.press('ArrowDown');
      await focused.waitFor({ timeout: retryAfterMs });
    });
    await this.page.keyboard.press('Enter');
    await this.page.locator('.action-widget .monaco-list-row.action').first().waitFor({ state: 'hidden' });
  }

  /** The inside of the webview that is in sight: Altitude's lesson panel. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** What the notifications in sight say. */
  async notifications(): Promise<string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** What axe finds wrong inside the panel, one readable line each. */
  async panelViolations(): Promise<string[]> {
    return axeViolations(this.panel.locator('html'));
  }

  /** Tries again until it succeeds, for what the editor does in its own time. */
  async eventually(attempt: () => Promise<void>): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      try {
        await attempt();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await setTimeout(retryAfterMs);
      }
    }
  }

  /** Waits until the editor keeps this text of an unsaved file where a crash cannot take it. */
  async untilBackedUp(text: string): Promise<void> {
    const folder = path.join(userDataDir(this.scratch), 'User/Backups');
    await this.eventually(async () => {
      const names = await readdir(folder, { recursive: true, withFileTypes: true });
      const texts = await Promise.all(names.filter((entry) => entry.isFile()).map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')));
      if (!texts.some((each) => each.includes(text))) throw new Error(`There is no backup of "${text}".`);
    });
  }

  /** The text of a workspace file on disk. */
  async fileText(relative: string): Promise<string> {
    return readFile(path.join(this.folder, relative), 'utf8');
  }

  /** Writes a picture of the window. */
  async screenshot(file: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  // An editor that is still starting loses keys and does not know every command yet: hence the repetition.

  /** Opens a Quick Pick with a key and types into it, again until `row` appears, then chooses that. */
  private async choose(key: string, query: string, row: string): Promise<void> {
    await this.eventually(async () => {
      await this.ask(key, query);
      await this.pressFirst(row);
    });
    await this.quickPick.input.waitFor({ state: 'hidden' });
  }

  private async pressFirst(row: string): Promise<void> {
    await this.quickPick.row(row).first().click({ timeout: patienceMs }).catch(async (error: unknown) => {
      // What is open does not hear of commands that come later.
      await this.page.keyboard.press('Escape');
      throw error;
    });
  }

  private async ask(key: string, query: string): Promise<void> {
    await this.eventually(async () => {
      await this.page.keyboard.press(key);
      await this.quickPick.input.fill(query, { timeout: patienceMs });
    });
  }
}
