// Runs one module as twenty processes would: twenty instances of it, each with its own pool, called at the same moment.
// Its argument names a JSON file: { code, call, callers }. The file is replaced by how each call ended and how often the
// work ran.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [, , file] = process.argv;
const { code, call, callers } = JSON.parse(readFileSync(file, 'utf8'));
const require = createRequire(path.join(process.cwd(), 'package.json'));
globalThis.work = { runs: 0 };

function instance() {
  const module = { exports: {} };
  new Function('require', 'module', 'exports', code)(require, module, module.exports);
  return module.exports;
}

const invoke = new Function('m', 'i', `return ${call}`);
const instances = Array.from({ length: callers }, instance);
const settled = await Promise.allSettled(instances.map(async (exported, i) => invoke(exported, i)));
const outcomes = settled.map((each) => (each.status === 'fulfilled' ? { value: each.value } : { error: String(each.reason?.code ?? each.reason) }));
writeFileSync(file, JSON.stringify({ outcomes, runs: globalThis.work.runs }));
// The pools keep their idle connections.
process.exit(0);
