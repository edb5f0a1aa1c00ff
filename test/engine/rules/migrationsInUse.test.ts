import assert from 'node:assert/strict';
import { addingForeignKeyConstraint } from '../../../src/engine/rules/migrations/adding-foreign-key-constraint';
import { addingRequiredField } from '../../../src/engine/rules/migrations/adding-required-field';
import { banConcurrentIndexCreationInTransaction } from '../../../src/engine/rules/migrations/ban-concurrent-index-creation-in-transaction';
import { changingColumnType } from '../../../src/engine/rules/migrations/changing-column-type';
import { disallowedUniqueConstraint } from '../../../src/engine/rules/migrations/disallowed-unique-constraint';
import { requireConcurrentIndexCreation } from '../../../src/engine/rules/migrations/require-concurrent-index-creation';
import { requireConcurrentIndexDeletion } from '../../../src/engine/rules/migrations/require-concurrent-index-deletion';
import { requireLockTimeout } from '../../../src/engine/rules/migrations/require-lock-timeout';
import type { Rule } from '../../../src/engine/rules/rule';
import { analyzerFor } from '../support/ruleTests';

type Files = Readonly<Record<string, string>>;

const index = 'CREATE INDEX parcels_route_idx ON parcels (route_id);\n';
const parcels = 'CREATE TABLE parcels (id bigserial PRIMARY KEY, route_id int, code text);\n';
const stops = 'CREATE TABLE stops (id bigserial PRIMARY KEY);\n';

/** A service of its owners; its table was made two migrations ago. */
const own: Files = { 'package.json': '{ "name": "depot", "private": true }', 'migrations/0001_parcels.sql': parcels, 'migrations/0002_stops.sql': stops };
const licensed: Files = { ...own, LICENSE: 'MIT License' };

async function findingOf(rule: Rule, files: Files, text: string, main = 'migrations/0009_change.sql') {
  const analyzer = await analyzerFor(rule, new Map(Object.entries({ ...files, [main]: text })));
  const findings = await analyzer.analyze({ file: `/project/${main}`, text, language: 'sql' });
  return findings?.[0];
}

const severity = async (rule: Rule, files: Files, text: string, main?: string): Promise<string | undefined> => (await findingOf(rule, files, text, main))?.severity;

const indexSeverity = (files: Files, main?: string) => severity(requireConcurrentIndexCreation, files, index, main);

/** Migrations 0003 to 0008, each of one statement. */
const history = (...statements: readonly string[]): Files => Object.fromEntries(statements.map((statement, at) => [`migrations/000${at + 3}_step.sql`, `${statement}\n`]));

const careful = 'CREATE INDEX CONCURRENTLY parcels_code_idx ON parcels (code);';
const plain = 'CREATE INDEX stops_id_idx ON stops (id);';

const severityAlone = (files: Files, main: string, text = 'ALTER TABLE parcels ADD COLUMN weight integer NOT NULL;\n') => severity(addingRequiredField, { [main]: text, ...files }, text, main);

describe('migrations: whose SQL it is', () => {
  it('is PostgreSQL’s where no project tells otherwise', async () => {
    assert.equal(await severityAlone({}, '001_add_weight.sql'), 'warning');
    assert.equal(await severityAlone({}, 'add_weight.sql'), 'warning', 'no number, and the only one');
    for (const other of ['pom.xml', 'composer.json', 'package.json', 'Makefile', '.git/HEAD']) assert.equal(await severityAlone({ [other]: '' }, '001_add_weight.sql'), undefined, other);
    assert.equal(await severityAlone({ 'schema.sql': '' }, 'add_weight.sql'), 'hint', 'one of several without an order');
    assert.equal(await severityAlone({ '002_more.sql': '' }, '001_add_weight.sql'), undefined, 'not the last of them');
    assert.equal(await severityAlone({}, '001_add_weight.sql', 'ALTER TABLE `parcels` ADD COLUMN weight integer NOT NULL;\n'), undefined);
  });

  it('is told by the migrations of the same sequence, and by what Prisma and Drizzle note of them', async () => {
    const prisma = { 'package.json': '{ "private": true }' };
    const main = 'prisma/migrations/20250201_weight/migration.sql';
    const lock = (provider: string) => ({ ...prisma, 'prisma/migrations/migration_lock.toml': `provider = "${provider}"\n` });
    assert.equal(await severityAlone(prisma, main), undefined);
    assert.equal(await severityAlone({ ...prisma, 'prisma/migrations/20240101_init/migration.sql': 'CREATE TABLE parcels (id serial);\n', 'prisma/migrations/20240102_tags/migration.sql': 'CREATE TABLE tags (id serial);\n' }, main), 'warning');
    assert.equal(await severityAlone(lock('postgresql'), main), 'warning');
    assert.equal(await severityAlone(lock('sqlite'), main), undefined);
    const drizzle = (dialect: string) => ({ ...prisma, 'drizzle/meta/_journal.json': JSON.stringify({ dialect }, undefined, 2) });
    assert.equal(await severityAlone(drizzle('postgresql'), 'drizzle/0004_weight.sql'), 'warning');
    assert.equal(await severityAlone(drizzle('mysql'), 'drizzle/0004_weight.sql'), undefined);
  });
});

describe('migrations: what is shown, and what is a hint', () => {
  it('is shown in a project that nobody else may run', async () => {
    assert.equal(await indexSeverity(own), 'warning');
    assert.equal(await indexSeverity({ ...own, 'package.json': '{ "license": "UNLICENSED" }' }), 'warning');
    assert.equal(await indexSeverity({ ...own, 'package.json': '{ "private": true, "license": "ISC" }', 'README.md': '# Depot\n\nLicence plates are read at the gate.\n' }), 'warning');
  });

  it('is a hint where a licence lets others run it, wherever that is said', async () => {
    assert.equal(await indexSeverity(licensed), 'hint');
    assert.equal(await indexSeverity({ ...own, 'COPYING.md': '' }), 'hint');
    assert.equal(await indexSeverity({ ...own, 'package.json': '{ "name": "depot" }' }), 'hint', 'a package that may be published');
    assert.equal(await indexSeverity({ ...own, 'package.json': '{ "license": "Apache-2.0" }' }), 'hint');
    assert.equal(await indexSeverity({ ...own, 'README.md': '# Depot\n\n## License\n\nAGPL\n' }), 'hint');
    assert.equal(await indexSeverity({ ...own, 'README.md': 'Released under the MIT licence.\n' }), 'hint');
  });

  it('is a hint in a folder of a licensed repository that has a package.json of its own', async () => {
    const files = { 'package.json': '{ "license": "MIT" }', 'api/package.json': '{ "private": true, "dependencies": { "pg": "8.0.0" } }', 'api/migrations/0001_parcels.sql': parcels, 'api/migrations/0002_stops.sql': stops };
    assert.equal(await indexSeverity(files, 'api/migrations/0009_change.sql'), 'hint');
  });

  it('is a hint where the program is packed for others, or runs on another database too', async () => {
    assert.equal(await indexSeverity({ ...own, '.goreleaser.yaml': 'builds: []\n' }), 'hint');
    const both = { 'package.json': '{}', 'db/postgres/0001_parcels.sql': parcels, 'db/postgres/0002_stops.sql': stops, 'db/sqlite/0001_parcels.sql': 'CREATE TABLE parcels (id integer PRIMARY KEY);\n' };
    assert.equal(await indexSeverity(both, 'db/postgres/0009_change.sql'), 'hint');
    const analytical = { ...own, 'db/clickhouse/0001_events.sql': 'CREATE TABLE events (id int);\n' };
    assert.equal(await indexSeverity(analytical), 'warning');
  });

  it('is shown where several instances are deployed', async () => {
    assert.equal(await indexSeverity({ ...licensed, 'k8s/api.yaml': 'kind: Deployment\nspec:\n  replicas: 3\n' }), 'warning');
    assert.equal(await indexSeverity({ ...licensed, 'deploy/k8s/hpa.yml': 'spec:\n  minReplicas: 2\n' }), 'warning');
  });

  it('is a hint where one instance is deployed, or whoever likes may deploy one', async () => {
    assert.equal(await indexSeverity({ ...licensed, 'k8s/api.yaml': 'kind: Deployment\nspec:\n  replicas: 1\n' }), 'hint');
    assert.equal(await indexSeverity({ ...licensed, Procfile: 'web: node server.js\nrelease: npm run migrate\n' }), 'hint');
  });

  it('is shown where the migrations before spare the writers', async () => {
    assert.equal(await indexSeverity({ ...licensed, ...history(careful, plain, careful, plain) }), 'warning');
    assert.equal(await indexSeverity({ ...licensed, ...history('ALTER TABLE parcels ADD CONSTRAINT code_given CHECK (code IS NOT NULL) NOT VALID;', "SET lock_timeout = '2s';\nALTER TABLE parcels ADD COLUMN note text;") }), 'warning');
  });

  it('is a hint where one of them does, or few', async () => {
    assert.equal(await indexSeverity({ ...licensed, ...history(careful) }), 'hint');
    assert.equal(await indexSeverity({ ...licensed, ...history(careful, plain, plain, plain, plain, plain) }), 'hint');
  });

  it('does not count what a new table gets, nor the way back', async () => {
    const created = 'CREATE TABLE bags (id int, code text);\nCREATE INDEX bags_code_idx ON bags (code);';
    assert.equal(await indexSeverity({ ...licensed, ...history(created, careful, created, careful) }), 'warning');
    const back = `-- +goose Up\n${plain}\n-- +goose Down\nDROP INDEX CONCURRENTLY stops_id_idx;`;
    assert.equal(await indexSeverity({ ...licensed, ...history(back, back, back) }), 'hint');
  });

  it('is a hint on a table that the migration right before has made', async () => {
    assert.equal(await indexSeverity({ 'package.json': own['package.json'] ?? '', 'migrations/0001_stops.sql': stops, 'migrations/0002_parcels.sql': parcels }), 'hint');
  });

  it('says the same of the other rules, but for what fails whoever is there, and what a reader has turned on', async () => {
    const retype = 'ALTER TABLE parcels ALTER COLUMN route_id TYPE bigint;\n';
    assert.equal(await severity(changingColumnType, own, retype), 'warning');
    assert.equal(await severity(changingColumnType, licensed, retype), 'hint');
    assert.equal(await severity(requireLockTimeout, licensed, retype), 'information');
    assert.equal(await severity(banConcurrentIndexCreationInTransaction, licensed, `BEGIN;\n${careful}\nCOMMIT;\n`), 'warning');
  });

  it('is a hint without an edit on a partitioned table, which takes no CONCURRENTLY', async () => {
    const files = { ...own, 'migrations/0001_parcels.sql': parcels.replace(');', ') PARTITION BY RANGE (route_id);') };
    const analyzer = await analyzerFor(requireConcurrentIndexCreation, new Map(Object.entries({ ...files, 'migrations/0009_change.sql': index })));
    const [finding] = (await analyzer.analyze({ file: '/project/migrations/0009_change.sql', text: index, language: 'sql' })) ?? [];
    assert.equal(finding?.severity, 'hint');
    assert.deepEqual(finding.fixes, []);
    assert.match(finding.message, /partitioned/);
    const foreign = 'ALTER TABLE parcels ADD CONSTRAINT parcels_route_fk FOREIGN KEY (route_id) REFERENCES stops (id);\n';
    assert.equal(await severity(addingForeignKeyConstraint, own, foreign), 'warning');
    assert.equal(await severity(addingForeignKeyConstraint, files, foreign), 'hint');
  });

  it('is a hint for a unique key after its rows were mended, and for an index over no row', async () => {
    const mend = 'DELETE FROM parcels a USING parcels b WHERE a.code = b.code AND a.id > b.id;\n';
    const unique = 'CREATE UNIQUE INDEX parcels_code_key ON parcels (code);\n';
    assert.equal(await severity(requireConcurrentIndexCreation, own, unique), 'warning');
    assert.equal(await severity(requireConcurrentIndexCreation, own, mend + unique), 'hint');
    assert.equal(await severity(requireConcurrentIndexCreation, own, mend.replaceAll('parcels', 'stops') + unique), 'warning');
    const constraint = 'ALTER TABLE parcels ADD CONSTRAINT parcels_code_key UNIQUE (code);\n';
    assert.equal(await severity(disallowedUniqueConstraint, own, constraint), 'warning');
    assert.equal(await severity(disallowedUniqueConstraint, own, mend + constraint), 'hint');
    const partial = 'CREATE INDEX parcels_batch_idx ON parcels (batch) WHERE batch IS NOT NULL;\n';
    assert.equal(await severity(requireConcurrentIndexCreation, own, partial), 'warning');
    assert.equal(await severity(requireConcurrentIndexCreation, own, `ALTER TABLE parcels ADD COLUMN batch int;\n${partial}`), 'hint');
    assert.equal(await severity(requireConcurrentIndexCreation, own, `ALTER TABLE parcels ADD COLUMN batch int DEFAULT 1;\n${partial}`), 'warning');
  });
});

describe('migrations that Drizzle runs, all pending ones in one transaction', () => {
  const drizzle: Files = { 'package.json': '{ "name": "depot", "private": true }', 'drizzle/meta/_journal.json': '{ "dialect": "postgresql" }', 'drizzle/0001_parcels.sql': parcels, 'drizzle/0002_stops.sql': stops };
  const told: readonly [rule: Rule, text: string, advice: RegExp][] = [
    [requireConcurrentIndexCreation, index, /build the index by hand before, and write IF NOT EXISTS here\.$/],
    [requireConcurrentIndexDeletion, 'DROP INDEX parcels_route_idx;\n', /drop the index by hand before, and write IF EXISTS here\.$/],
    [banConcurrentIndexCreationInTransaction, 'CREATE INDEX CONCURRENTLY parcels_route_idx ON parcels (route_id);\n', /run the statement by hand\.$/],
    [disallowedUniqueConstraint, 'ALTER TABLE parcels ADD CONSTRAINT parcels_code_key UNIQUE (code), ADD COLUMN note text;\n', /build a unique index concurrently by hand/i],
  ];
  for (const [rule, text, advice] of told) {
    it(`are not sent to a migration of their own by ${rule.id}`, async () => {
      const found = await findingOf(rule, drizzle, text, 'drizzle/0009_change.sql');
      assert.match(found?.message ?? '', advice);
      assert.doesNotMatch(found?.message ?? '', /migration of its own/);
      assert.deepEqual(found?.fixes, []);
    });
  }

  it('are no place to mend a plain index: it is a hint', async () => {
    assert.equal(await severity(requireConcurrentIndexCreation, drizzle, index, 'drizzle/0009_change.sql'), 'hint');
    assert.equal(await severity(disallowedUniqueConstraint, drizzle, 'ALTER TABLE parcels ADD UNIQUE (code);\n', 'drizzle/0009_change.sql'), 'warning');
  });
});
