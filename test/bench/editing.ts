/** Measures, in the engine's own thread, the time from an edit of an open document to its findings. Prints JSON. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { EngineWorker } from '../../src/engine/scan/engineWorker';
import { localDisk } from '../../src/engine/scan/localDisk';
import { defaultConfig } from '../../src/engine/scan/workerApi';
import { grammarAssets } from '../support/assets';
import { exitOnSignals, temporaryFolder } from '../support/temporary.mts';


/** Most edits of one document, and the longest they may take together, in milliseconds. */
const edits = 200;
const longest = 20_000;

/** Routes with three flaws that rules look for. */
const flawed = (index: number): string => `app.get('/orders/${index}/:id', async (req, res) => {
  const { rows } = await pool.query('SELECT id, total, customer_id FROM orders WHERE id = $1', [req.params.id]);
  const answer = await fetch(\`https://rates.example.com/\${rows[0].currency}\`);
  const rate = (await answer.json()) as { value: number };
  res.json({ ...rows[0], total: priced${index}(rows[0].total, rate.value) });
});

app.post('/reports/${index}', async (req, res) => {
  const names: string[] = [];
  for (const id of req.body.ids) {
    const { rows } = await pool.query('SELECT name FROM customers WHERE id = $1', [id]);
    names.push(rows[0].name);
  }
  res.json(names);
});

${plain(index)}`;

/** Code as most of it is: nothing in it is a finding. */
const plain = (index: number): string => `/** A price in another currency, rounded to cents. */
function priced${index}(amount: number, rate: number): number {
  const converted = amount * rate;
  const fee = converted > 1000 ? converted * 0.01 : 10;
  return Math.round((converted + fee) * 100) / 100;
}

async function audit${index}(order: string, by: string): Promise<void> {
  const at = new Date();
  await pool.query('INSERT INTO audit (order_id, by, at) VALUES ($1, $2, $3)', [order, by, at]);
}

`;

/** One route in this many blocks has flaws: a flaw in about a hundred lines, far more than real code has. */
const every = 20;

const block = (index: number): string => (index % every === 0 ? flawed(index) : plain(index));

const head = "import express from 'express';\nimport { Pool } from 'pg';\n\nconst pool = new Pool({ connectionString: process.env.DATABASE_URL });\nconst app = express();\n\n";

function documentOf(lines: number): string {
  let text = head;
  for (let index = 0, written = 6; written < lines; index++) {
    const next = block(index);
    text += next;
    written += next.split('\n').length - 1;
  }
  return text;
}

const share = (sorted: readonly number[], part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

async function measure(root: string, lines: number) {
  const worker = new EngineWorker(grammarAssets, localDisk());
  await worker.configure({ ...defaultConfig(), roots: [root] });
  const file = `${root}/server.ts`;
  const text = documentOf(lines);
  const all = text.split('\n');
  const started = performance.now();
  const { findings } = await worker.openDocument({ file, text, language: 'typescript' }, 1);
  const opened = performance.now() - started;
  const times: number[] = [];
  let version = 1;
  const end = performance.now() + longest;
  for (let i = 0; i < edits + 20 && (times.length < 10 || performance.now() < end); i++) {
    // A letter typed inside a comment, a name or a call, all over the document, and taken back.
    const line = Math.floor(((i >> 1) * 7919) % all.length);
    const character = Math.floor((all[line]?.length ?? 0) / 2);
    const range = { start: { line, character }, end: { line, character: i % 2 === 0 ? character : character + 1 } };
    const before = performance.now();
    await worker.changeDocument(file, ++version, [{ range, text: i % 2 === 0 ? 'x' : '' }]);
    // The first compile what the rest run.
    if (i >= 20 || lines > 10_000) times.push(performance.now() - before);
  }
  await worker.closeDocument(file);
  times.sort((a, b) => a - b);
  return { lines: all.length - 1, findings: findings.length, opened, p50: share(times, 0.5), p95: share(times, 0.95) };
}

async function main(): Promise<void> {
  exitOnSignals();
  const { folder, remove } = temporaryFolder('edits');
  const root = folder.replaceAll(path.sep, '/');
  try {
    writeFileSync(path.join(root, 'package.json'), '{"dependencies":{"express":"^5.0.0","pg":"^8.0.0"}}');
    const sizes = [200, 2000, 20_000];
    const results = [];
    for (const lines of sizes) results.push(await measure(root, lines));
    console.log(JSON.stringify(results));
  } finally {
    remove();
  }
}

void main();
