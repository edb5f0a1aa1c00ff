import assert from 'node:assert/strict';
import path from 'node:path';
import { EngineWorker } from '../../../src/engine/scan/engineWorker';
import { localDisk } from '../../../src/engine/scan/localDisk';
import { defaultConfig, type WorkerConfig } from '../../../src/engine/scan/workerApi';
import { grammarAssets } from '../../support/assets';
import { withTree } from '../support/tree';

const manifest = { 'package.json': '{ "dependencies": { "express": "^5.0.0" } }' };

const server = 'package main\n\nimport "net/http"\n\nfunc main() {\n\tpanic(http.ListenAndServe(":8080", nil))\n}\n';

async function severities(files: Readonly<Record<string, string>>, file: string, config: Partial<WorkerConfig> = {}): Promise<readonly string[]> {
  return withTree(files, async (root) => {
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
