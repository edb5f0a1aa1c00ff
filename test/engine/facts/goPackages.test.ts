import assert from 'node:assert/strict';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { ReadProject } from '../../../src/engine/facts/project/project';
import type { Rule } from '../../../src/engine/rules/rule';
import { withGrammars } from '../support/grammars';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { field } from '../../../src/engine/syntax/nodes';
import { grammarAssets } from '../../support/assets';

/** Reports the origin of whatever `.Exec` is called on. */
const probe: Rule = {
  id: 'probe',
  title: 'Probe',
  area: 'test',
  languages: ['go'],
  grade: 'safe',
  severity: 'hint',
  lesson: 'none#none',
  defaultOn: true,
  docs: { finds: '', why: '', fix: '', notWhen: '', sources: [] },
  go: {
    triggers: ['Exec'],
    *check({ node }, source) {
      const operand = node.parent === null ? undefined : field(node.parent, 'operand');
      if (operand !== undefined) yield { start: operand.startIndex, end: operand.endIndex, message: source.origins.key(operand), fixes: [] };
    },
  },
};

async function originIn(files: Readonly<Record<string, string>>): Promise<string | undefined> {
  const names = (dir: string) => Object.keys(files).flatMap((name) => (`/project/${name}`.replace(/\/[^/]+$/, '') === dir ? [name.replace(/^.*\//, '')] : []));
  const project = new ReadProject((file) => files[file.replace('/project/', '')], undefined, '/project', names);
  const analyzer = new Analyzer({ rules: [probe], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings }, withGrammars);
  const [main = ''] = Object.keys(files).filter((name) => name.endsWith('main.go'));
  return (await analyzer.analyze({ file: `/project/${main}`, text: files[main] ?? '', language: 'go' }))?.[0]?.message;
}

const pool = 'github.com/jackc/pgx/v5/pgxpool:Pool.new';
const imports = 'import "github.com/jackc/pgx/v5/pgxpool"\n';
const method = 'package store\nfunc (s *Store) Save() { s.pool.Exec() }\n';

describe('what another file of a Go module declares', () => {
  for (const [name, files] of [
    ['a struct of the package', { 'main.go': method, 'store.go': `package store\n${imports}type Store struct {\n\tpool, replica *pgxpool.Pool\n}\n` }],
    ['a variable of the package', { 'main.go': 'package store\nfunc save() { db.Exec() }\n', 'db.go': `package store\n${imports}var db *pgxpool.Pool\n` }],
    ['a variable in a group', { 'main.go': 'package store\nfunc save() { db.Exec() }\n', 'db.go': `package store\n${imports}var (\n\tsize = 1\n\tdb *pgxpool.Pool\n)\n` }],
    [
      'a variable of another package of the module',
      { 'go.mod': 'module example.com/app\n', 'api/main.go': 'package api\nimport "example.com/app/database"\nfunc save() { database.DB.Exec() }\n', 'database/db.go': `package database\n${imports}var DB *pgxpool.Pool\n` },
    ],
  ] as const) {
    it(`is known: ${name}`, async () => {
      assert.equal(await originIn(files), pool);
    });
  }

  for (const [name, files, key] of [
    ['a test file', { 'main.go': method, 'store_test.go': `package store\n${imports}type Store struct { pool *pgxpool.Pool }\n` }, ''],
    ['another package', { 'main.go': method, 'other/store.go': `package other\n${imports}type Store struct { pool *pgxpool.Pool }\n` }, ''],
    ['a local variable of the same name', { 'main.go': 'package store\nfunc save(db other) { db.Exec() }\n', 'db.go': `package store\n${imports}var db *pgxpool.Pool\n` }, ''],
    [
      'another module',
      { 'go.mod': 'module example.com/app\n', 'main.go': 'package api\nimport "example.com/lib/database"\nfunc save() { database.DB.Exec() }\n', 'database/db.go': `package database\n${imports}var DB *pgxpool.Pool\n` },
      'example.com/lib/database:DB',
    ],
  ] as const) {
    it(`is not taken from ${name}`, async () => {
      assert.equal(await originIn(files), key);
    });
  }
});
