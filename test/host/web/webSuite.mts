import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { execOrThrow } from '../../support/command.mts';
import type { Summary } from '../../support/mocha.mts';
import { launchBrowser } from '../server/browser.mts';
import { installServer } from '../server/install.mts';
import { isNoise } from '../server/noise.mts';
import type { Release } from '../server/releases.mts';
import type { DesktopPiece, WebTask } from './task.ts';
import { fileBelow, serveSite } from './files.mts';
import { serveWorkbench } from './workbench.mts';

const timeoutMs = 300_000;

/** Runs the suite of test/host/web in the web extension host of a workbench that has no server. */
export async function runWebSuite(release: Release): Promise<Summary> {
  const root = await installServer(release);
  const pieces = JSON.parse(await execOrThrow(process.execPath, ['out/test/host/web/desktopPieces.js'])) as DesktopPiece[];
  const task: WebTask = { pieces, grep: process.env['ALTITUDE_GREP'] };
  const reports: Summary[] = [];
  const asked: string[] = [];
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  // Two origins, as on vscode.dev: nothing may rely on the extension lying where the page does.
  const extension = await serveSite(async (pathname, body) => {
    const [, folder, ...names] = pathname.split('/');
    const file = names.join('/');
    if (folder === 'extension') {
      asked.push(file);
      return fileBelow(path.resolve('.'), file);
    }
    if (folder === 'task.json') return JSON.stringify(task);
    if (folder === 'asked.json') return JSON.stringify(asked);
    if (folder === 'panel.txt') return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('main').innerText();
    if (folder === 'picks.txt') return page.locator('.quick-input-widget').innerText();
    if (folder !== 'summary') throw new Error(`no such page: ${pathname}`);
    reports.push(JSON.parse(body) as Summary);
    return '';
  });
  const workbench = await serveWorkbench({
    root,
    extension: new URL('/extension', extension.origin),
    // Below the extension: the editor runs a suite in the host of the extension it lies in.
    tests: new URL('/extension/out/test/host/web/suite.js', extension.origin),
  });
  console.log(`VS Code ${release.vscode} (browser alone)`);
  try {
    const end = await Promise.race([endOf(page, workbench.origin), setTimeout(timeoutMs, `no end within ${timeoutMs / 1000} s`, { ref: false })]);
    const [summary] = reports;
    if (summary) return summary;
    const picture = path.resolve('test-artifacts/web-host.png');
    await page.screenshot({ path: picture });
    throw new Error(`The suite left no result: ${end}. Screenshot: ${picture}`);
  } finally {
    await browser.close();
    workbench.stop();
    extension.stop();
  }
}

/** Opens the workbench. @returns why its extension host ended, once it has */
async function endOf(page: Page, url: string): Promise<string> {
  const verbose = Boolean(process.env['ALTITUDE_VERBOSE']);
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    const line = format(...args);
    if (verbose || !isNoise(line)) (type === 'error' ? process.stderr : process.stdout).write(`${line}\n`);
  });
  const ended = new Promise<string>((resolve) => void page.exposeFunction('codeAutomationExit', (code: number) => resolve(`exit code ${code}`)));
  if (verbose) page.on('console', (message) => console.log(message.text()));
  await page.goto(url);
  return ended;
}
