import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixText } from '../../../src/engine/fix/fixText';
import { rules } from '../../../src/engine/rules/registry';
import { temporaryFolder } from '../../support/temporary.mts';

import { requireTool } from '../../support/tools';
import { analyzerFor } from '../support/ruleTests';

const root = path.join(process.cwd(), 'test/engine/rules');

/** A folder of Go files that belong together: the package as it is before the fixes, or after. */
interface GoPackage {
  readonly name: string;
  /** Contents by path inside the package. */
  readonly files: ReadonlyMap<string, string>;
}

const goFiles = (dir: string): string[] => readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.go'));

function packagesOf(rule: string): GoPackage[] {
  return ['hits', 'misses'].flatMap((kind) => {
    const dir = path.join(root, rule, 'fixtures', kind);
    const entries = statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(dir) : [];
    return entries.flatMap((entry): GoPackage[] => {
      const full = path.join(dir, entry);
      const name = `${rule}/${kind}/${entry}`;
      if (statSync(full).isDirectory()) return folderPackages(full, name);
      return entry.endsWith('.go') ? [{ name, files: new Map([['main.go', unmarked(full)]]) }] : [];
    });
  });
}

/** A multi-file case gives two packages: as it is, and with `fixed/` laid over it. */
function folderPackages(dir: string, name: string): GoPackage[] {
  const own = goFiles(dir).map((file) => file.split(path.sep).join('/'));
  if (own.length === 0) return [];
  const before = new Map(own.filter((file) => !file.startsWith('fixed/')).map((file) => [file, unmarked(path.join(dir, file))]));
  const fixed = own.filter((file) => file.startsWith('fixed/')).map((file): [string, string] => [file.slice('fixed/'.length), unmarked(path.join(dir, file))]);
  return [{ name, files: before }, ...(fixed.length === 0 ? [] : [{ name: `${name} (fixed)`, files: new Map([...before, ...fixed]) }])];
}

const unmarked = (file: string) => readFileSync(file, 'utf8').replace(/[«»]/g, '');

/** The Go snippets of the lessons, each as it is and as the rules' fixes leave it. */
async function lessonPackages(): Promise<GoPackage[]> {
  const lessons = path.join(process.cwd(), 'lessons');
  const packages = goFiles(lessons).map(async (file): Promise<GoPackage[]> => {
    const text = readFileSync(path.join(lessons, file), 'utf8');
    let fixed = text;
    for (const rule of rules) {
      const source = { file: `/lessons/${file}`, text: fixed, language: 'go', fragment: true } as const;
      fixed = (await fixText(await analyzerFor(rule), source, { safety: 'review' })).text;
    }
    // That a piece's rule fixes its snippet is asked elsewhere; a piece may teach without a rule.
    return [...new Set([text, fixed])].map((content, i) => ({ name: `lessons/${file}${i === 0 ? '' : ' (fixed)'}`, files: new Map([['main.go', content]]) }));
  });
  return (await Promise.all(packages)).flat();
}

/** No route to the module proxy, and the modules not on this machine yet: nothing was checked. */
const offline = /dial tcp|no such host|i\/o timeout|connection refused|network is unreachable|proxyconnect|GOPROXY=off|module lookup disabled/;

describe('Go fixtures', function () {
  this.timeout(300_000);
  const packages = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? packagesOf(entry.name) : []));
  const folders = new Map(packages.map((entry, index) => [`p${index}`, entry]));
  let module = '';
  let remove: (() => void) | undefined;

  before(async () => {
    for (const entry of await lessonPackages()) folders.set(`p${folders.size}`, entry);
    ({ folder: module, remove } = temporaryFolder('go'));
    for (const file of ['go.mod', 'go.sum']) cpSync(path.join(root, 'go', file), path.join(module, file));
    for (const [folder, { files }] of folders) {
      for (const [file, text] of files) {
        mkdirSync(path.dirname(path.join(module, folder, file)), { recursive: true });
        writeFileSync(path.join(module, folder, file), text);
      }
    }
  });

  after(() => remove?.());

  /** Runs a Go command in the module and names the fixtures in what it prints. */
  function run(command: string, args: readonly string[]) {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: module, encoding: 'utf8', env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' } });
    assert.ifError(error);
    const named = `${stdout}${stderr}`.replace(/\bp\d+\b/g, (folder) => folders.get(folder)?.name ?? folder);
    return { status, output: named.trim() };
  }

  it('are found', () => {
    assert.ok(packages.length > 0);
  });

  it('are formatted as gofmt formats, before and after the fixes', function () {
    const gofmt = path.join(path.dirname(requireTool(this, 'go')), process.platform === 'win32' ? 'gofmt.exe' : 'gofmt');
    assert.deepEqual(run(gofmt, ['-l', '.']), { status: 0, output: '' });
  });

  it('compile and pass vet against the real modules, before and after the fixes', function () {
    const { status, output } = run(requireTool(this, 'go'), ['vet', './...']);
    if (status !== 0 && offline.test(output) && process.env['ALTITUDE_REQUIRE_TOOLS'] !== '1') {
      console.log('    skipped: the Go modules are not on this machine and cannot be fetched');
      return this.skip();
    }
    assert.equal(status, 0, output);
  });
});
