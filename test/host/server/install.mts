import { chmod, copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execOrThrow, npmCommand } from '../../support/command.mts';
import { cached } from './cache.mts';
import { floor, latest, type Release } from './releases.mts';
import { unpackPackage } from './tarball.mts';

/** Raise it when the steps below change, so that an older installation is not reused. */
const recipe = 2;

/** Built-in extensions that want an account, a network or a repository, or are large and beside the point here. */
const withoutExtensions = /^(copilot|git|github.*|mermaid-markdown-features|microsoft-authentication|ms-vscode\..*|tunnel-forwarding)$/;

/** Dependencies of those extensions and of the agent host. */
const withoutPackages = ['@github', '@microsoft/mxc-sdk', '@devcontainers'];

/** Native modules that would need a compiler; the server only calls the few functions given here. */
const stubs: Readonly<Record<string, string>> = {
  'native-watchdog': 'exports.start = () => {};',
  '@vscode/native-watchdog': 'exports.start = () => {};',
  '@vscode/spdlog': `
const nothing = () => {};
const logger = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : name === 'getLevel' ? () => 2 : nothing) });
exports.setFlushOn = nothing;
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async () => logger;`,
};

/** The folder of a ready VS Code server, fetched from the npm registry the first time. */
export async function installServer(release: Release): Promise<string> {
  const ripgrep = release === floor ? await ripgrepOf(latest) : undefined;
  return cached(`vscode-server-${release.vscode}-r${recipe}`, async (folder) => {
    console.log(`Fetching the VS Code ${release.vscode} server (once, about 90 MB) …`);
    await unpack(release, folder);
    console.log('Installing its dependencies …');
    await installDependencies(folder);
    await installDependencies(path.join(folder, 'extensions'));
    await prune(folder);
    await stubNativeModules(folder);
    if (ripgrep) await placeRipgrep(ripgrep, folder);
    console.log(`VS Code ${release.vscode} server is ready.`);
  });
}

async function unpack({ carrier, integrity }: Release, folder: string): Promise<void> {
  const scratch = path.join(folder, '..', 'carrier');
  await unpackPackage({ name: 'code-server', version: carrier, integrity }, scratch, 'lib/vscode');
  await cp(path.join(scratch, 'package/lib/vscode'), folder, { recursive: true });
}

async function installDependencies(folder: string): Promise<void> {
  // The shrinkwrap leaves peer dependencies out, so they must not be asked for. Install scripts would compile.
  const flags = ['--omit=dev', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--loglevel=error'];
  await execOrThrow(...npmCommand(['ci', ...flags]), { cwd: folder });
}

async function prune(folder: string): Promise<void> {
  const extensions = path.join(folder, 'extensions');
  const doomed = [
    ...(await readdir(extensions)).filter((name) => withoutExtensions.test(name)).map((name) => path.join(extensions, name)),
    ...withoutPackages.map((name) => path.join(folder, 'node_modules', name)),
  ];
  await Promise.all(doomed.map((target) => rm(target, { recursive: true, force: true })));
}

async function stubNativeModules(folder: string): Promise<void> {
  for (const [name, source] of Object.entries(stubs)) {
    const target = path.join(folder, 'node_modules', name);
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    await writeFile(path.join(target, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'stub.cjs' }));
    await writeFile(path.join(target, 'stub.cjs'), source);
  }
}

async function ripgrepOf(release: Release): Promise<string> {
  const executable = process.platform === 'win32' ? 'rg.exe' : 'rg';
  return path.join(await installServer(release), 'node_modules/@vscode/ripgrep-universal/bin', `${process.platform}-${process.arch}`, executable);
}

/** The floor's ripgrep package downloads its binary in an install script; the latest release ships one. */
async function placeRipgrep(binary: string, folder: string): Promise<void> {
  const target = path.join(folder, 'node_modules/@vscode/ripgrep/bin');
  await mkdir(target, { recursive: true });
  await copyFile(binary, path.join(target, path.basename(binary)));
  await chmod(path.join(target, path.basename(binary)), 0o755);
}
