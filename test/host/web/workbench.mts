import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileBelow, serveSite, type Site } from './files.mts';

export interface WebWorkbench {
  /** The folder of the VS Code server whose workbench is served. */
  readonly root: string;
  /** Addresses of the extension's folder and of the suite's bundle. */
  readonly extension: URL;
  readonly tests: URL;
}

const components = ({ protocol, host, pathname }: URL) => ({ scheme: protocol.slice(0, -1), authority: host, path: pathname });

/** Serves the workbench as vscode.dev does: files alone, with no server behind it and every extension in a web worker. */
export async function serveWorkbench({ root, extension, tests }: WebWorkbench): Promise<Site> {
  const scripts = path.join('out/vs/code/browser/workbench');
  const template = await readFile(path.join(root, scripts, 'workbench.html'), 'utf8');
  const site = await serveSite(async (pathname) => {
    if (pathname === '/') return page(site.origin);
    const name = pathname.replace(/^\/static\//, '');
    if (name === pathname) throw new Error(`no such page: ${pathname}`);
    if (path.normalize(name) === path.join(scripts, 'workbench.js')) return withoutServer(root, name);
    return fileBelow(root, name);
  });
  const page = (origin: string): string => {
    const settings = {
      folderUri: { scheme: 'tmp', path: '/workspace' },
      developmentOptions: { extensions: [components(extension)], extensionTestsPath: components(tests), enableSmokeTestDriver: true },
      enableWorkspaceTrust: false,
      // Options the carrier's build insists on.
      userDataPath: '/',
      isEnabledFileDownloads: true,
      isEnabledFileUploads: true,
      isEnabledCoderGettingStarted: false,
      productConfiguration: {
        enableTelemetry: false,
        // vscode.dev has an origin for each webview; here they share the page's.
        webviewContentExternalBaseUrlTemplate: `${origin}/static/out/vs/workbench/contrib/webview/browser/pre/`,
      },
    };
    const values: Readonly<Record<string, string>> = {
      WORKBENCH_WEB_CONFIGURATION: JSON.stringify(settings).replaceAll('"', '&quot;'),
      WORKBENCH_WEB_BASE_URL: '/static',
      WORKBENCH_NLS_FALLBACK_URL: '/static/out/nls.messages.js',
      WORKBENCH_NLS_URL: '/static/out/nls.messages.js',
    };
    return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  };
  return site;
}

/** The carrier of this build puts a server behind every page. Undone here: its host is no remote and keeps no user data. */
const serverless: readonly (readonly [RegExp, string])[] = [
  [/remoteAuthority:location\.host/, 'remoteAuthority:void 0'],
  [/(?<=userDataPath\)\.with\(\{scheme:)\w+\.vscodeRemote/, '"vscode-userdata"'],
];

async function withoutServer(root: string, name: string): Promise<string> {
  let text = await readFile(path.join(root, name), 'utf8');
  for (const [found, replacement] of serverless) {
    if (!found.test(text)) throw new Error(`${name} has changed: ${found.source} is not there.`);
    text = text.replace(found, replacement);
  }
  return text;
}
