import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Disk } from '../../../src/engine/scan/disk';
import { EngineWorker } from '../../../src/engine/scan/engineWorker';
import { localDisk } from '../../../src/engine/scan/localDisk';
import { shareFiles } from '../../../src/engine/scan/sharedFiles';
import { defaultConfig } from '../../../src/engine/scan/workerApi';
import { grammarAssets } from '../../support/assets';
import { withTree } from '../support/tree';

const service = `import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export async function open(email: string) {
  const user = await prisma.user.findUnique({ where: { email } });
  if (user) throw new Error('taken');
  return prisma.user.create({ data: { email } });
}
`;

const routes = `import express from 'express';\nimport { open } from './open';\n\nexport const app = express();\napp.post('/users', async (req, res) => { res.json(await open(req.body.email)); });\n`;

const schema = (key: string) => `model User {\n  id    Int    @id\n  email String${key}\n}\n`;

describe('the schema of a workspace', () => {
  it('is read from Prisma’s file, and again when that changes', async () => {
    await withTree({ 'package.json': '{}', 'prisma/schema.prisma': schema(''), 'src/open.ts': service, 'src/routes.ts': routes }, async (root) => {
      const worker = new EngineWorker(grammarAssets, localDisk());
      // A level that somebody chose leaves only what the schema casts doubt on.
      await worker.configure({ ...defaultConfig(), roots: [root], severities: { 'check-then-create': 'warning' } });
      const severity = async () => {
        const { findings } = await worker.scan([path.posix.join(root, 'src/open.ts')]);
        return findings.flatMap((file) => file.findings).find(({ rule }) => rule === 'check-then-create')?.severity;
      };
      assert.equal(await severity(), 'warning');
      writeFileSync(path.join(root, 'prisma/schema.prisma'), schema(' @unique'));
      assert.equal(await severity(), 'warning', 'read once');
      await worker.invalidate([`${root}/src/other.ts`]);
      assert.equal(await severity(), 'warning', 'another file says nothing of it');
      await worker.invalidate([`${root}/prisma/schema.prisma`]);
      assert.equal(await severity(), 'hint');
    });
  });

  it('is read from the files that another thread listed, tests left out', async () => {
    const files = { 'package.json': '{}', 'prisma/schema.prisma': schema(' @unique'), 'src/open.ts': service, 'tests/schema.prisma': schema('') };
    await withTree(files, async (root) => {
      const listed: string[] = [];
      const disk = localDisk();
      const list: Disk['list'] = (roots, options) => {
        listed.push(...roots);
        return disk.list(roots, options);
      };
      const worker = new EngineWorker(grammarAssets, { ...disk, list });
      await worker.configure({ ...defaultConfig(), roots: [root] });
      const shared = shareFiles(root, ['prisma/schema.prisma', 'src/open.ts', 'tests/schema.prisma'].map((name) => `${root}/${name}`), true);
      assert.ok(shared);
      await worker.knowFiles(shared);
      const severities = async () => (await worker.scan([`${root}/src/open.ts`])).findings.flatMap((file) => file.findings).map(({ severity }) => severity);
      assert.deepEqual(await severities(), ['hint']);
      assert.deepEqual(listed, []);
      await worker.configure({ ...defaultConfig(), roots: [root] });
      assert.deepEqual(await severities(), ['hint']);
      assert.deepEqual(new Set(listed), new Set([root]), 'a new configuration lists anew');
    });
  });
});
