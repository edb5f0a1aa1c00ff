#!/usr/bin/env node
// Stands in for the desktop `code` executable: takes the arguments `@vscode/test-electron` gives, runs the VS Code
// server and a headless browser instead, and exits with the suite's code.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { withScratch } from '../support/scratch.mts';
import { launchBrowser } from './server/browser.mts';
import { installServer } from './server/install.mts';
import { isNoise } from './server/noise.mts';
import { releaseOf } from './server/releases.mts';
import { startServer } from './server/start.mts';

const timeoutMs = Number(process.env['ALTITUDE_HOST_TIMEOUT_MS'] ?? 600_000);
const timedOut = 124;

const { values, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
  allowPositionals: true,
  // Desktop switches such as --no-sandbox have no meaning here.
  strict: false,
});

function strings(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}

/** Opens the page and waits for the suite's exit code. */
async function runSuite(page: Page, url: string): Promise<number> {
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    const line = format(...args);
    if (isNoise(line) && !process.env['ALTITUDE_VERBOSE']) return;
    (type === 'error' ? process.stderr : process.stdout).write(`${line}\n`);
  });
  const exit = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
  await page.goto(url);
  return Promise.race([exit, setTimeout(timeoutMs, timedOut, { ref: false })]);
}

async function main(scratch: string): Promise<number> {
  const root = await installServer(releaseOf(process.env['ALTITUDE_HOST_VERSION']));
  const extensionsDir = strings(values['extensions-dir'])[0] ?? path.join(scratch, 'extensions');
  await mkdir(extensionsDir, { recursive: true });
  const server = await startServer({
    root,
    dataDir: scratch,
    extensionsDir,
    automation: true,
    workspaceTrust: !('disable-workspace-trust' in values),
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const url = server.url({
      folder: positionals[0] === undefined ? undefined : path.resolve(positionals[0]),
      extensionPaths: strings(values.extensionDevelopmentPath),
      ...(typeof values.extensionTestsPath === 'string' ? { testsPath: values.extensionTestsPath } : {}),
    });
    const code = await runSuite(page, url);
    if (code === timedOut) await report(page);
    return code;
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function report(page: Page): Promise<void> {
  const picture = path.resolve('test-artifacts/host-timeout.png');
  await page.screenshot({ path: picture });
  console.error(`The suite did not end within ${timeoutMs / 1000} s. Screenshot: ${picture}`);
}

process.exitCode = await withScratch(main);
