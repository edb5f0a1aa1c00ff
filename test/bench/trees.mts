import { cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const filesUnder = (dir: string): string[] => readdirSync(dir, { recursive: true, encoding: 'utf8' });

export const isSource = (name: string): boolean => /\.(?:[cm]?[jt]sx?|go|sql)$/.test(name) && !/\.d\.[cm]?ts$|\.min\.js$/.test(name);

/** Copies the dependencies' sources out of node_modules, which no scan enters. */
export function copyDependencies(root: string, into: string): void {
  const from = path.join(root, 'node_modules');
  for (const name of filesUnder(from)) {
    const source = path.join(from, name);
    if (!isSource(name) || statSync(source, { throwIfNoEntry: false })?.isFile() !== true) continue;
    // The folder names that mark foreign or built code would hide the copies from every contender that knows them.
    const target = path.join(into, name.replaceAll(/(?:^|[\\/])(?:node_modules|dist|build|vendor|out|tests?|examples?|\.[^\\/]+)(?=[\\/])/g, '/m'));
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(source, target);
  }
}

/** Copies the sources of some folders, each into one of its own, without those named by absolute path. */
export function copyWithout(trees: readonly string[], left: ReadonlySet<string>, into: string): void {
  trees.forEach((tree, index) => {
    for (const name of filesUnder(tree)) {
      const source = path.join(tree, name);
      if (!isSource(name) || left.has(source) || statSync(source, { throwIfNoEntry: false })?.isFile() !== true) continue;
      const target = path.join(into, String(index), name);
      mkdirSync(path.dirname(target), { recursive: true });
      cpSync(source, target);
    }
  });
}

/** Modules of a service as they mostly are: of ten, seven hold nothing that a rule looks for. */
const modules: readonly ((index: number) => string)[] = [
  (index) => `import { pool } from '../db';

export async function find${index}(id: string) {
  const { rows } = await pool.query('SELECT id, name, total FROM orders_${index} WHERE id = $1', [id]);
  return rows[0];
}

export async function names${index}(ids: readonly string[]) {
  const found: string[] = [];
  for (const id of ids) {
    const { rows } = await pool.query('SELECT name FROM customers_${index} WHERE id = $1', [id]);
    found.push(rows[0].name);
  }
  return found;
}
`,
  (index) => `import { Router } from 'express';
import axios from 'axios';

export const router${index} = Router();

router${index}.get('/rates/${index}/:id', async (req, res) => {
  const answer = await axios.get(\`https://rates.example.com/\${encodeURIComponent(req.params.id)}\`);
  res.json(answer.data);
});
`,
  (index) => `package handlers

import (
	"encoding/json"
	"net/http"
)

type order${index} struct {
	ID    string \`json:"id"\`
	Total int    \`json:"total"\`
}

func create${index}(w http.ResponseWriter, r *http.Request) {
	var input order${index}
	if err := json.NewDecoder(r.Body).Decode(&input); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusCreated)
}
`,
];

const plain = (index: number): string =>
  Array.from(
    { length: 6 },
    (_, at) => `export interface Line${at} {
  readonly sku: string;
  readonly amount: number;
  readonly price: number;
}

/** The total of some lines, rounded to cents. */
export function total${index}x${at}(lines: readonly Line${at}[], discount: number): number {
  const sum = lines.reduce((before, { amount, price }) => before + amount * price, 0);
  const reduced = discount > 0 ? sum * (1 - discount / 100) : sum;
  return Math.round(reduced * 100) / 100;
}
`,
  ).join('\n');

/** Writes a service of so many files, forty to a folder. */
export function generateTree(into: string, files: number): void {
  mkdirSync(path.join(into, 'src'), { recursive: true });
  writeFileSync(path.join(into, 'package.json'), '{"name":"generated","dependencies":{"express":"^5.0.0","pg":"^8.0.0","axios":"^1.0.0"}}\n');
  writeFileSync(path.join(into, 'src', 'db.ts'), "import { Pool } from 'pg';\n\nexport const pool = new Pool({ connectionTimeoutMillis: 2000 });\n");
  for (let index = 0; index < files - 1; index++) {
    const folder = path.join(into, 'src', `part${Math.floor(index / 40)}`);
    if (index % 40 === 0) mkdirSync(folder);
    const special = modules[index % 10];
    const text = special === undefined ? plain(index) : special(index);
    writeFileSync(path.join(folder, `module${index}.${text.startsWith('package') ? 'go' : 'ts'}`), text);
  }
}
