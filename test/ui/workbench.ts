/**
 * A person's hands on Altitude: a real VS Code workbench in a real browser.
 *
 *     const bench = await Workbench.open({ theme: 'dark' });
 *     await bench.runCommand('Altitude: Scan Workspace');
 *     await bench.openFile('src/orders.js');
 *     await bench.goTo(12, 5);
 *     await bench.applyQuickFix('Claim the key first');
 *     assert.match(await bench.fileText('src/orders.js'), /ON CONFLICT/);
 *     await bench.close();
 *
 * Every `open` has fresh user data and its own copy of the workspace (`bench.folder`); auto-save is on. Methods wait
 * for what they name and fail with Playwright's message after 15 seconds. For anything else use `bench.page`.
 */
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../host/server/browser.mts';
import { installServer } from '../host/server/install.mts';
import { latest, type Release } from '../host/server/releases.mts';
import { writeSettings } from '../host/server/settings.mts';
import { startServer, type RunningServer } from '../host/server/start.mts';
import { axeViolations } from './axe';
import { settingsFor, type Theme } from './settings';

export interface WorkbenchOptions {
  readonly release?: Release;
  readonly theme?: Theme;
  /** User settings beside those of the theme. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The workspace to copy and open: the sample workspace unless another is named. */
  readonly workspace?: string;
  /** Off, every folder is trusted at once. */
  readonly workspaceTrust?: boolean;
  /** The editor's display language, such as `ru`. */
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

const timeoutMs = 15_000;
const sampleWorkspace = 'test/workspace/ticket-desk';

export class Workbench {
  private constructor(
    readonly page: Page,
    /** The copied workspace. */
    readonly folder: string,
    private readonly browser: Browser,
    private readonly server: RunningServer,
    private readonly scratch: string,
  ) {}

  /** Starts an editor with Altitude in it and waits until it can be used. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const scratch = await mkdtemp(path.join(os.tmpdir(), 'altitude-ui-'));
    const source = options.workspace ?? sampleWorkspace;
    const folder = path.join(scratch, path.basename(source));
    await cp(source, folder, { recursive: true });
    await writeSettings(scratch, { ...settingsFor(options.theme ?? 'dark'), ...options.settings });
    const server = await startServer({
      root: await installServer(options.release ?? latest),
      dataDir: scratch,
      extensionsDir: path.join(scratch, 'extensions'),
      automation: true,
      workspaceTrust: options.workspaceTrust ?? false,
    });
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1400, height: 900 } });
    context.setDefaultTimeout(timeoutMs);
    const page = await context.newPage();
    if (options.locale) {
      await page.addInitScript((locale) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: locale }), options.locale);
    }
    const bench = new Workbench(page, folder, browser, server, scratch);
    await page.goto(server.url({ folder, extensionPaths: [path.resolve('.')] }));
    await page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
    return bench;
  }

  /** Ends the editor and removes everything it wrote. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await rm(this.scratch, { recursive: true, force: true });
  }

  /** Reloads the window, as a person would to see what survives. */
  async reload(): Promise<void> {
    await this.page.reload();
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

  /** Runs a command by its title through the palette; waits until the palette knows it. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(`>${title}`, title);
  }

  /** Opens a file of the workspace by its path. */
  async openFile(relative: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.pick(relative, path.posix.basename(relative));
    await this.page.locator('.tab.active', { hasText: path.posix.basename(relative) }).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
  }

  /** Puts the cursor at a one-based line and column of the active editor. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.quickPick.input.fill(`:${line}:${column}`);
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
    const menu = this.page.locator('.action-widget .monaco-list-row.action');
    await this.page.keyboard.press('Control+Period');
    await menu.first().waitFor();
    return (await menu.allInnerTexts()).map((text) => text.trim());
  }

  /** Applies the quick fix whose title contains `title` at the cursor. */
  async applyQuickFix(title: string | RegExp): Promise<void> {
    await this.quickFixes();
    await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
    await this.page.locator('.action-widget').waitFor({ state: 'hidden' });
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

  /** The text of a workspace file on disk. */
  async fileText(relative: string): Promise<string> {
    return readFile(path.join(this.folder, relative), 'utf8');
  }

  /** Writes a picture of the window. */
  async screenshot(file: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  private async pick(query: string, row: string): Promise<void> {
    await this.quickPick.input.fill(query);
    await this.quickPick.row(row).first().click();
    await this.quickPick.input.waitFor({ state: 'hidden' });
  }
}
