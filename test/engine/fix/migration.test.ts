import assert from 'node:assert/strict';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { newMigration } from '../../../src/engine/fix/migration';
import { followingStamp } from '../../../src/engine/fix/migrationStamp';

const request = { name: 'unique_t_a', up: 'UP;', down: 'DOWN;', outsideTransaction: true };

function added(files: Readonly<Record<string, string>>, near = '/p/src/main.ts'): [string, string][] {
  const sqlFiles = Object.keys(files).filter((file) => file.endsWith('.sql')).sort();
  const project = new ReadProject((file) => files[file], () => ({ schema: {}, sqlFiles }), '/p');
  return newMigration(request, near, project).map(({ file, text }) => [file, text]);
}

describe('a new migration', () => {
  for (const [name, files, expected] of [
    ['the next number, as wide', ['db/0001_a.sql', 'db/0009_b.sql'], 'db/0010_unique_t_a.sql'],
    ['numbers that are not padded, in their own order', ['db/9-a.sql', 'db/10-b.sql'], 'db/11-unique-t-a.sql'],
    ['kebab case', ['db/001_create-users.sql'], 'db/002_unique-t-a.sql'],
    ['Flyway', ['db/migration/V1__a.sql', 'db/migration/V12__b.sql', 'db/migration/R__view.sql'], 'db/migration/V13__unique_t_a.sql'],
    ['Flyway with parts', ['db/V1.2__a.sql', 'db/V1.10__b.sql'], 'db/V1.11__unique_t_a.sql'],
    ['a date to the second', ['m/20250131235959_a.sql'], 'm/20250201000000_unique_t_a.sql'],
    ['a date to the day', ['m/20250228_a.sql'], 'm/20250301_unique_t_a.sql'],
    ['milliseconds', ['m/1700000000000_a.sql'], 'm/1700000000001_unique_t_a.sql'],
    ['a folder for each', ['prisma/migrations/20250131120000_init/migration.sql'], 'prisma/migrations/20250131120001_unique_t_a/migration.sql'],
  ] as const) {
    it(`is named as the others are: ${name}`, () => {
      assert.deepEqual(added(Object.fromEntries(files.map((file) => [`/p/${file}`, '']))), [[`/p/${expected}`, 'UP;\n']]);
    });
  }

  it('comes with its way back where the others do', () => {
    assert.deepEqual(added({ '/p/m/000001_a.up.sql': '', '/p/m/000001_a.down.sql': '' }), [
      ['/p/m/000002_unique_t_a.up.sql', 'UP;\n'],
      ['/p/m/000002_unique_t_a.down.sql', 'DOWN;\n'],
    ]);
  });

  for (const [runner, last, text] of [
    ['goose', '-- +goose Up\nSELECT 1;\n-- +goose Down\n', '-- +goose NO TRANSACTION\n-- +goose Up\nUP;\n\n-- +goose Down\nDOWN;\n'],
    ['dbmate', '-- migrate:up\nSELECT 1;\n-- migrate:down\n', '-- migrate:up transaction:false\nUP;\n\n-- migrate:down transaction:false\nDOWN;\n'],
    ['sql-migrate', '-- +migrate Up\nSELECT 1;\n', '-- +migrate Up notransaction\nUP;\n\n-- +migrate Down notransaction\nDOWN;\n'],
    ['tern', 'SELECT 1;\n---- create above / drop below ----\nSELECT 2;\n', '---- tern: disable-tx ----\nUP;\n---- create above / drop below ----\nDOWN;\n'],
  ] as const) {
    it(`tells ${runner} not to open a transaction`, () => {
      assert.deepEqual(added({ '/p/m/001_a.sql': last }), [['/p/m/002_unique_t_a.sql', text]]);
    });
  }

  it('goes to the folder closest to the file', () => {
    const files = { '/p/a/migrations/001_x.sql': '', '/p/a/migrations/002_y.sql': '', '/p/b/migrations/004_x.sql': '' };
    assert.deepEqual(added(files, '/p/b/src/main.ts')[0]?.[0], '/p/b/migrations/005_unique_t_a.sql');
    assert.deepEqual(added(files, '/p/c/src/main.ts')[0]?.[0], '/p/a/migrations/003_unique_t_a.sql');
  });

  it('is none where nothing would run it', () => {
    assert.deepEqual(added({}), []);
    assert.deepEqual(added({ '/p/package.json': '{}', '/p/schema.sql': '', '/p/internal/sla/queries.sql': '' }), []);
    assert.deepEqual(added({ '/p/src/scripts/042_repair.sql': '', '/p/db/seeds/001_users.sql': '', '/p/src/migrations/001_users.ts': '' }), []);
    assert.deepEqual(added({ '/p/src/scripts/042_repair.sql': '', '/p/db/001_users.sql': '' }, '/p/src/scripts/run.ts')[0]?.[0], '/p/db/002_unique_t_a.sql');
    assert.deepEqual(added({ '/p/go.mod': 'module x', '/p/internal/migrations/v0.3.0.go': 'package migrations' }), []);
  });

  it('is none where a journal lists those that are run', () => {
    const drizzle = { '/p/drizzle/0000_first.sql': 'CREATE TABLE t (a int);', '/p/drizzle/meta/_journal.json': '{ "entries": [] }' };
    assert.deepEqual(added(drizzle), []);
    assert.deepEqual(added({ '/p/drizzle/0000_first.sql': 'CREATE TABLE t (a int);\n--> statement-breakpoint\nCREATE TABLE u (a int);' }), []);
  });

  it('never takes a number that is not a date for one', () => {
    assert.equal(followingStamp('99999999'), '100000000');
    assert.equal(followingStamp('20251231'), '20260101');
    assert.equal(followingStamp('0099'), '0100');
  });
});
