import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { EngineWorker } from '../../../src/engine/scan/engineWorker';
import { localDisk } from '../../../src/engine/scan/localDisk';
import { defaultConfig, type WorkerConfig } from '../../../src/engine/scan/workerApi';
import { grammarAssets } from '../../support/assets';
import { withTree } from '../support/tree';

const manifest = { 'package.json': '{ "dependencies": { "express": "^5.0.0" } }' };

const server = 'package main\n\nimport "net/http"\n\nfunc main() {\n\tpanic(http.ListenAndServe(":8080", nil))\n}\n';

async function severities(files: Readonly<Record<string, string>>, file: string, config: Partial<WorkerConfig> = {}, folder = ''): Promise<readonly string[]> {
  return withTree(files, async (tree) => {
    const root = path.posix.join(tree, folder);
    const worker = new EngineWorker(grammarAssets, localDisk());
    await worker.configure({ ...defaultConfig(), doubtful: true, ...config, roots: [root] });
    const { findings } = await worker.scan([path.posix.join(root, file)]);
    return findings.flatMap((each) => each.findings).map(({ rule, severity, doubtful }) => `${rule} ${severity}${doubtful === true ? ', doubtful' : ''}`);
  });
}

describe('what an unproven rule finds', () => {
  const goProject = { 'go.mod': 'module example.com/shop\n', 'main.go': server };

  it('is doubtful in a project, until somebody chooses a level for the rule', async () => {
    assert.deepEqual(await severities(goProject, 'main.go'), ['server-without-timeouts hint, doubtful']);
    assert.deepEqual(await severities(goProject, 'main.go', { doubtful: false }), []);
    assert.deepEqual(await severities(goProject, 'main.go', { doubtful: false, severities: { 'server-without-timeouts': 'information' } }), ['server-without-timeouts information']);
  });

  it('is shown in a file that belongs to no project: somebody tries it', async () => {
    assert.deepEqual(await severities({ 'main.go': server }, 'main.go', { doubtful: false }), ['server-without-timeouts information']);
  });
});

describe('what any rule finds in a folder of what helps developers', () => {
  const call = "import express from 'express';\nexport const app = express();\napp.get('/', async (req, res) => res.json(await (await fetch('https://rates.example.com')).json()));\n";

  it('is doubtful', async () => {
    assert.deepEqual(await severities({ ...manifest, 'src/app.js': call }, 'src/app.js'), ['call-without-deadline warning']);
    for (const folder of ['docker/pages', 'dev-server', 'rates-mock', 'services/dummy-idp']) {
      assert.deepEqual(await severities({ ...manifest, [`${folder}/app.js`]: call }, `${folder}/app.js`), ['call-without-deadline hint, doubtful'], folder);
    }
    assert.deepEqual(await severities({ ...manifest, 'src/app.js': call, 'src/mockups/app.js': call }, 'src/mockups/app.js'), ['call-without-deadline warning']);
  });
});

describe('what any rule finds in a module that nothing imports', () => {
  const call = "import express from 'express';\nexport const rates = express.Router();\nrates.get('/', async (req, res) => res.json(await (await fetch('https://rates.example.com')).json()));\n";
  const app = "import express from 'express';\nexpress().listen(80);\n";
  const files = { ...manifest, 'src/app.js': app, 'src/rates.js': call };

  it('is doubtful until a file imports it, and again when none does', async () => {
    await withTree(files, async (root) => {
      const worker = new EngineWorker(grammarAssets, localDisk());
      await worker.configure({ ...defaultConfig(), roots: [root] });
      const [entry, module] = ['app', 'rates'].map((name) => path.posix.join(root, `src/${name}.js`));
      assert.ok(entry !== undefined && module !== undefined);
      const found = async () => (await worker.scan([module])).findings.flatMap((each) => each.findings).map(({ severity, doubtful }) => `${severity}${doubtful === true ? ', doubtful' : ''}`);
      assert.deepEqual(await found(), ['hint, doubtful']);
      writeFileSync(entry, `import { rates } from './rates';\n${app}use(rates);\n`);
      await worker.invalidate([entry]);
      assert.deepEqual(await found(), ['warning']);
      writeFileSync(entry, app);
      await worker.invalidate([entry]);
      assert.deepEqual(await found(), ['hint, doubtful']);
      const other = path.posix.join(root, 'src/more.js');
      writeFileSync(other, "import { rates } from './rates';\nrates.listen(90);\n");
      await worker.invalidate([other]);
      assert.deepEqual(await found(), ['warning']);
    });
  });

  it('is shown in an open document, which is being written before anything loads it, and doubtful again once that is closed', async () => {
    await withTree(files, async (root) => {
      const worker = new EngineWorker(grammarAssets, localDisk());
      await worker.configure({ ...defaultConfig(), roots: [root] });
      const file = path.posix.join(root, 'src/rates.js');
      const opened = await worker.openDocument({ file, text: call, language: 'javascript', isOpen: true }, 1);
      const start = { line: 0, character: 0 };
      const changed = await worker.changeDocument(file, 2, [{ range: { start, end: start }, text: '\n' }]);
      assert.deepEqual([opened, changed].flatMap(({ findings }) => findings.map(({ severity, doubtful }) => [severity, doubtful])), [['warning', undefined], ['warning', undefined]]);
      await worker.closeDocument(file);
      const scanned = (await worker.scan([file])).findings.flatMap(({ findings }) => findings);
      assert.deepEqual(scanned.map(({ doubtful }) => doubtful), [true]);
    });
  });

  it('is shown where the scanned folder is a package of a larger one, whose other packages are not seen', async () => {
    const larger = Object.fromEntries(Object.entries(files).map(([name, text]) => [`packages/rates/${name}`, text]));
    assert.deepEqual(await severities({ 'package.json': '{ "workspaces": ["packages/*"] }', '.git/HEAD': 'ref: refs/heads/main\n', ...larger }, 'src/rates.js', {}, 'packages/rates'), ['call-without-deadline warning']);
    assert.deepEqual(await severities({ '.git/HEAD': 'ref: refs/heads/main\n', ...larger }, 'src/rates.js', {}, 'packages/rates'), ['call-without-deadline hint, doubtful']);
  });
});
