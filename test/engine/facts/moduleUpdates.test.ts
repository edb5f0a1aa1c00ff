import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ReadProject } from '../../../src/engine/facts/project/project';
import type { Rule } from '../../../src/engine/rules/rule';
import { field } from '../../../src/engine/syntax/nodes';
import { probeAnalyzer, probeRule } from '../support/probe';

/** Reports the origin of whatever `.query` is read from. */
const probe: Rule = probeRule('origins', {
  script: {
    triggers: ['query'],
    *check({ node }, source) {
      const object = node.parent === null ? undefined : field(node.parent, 'object');
      if (object !== undefined) yield { start: object.startIndex, end: object.endIndex, message: source.origins.key(object), fixes: [] };
    },
  },
});

const main = '/project/main.ts';
const text = `import { pool } from './barrel';
import other from './other';
import * as all from './all';
import { late } from './late';
import { db } from './db';
pool.query('');
other().query('');
all.pool.query('');
late.query('');
db.query('');
`;

/**
 * What each file may hold; `undefined` is no file. None takes a value from a file that takes it back: what such a circle
 * is said to export depends on where it was entered.
 */
const variants: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'db.ts': [`import { Pool } from 'pg';\nexport const db = new Pool();`, `import mysql from 'mysql2/promise';\nexport const db = mysql.createPool({});`, `export { db } from './spare';`, undefined],
  // Imported by the same name, but only while there is no db.ts.
  'db.js': [`const { Client } = require('pg');\nexports.db = new Client();`, undefined],
  'spare.ts': [`import { Redis } from 'ioredis';\nexport const db = new Redis();`, undefined],
  'barrel.ts': [`export { db as pool } from './db';`, `export * from './all';`, `import { db } from './db';\nexport const pool = db;`, undefined],
  'all/index.ts': [`export * from '../barrel';\nexport * from './inner';`, `export { db as pool } from '../db';`, undefined],
  'all/inner.ts': [`import { Redis } from 'ioredis';\nexport const pool = new Redis();`, `export { late as pool } from '../late';`, undefined],
  'other.ts': [`import { db } from './db';\nexport default function get() { return db; }`, `import { pool } from './barrel';\nexport default () => pool;`, undefined],
  'late.ts': [`import { db } from './db';\nexport const late = db;`, `import { MongoClient } from 'mongodb';\nexport const late = new MongoClient('');`, undefined],
};

const changes = fc.array(
  fc.constantFrom(...Object.keys(variants)).chain((name) => fc.record({ name: fc.constant(name), content: fc.constantFrom(...(variants[name] ?? [])) })),
  { minLength: 1, maxLength: 3 },
);

describe('what other files export', () => {
  it('is known after files changed, came and went as if it were read for the first time', async function () {
    this.timeout(30_000);
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 12 }), async (steps) => {
        const files = new Map(Object.entries(variants).map(([name, [first]]) => [`/project/${name}`, first]));
        const newProject = () => new ReadProject((file) => files.get(file), undefined, '/project');
        const project = newProject();
        const kept = probeAnalyzer([probe], { projectOf: () => project });
        const ask = async (analyzer: typeof kept) => (await analyzer.analyze({ file: main, text, language: 'typescript' }))?.map(({ message }) => message);
        await ask(kept);
        for (const step of steps) {
          for (const { name, content } of step) files.set(`/project/${name}`, content);
          kept.forgetFiles(step.map(({ name }) => `/project/${name}`));
          project.forgetTexts();
          const fresh = newProject();
          assert.deepEqual(await ask(kept), await ask(probeAnalyzer([probe], { projectOf: () => fresh })));
        }
      }),
      { numRuns: 150 },
    );
  });
});
