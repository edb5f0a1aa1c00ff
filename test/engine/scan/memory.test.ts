import assert from 'node:assert/strict';
import { EngineWorker } from '../../../src/engine/scan/engineWorker';
import { localDisk } from '../../../src/engine/scan/localDisk';
import { defaultConfig } from '../../../src/engine/scan/workerApi';
import { grammarAssets } from '../../support/assets';
import { heldMemory } from '../support/memory';

const edits = 10_000;

/** Far less than the trees of so many edits, had they been kept: each takes about 40 kB. */
const allowed = 12_000_000;

const text = `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();

app.get('/orders/:id', async (req, res) => {
  const client = await pool.connect();
  try {
    const found = await client.query('SELECT * FROM orders WHERE id = $1', [req.params.id]);
    res.json(found.rows[0]);
  } finally {
    client.release();
  }
});
`;

describe('an open document', () => {
  it(`takes no more memory after ${edits} edits`, async () => {
    const worker = new EngineWorker(grammarAssets, localDisk());
    await worker.configure({ ...defaultConfig(), roots: ['/work'] });
    const file = '/work/src/orders.ts';
    await worker.openDocument({ file, text, language: 'typescript' }, 1);
    let version = 1;
    const edit = async (times: number) => {
      for (let i = 0; i < times; i++) {
        // Typed and taken back, at the same place.
        const range = { start: { line: 9, character: 4 }, end: { line: 9, character: i % 2 === 0 ? 4 : 5 } };
        await worker.changeDocument(file, ++version, [{ range, text: i % 2 === 0 ? 'x' : '' }]);
      }
    };
    await edit(1000);
    const before = heldMemory();
    await edit(edits);
    const grown = heldMemory() - before;
    assert.ok(grown < allowed, `${(grown / 1e6).toFixed(1)} MB more`);
  }).timeout(60_000);

  it('keeps none of its former texts when every part of it was edited', async () => {
    const worker = new EngineWorker(grammarAssets, localDisk());
    await worker.configure({ ...defaultConfig(), roots: ['/work'] });
    const file = '/work/src/archive.ts';
    const parts = 200;
    const part = (index: number) => `
async function findOrdersOfCustomer${index}(customerOfTheShop: string) {
  const { rows } = await pool.query('SELECT number FROM orders_${index} WHERE customer = $1', [customerOfTheShop]);
  return rows;
}
`;
    const comment = `/* ${'Orders are kept for ten years. '.repeat(6000)} */`;
    const long = `import { Pool } from 'pg';\nconst pool = new Pool();\n${Array.from({ length: parts }, (_, index) => part(index)).join('')}${comment}`;
    await worker.openDocument({ file, text: long, language: 'typescript' }, 1);
    let version = 1;
    const edit = async (index: number) => {
      const start = { line: 3 + index * 5, character: 'async function find'.length };
      await worker.changeDocument(file, ++version, [{ range: { start, end: start }, text: 'All' }]);
    };
    for (let i = 0; i < 50; i++) await edit(0);
    const before = heldMemory();
    for (let index = 1; index < parts; index++) await edit(index);
    const grown = heldMemory() - before;
    // Each text takes 200 kB, all of them 40 MB.
    assert.ok(grown < allowed, `${(grown / 1e6).toFixed(1)} MB more`);
  }).timeout(60_000);
});
