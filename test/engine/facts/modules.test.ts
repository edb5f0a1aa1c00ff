import assert from 'node:assert/strict';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { ReadProject } from '../../../src/engine/facts/project/project';
import type { Rule } from '../../../src/engine/rules/rule';
import { withGrammars } from '../support/grammars';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { field } from '../../../src/engine/syntax/nodes';
import { grammarAssets } from '../../support/assets';

/** Reports the origin of whatever `.query` is read from. */
const probe: Rule = {
  id: 'probe',
  title: 'Probe',
  area: 'test',
  languages: ['javascript', 'typescript'],
  grade: 'safe',
  severity: 'hint',
  lesson: 'none#none',
  defaultOn: true,
  docs: { finds: '', why: '', fix: '', notWhen: '', sources: [] },
  script: {
    triggers: ['query'],
    *check({ node }, source) {
      const object = node.parent === null ? undefined : field(node.parent, 'object');
      if (object !== undefined) yield { start: object.startIndex, end: object.endIndex, message: source.origins.key(object), fixes: [] };
    },
  },
};

async function originIn(files: Readonly<Record<string, string>>, main: string): Promise<string | undefined> {
  const project = new ReadProject((file) => files[file.replace('/project/', '')], undefined, '/project');
  const analyzer = new Analyzer({ rules: [probe], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings }, withGrammars);
  const language = main.endsWith('.ts') ? 'typescript' : 'javascript';
  const findings = await analyzer.analyze({ file: `/project/${main}`, text: files[main] ?? '', language });
  return findings?.[0]?.message;
}

const pool = 'pg:Pool.new';
const cases: readonly [name: string, files: Readonly<Record<string, string>>][] = [
  ['module.exports = client', { 'db.js': `const { Pool } = require('pg');\nmodule.exports = new Pool();`, 'main.js': `const pool = require('./db');\npool.query('');` }],
  ['module.exports = { client }', { 'db.js': `const { Pool } = require('pg');\nconst pool = new Pool();\nmodule.exports = { pool };`, 'main.js': `const { pool: p } = require('./db');\np.query('');` }],
  ['exports.client', { 'db/index.js': `const pg = require('pg');\nexports.pool = new pg.Pool();`, 'main.js': `const db = require('./db');\ndb.pool.query('');` }],
  ['named export', { 'db.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();`, 'main.ts': `import { pool } from './db';\npool.query('');` }],
  ['default export', { 'db.ts': `import { Pool } from 'pg';\nconst pool = new Pool();\nexport default pool;`, 'main.ts': `import db from './db';\ndb.query('');` }],
  ['export clause with a new name', { 'db.ts': `import { Pool } from 'pg';\nconst pool = new Pool();\nexport { pool as db };`, 'main.ts': `import { db } from './db';\ndb.query('');` }],
  ['re-export', { 'pool.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();`, 'db/index.ts': `export { pool as db } from '../pool';`, 'main.ts': `import { db } from './db';\ndb.query('');` }],
  ['export star', { 'pool.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();`, 'db.ts': `export * from './pool';`, 'main.ts': `import * as db from './db';\ndb.pool.query('');` }],
  ['.js that means .ts', { 'db.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();`, 'src/main.ts': `import { pool } from '../db.js';\npool.query('');` }],
  ['function that returns it', { 'db.ts': `import { Pool } from 'pg';\nconst pool = new Pool();\nexport function getPool() { return pool; }`, 'main.ts': `import { getPool } from './db';\ngetPool().query('');` }],
  ['src/ as the base', { 'package.json': '{}', 'src/db/index.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();`, 'src/users/main.ts': `import { pool } from 'src/db';\npool.query('');` }],
  ['class that extends it', { 'db.ts': `import { Pool } from 'pg';\n@Injectable()\nexport class Database extends Pool {}`, 'main.ts': `import { Database } from './db';\nclass Users {\n  constructor(private readonly db: Database) {}\n  all() { return this.db.query(''); }\n}` }],
  ['@/ for src', { 'package.json': '{}', 'src/db.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();`, 'src/users/main.ts': `import { pool } from '@/db';\npool.query('');` }],
  ['destructured export', { 'pool.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();`, 'db.ts': `import * as made from './pool';\nconst used = made;\nexport const { pool } = used;`, 'main.ts': `import { pool } from './db';\npool.query('');` }],
  ['chain of two files', { 'a.js': `const { Pool } = require('pg');\nmodule.exports = new Pool();`, 'b.js': `const pool = require('./a');\nmodule.exports = { pool };`, 'main.js': `const { pool } = require('./b');\npool.query('');` }],
];

describe('a value imported from another file', () => {
  for (const [name, files] of cases) {
    it(name, async () => {
      const main = Object.keys(files).find((file) => file.includes('main')) ?? '';
      assert.equal(await originIn(files, main), pool);
    });
  }

  it('is found through barrels that pass each other\'s exports on, and not looked for without end', async () => {
    const barrels = {
      'a.ts': `export * from './b';\nexport * from './a';`,
      'b.ts': `export * from './a';\nexport * from './pool';`,
      'pool.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();`,
    };
    assert.equal(await originIn({ ...barrels, 'main.ts': `import { pool } from './a';\npool.query('');` }, 'main.ts'), pool);
    assert.equal(await originIn({ ...barrels, 'main.ts': `import { none } from './a';\nnone.query('');` }, 'main.ts'), './a:none');
  });

  it('stays unknown when the file is missing, or does not export it', async () => {
    assert.equal(await originIn({ 'main.ts': `import { pool } from './db';\npool.query('');` }, 'main.ts'), './db:pool');
    assert.equal(await originIn({ 'db.ts': `export const other = 1;`, 'main.ts': `import { pool } from './db';\npool.query('');` }, 'main.ts'), './db:pool');
  });

  it('does not follow files that import each other for ever', async () => {
    const files = { 'a.ts': `export { pool } from './b';`, 'b.ts': `export { pool } from './a';`, 'main.ts': `import { pool } from './a';\npool.query('');` };
    assert.match((await originIn(files, 'main.ts')) ?? '', /^\.\//);
  });
});
