import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { execOrThrow } from '../../support/command.mts';
import { cached, cacheRoot } from './cache.mts';

const decompress = promisify(brotliDecompress);

/** The carrier has one build: other machines use the Chrome they have. */
const carried = process.platform === 'linux' && process.arch === 'x64';

/**
 * A headless Chromium. On Linux x64 it comes from npm, so every run draws with the same browser; elsewhere it is the
 * installed Chrome. `ALTITUDE_CHROME` names another executable.
 */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env['ALTITUDE_CHROME'];
  if (named) return chromium.launch({ executablePath: named });
  if (!carried) return chromium.launch({ channel: 'chrome' });
  const folder = await installChromium();
  return chromium.launch({
    executablePath: path.join(folder, 'chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: path.join(folder, 'lib'),
      ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: path.join(folder, 'fonts.conf') }),
    },
  });
}

async function installChromium(): Promise<string> {
  const carrier = path.resolve('node_modules/@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(path.join(carrier, 'package.json'), 'utf8')) as { version: string };
  const name = `chromium-${version}-r1`;
  return cached(name, async (folder) => {
    console.log('Unpacking Chromium (once) …');
    await writeFile(path.join(folder, 'chromium'), await unbrotli(path.join(carrier, 'bin/chromium.br')), { mode: 0o755 });
    for (const archive of ['al2023.tar', 'fonts.tar']) {
      const tar = path.join(folder, '..', archive);
      await writeFile(tar, await unbrotli(path.join(carrier, 'bin', `${archive}.br`)));
      await execOrThrow('tar', ['-xf', tar, '-C', folder, '--no-same-owner']);
    }
    await writeFile(path.join(folder, 'fonts.conf'), fontConfiguration(path.join(cacheRoot, name, 'fonts')));
  });
}

async function unbrotli(file: string): Promise<Buffer> {
  return decompress(await readFile(file));
}

/** For machines with no fontconfig of their own: without any font a page has no text. */
function fontConfiguration(fonts: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;
}
