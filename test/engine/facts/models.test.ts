import assert from 'node:assert/strict';
import { mayDefineModels, modelsIn } from '../../../src/engine/facts/orm/collect';
import { modelFacts, withModels, type OrmModel } from '../../../src/engine/facts/orm/model';
import { probeAnalyzer } from '../support/probe';

async function models(file: string, text: string): Promise<OrmModel[]> {
  return modelsIn({ file, text }, await probeAnalyzer().modelReaders());
}

const shown = (model: OrmModel | undefined) => [model?.name, model?.table, model?.fields.map(({ name }) => name).join(), model?.unique.map((key) => key.join('+')).join()];

const prisma = `datasource db {
  provider = "postgresql"
  url      = env("URL")
}
/// Somebody who signs in.
model User {
  id       String  @id @default(uuid())
  email    String  @unique @map("e_mail")
  tenantId String
  slug     String
  role     Role    @default(MEMBER)
  posts    Post[]
  tenant   Tenant  @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@unique([tenantId, slug(sort: Desc)], name: "address")
  @@index([slug])
  @@map("users")
}
model Tenant {
  id    String @id
  users User[]
}
model Post {
  id       Int    @id
  author   User   @relation(fields: [authorId], references: [id])
  authorId String
}
enum Role {
  MEMBER
  ADMIN
}
`;

const drizzle = `import { pgTable, serial, text, uniqueIndex, unique, primaryKey, integer } from 'drizzle-orm/pg-core';
export const users = pgTable('app_users', {
  id: serial('id').primaryKey(),
  email: text('e_mail').notNull().unique(),
  tenantId: integer('tenant_id').notNull(),
  slug: text().notNull(),
  deletedAt: text('deleted_at'),
}, (table) => [
  uniqueIndex('address').on(table.tenantId, table.slug),
  uniqueIndex('live').on(table.slug).where(sql\`deleted_at is null\`),
  uniqueIndex('folded').on(sql\`lower(\${table.slug})\`),
]);
`;

describe('models of ORMs', () => {
  it('reads Prisma: keys of fields and of blocks, columns without relations, names in the database', async () => {
    const found = await models('prisma/schema.prisma', prisma);
    assert.deepEqual(shown(found[0]), ['User', 'users', 'id,email,tenantId,slug,role', 'id,email,tenantId+slug']);
    const schema = withModels({}, found);
    assert.deepEqual(modelFacts(schema, 'prisma', 'user')?.unique, [['id'], ['email'], ['tenantid', 'slug']]);
    assert.deepEqual(schema['users']?.unique, [['id'], ['e_mail'], ['tenantid', 'slug']]);
  });

  it('keeps a key that only the SQL of the table has as partial, by field names', async () => {
    const found = await models('prisma/schema.prisma', prisma);
    const table = { unique: [['id'], ['e_mail'], ['role']], partial: [{ columns: ['e_mail'], where: ['role = 1'] }, { columns: ['slug'], where: ['slug is not null'] }], columns: [], required: [], types: {} };
    assert.deepEqual(modelFacts(withModels({ users: table }, found), 'prisma', 'user')?.partial, [
      { columns: ['role'], where: [] },
      { columns: ['slug'], where: ['slug is not null'] },
    ]);
  });

  it('says nothing of a Prisma file that does not parse', async () => {
    assert.deepEqual(await models('schema.prisma', 'model User { id Int @id'), []);
  });

  it('reads Drizzle: keys of columns and of the table, none of a part of the rows or an expression', async () => {
    const found = await models('src/db/schema.ts', drizzle);
    assert.deepEqual(found.map(shown), [['users', 'app_users', 'id,email,tenantId,slug,deletedAt', 'id,email,tenantId+slug']]);
    assert.deepEqual(withModels({}, found)['app_users']?.columns, ['id', 'e_mail', 'tenant_id', 'slug', 'deleted_at']);
  });

  it('reads Drizzle: keys in an object, composite primary keys, tables of a creator', async () => {
    const text = `import { pgTableCreator, text, primaryKey, unique } from 'drizzle-orm/pg-core';
const createTable = pgTableCreator((name) => \`app_\${name}\`);
export const members = createTable('members', { teamId: text('team_id'), userId: text('user_id'), email: text() }, (t) => ({
  pk: primaryKey({ columns: [t.teamId, t.userId] }),
  mail: unique('mail').on(t.email),
}));`;
    assert.deepEqual((await models('schema.ts', text)).map(shown), [['members', 'members', 'teamId,userId,email', 'teamId+userId,email']]);
  });

  it('reads TypeORM entities', async () => {
    const text = `import { Entity, Column, PrimaryGeneratedColumn, Unique, Index, VersionColumn, ManyToOne } from 'typeorm';
@Entity({ name: 'users' })
@Unique(['tenantId', 'slug'])
@Index('by_phone', ['phone'], { unique: true })
@Index(['slug'])
export class User {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column({ unique: true, name: 'e_mail' }) email: string;
  @Column('varchar') phone: string;
  @Index({ unique: true }) @Column() handle: string;
  @Column() tenantId: string;
  @Column() slug: string;
  @VersionColumn() version: number;
}`;
    const [user] = await models('src/user/user.entity.ts', text);
    assert.deepEqual(shown(user), ['User', 'users', 'id,email,phone,handle,tenantId,slug,version', 'id,email,handle,tenantId+slug,phone']);
    assert.equal(user?.isVersioned, true);
  });

  it("reads TypeORM's older spelling of a primary key", async () => {
    const [mark] = await models('src/mark.entity.ts', `import { Entity, Column } from 'typeorm'; @Entity() export class Mark { @Column({ primary: true }) key: string; @Column({ primary: false }) value: string; }`);
    assert.equal(shown(mark).at(-1), 'key');
  });

  it('reads Mongoose schemas', async () => {
    const text = `const mongoose = require('mongoose');
const userSchema = new mongoose.Schema({ email: { type: String, unique: true }, code: { type: String, unique: true, sparse: true }, tenant: String, slug: String }, { optimisticConcurrency: true });
userSchema.index({ tenant: 1, slug: 1 }, { unique: true });
userSchema.index({ slug: 1 });
module.exports = mongoose.model('User', userSchema);`;
    const [user] = await models('models/User.js', text);
    assert.deepEqual(shown(user), ['User', undefined, '_id,email,code,tenant,slug', '_id,email,code,tenant+slug']);
    assert.equal(user?.isVersioned, true);
  });

  it("reads Nest's Mongoose schemas", async () => {
    const text = `import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
@Schema({ timestamps: true })
export class Cat { @Prop({ required: true, unique: true }) name: string; @Prop() owner: string; @Prop() chip: string; }
export const CatSchema = SchemaFactory.createForClass(Cat);
CatSchema.index({ owner: 1, chip: 1 }, { unique: true });`;
    assert.deepEqual((await models('cats/cat.schema.ts', text)).map(shown), [['Cat', undefined, 'name,owner,chip', 'name,owner+chip']]);
  });

  it('reads Sequelize models', async () => {
    const text = `module.exports = (sequelize, DataTypes) => sequelize.define('Account', { email: { type: DataTypes.STRING, unique: true }, tenant: DataTypes.STRING, slug: DataTypes.STRING }, { tableName: 'accounts', version: true, indexes: [{ unique: true, fields: ['tenant', 'slug'] }] });`;
    const [account] = await models('models/account.js', text);
    assert.deepEqual(shown(account), ['Account', 'accounts', 'id,email,tenant,slug', 'id,email,tenant+slug']);
    assert.equal(account?.isVersioned, true);
    const init = `import { Model, DataTypes } from 'sequelize'; class Coin extends Model {} Coin.init({ code: { type: DataTypes.STRING, primaryKey: true } }, { sequelize });`;
    assert.deepEqual((await models('models/coin.ts', init)).map(shown), [['Coin', undefined, 'code', 'code']]);
    const decorated = `import { Table, Model, Column, Unique } from 'sequelize-typescript'; @Table export class Shop extends Model { @Unique @Column name: string; @Column({ unique: true }) url: string; }`;
    assert.deepEqual((await models('models/shop.ts', decorated)).map(shown), [['Shop', undefined, 'name,url', 'name,url']]);
  });

  it('reads the tables that Knex migrations make, and what later ones add', async () => {
    const made = `export async function up(knex) {
  await knex.schema.createTable('members', (table) => {
    table.increments();
    table.uuid('team_id').notNullable().references('id').inTable('teams');
    table.uuid('user_id').notNullable();
    table.string('email').notNullable().unique();
    table.string('phone');
    table.unique(['team_id', 'user_id'], { indexName: 'one_seat' });
    table.unique(['phone'], { predicate: knex.whereNotNull('phone') });
    table.index(['phone']);
    table.timestamps(true, true);
  }).createTable('seats', function (t) { t.uuid('code').primary(); t.uuid('team_id'); });
}
export async function down(knex) {
  await knex.schema.alterTable('members', (table) => table.dropUnique(['email']));
  await knex.schema.createTable('old_members', (table) => { table.increments('id'); });
}`;
    const added = `exports.up = (knex) => knex.schema.alterTable('members', (table) => { table.string('code'); table.unique('code'); });
exports.down = (knex) => knex.schema.alterTable('members', (table) => { table.dropColumn('code'); });`;
    const taken = `exports.up = async (knex) => { await knex.schema.table('seats', (table) => { table.dropPrimary(); }); };`;
    const [first, second, third] = [await models('migrations/001_members.ts', made), await models('migrations/002_code.js', added), await models('src/database/migrations/003_seats.js', taken)];
    assert.deepEqual(first.map(shown).reverse(), [
      ['members', undefined, 'id,team_id,user_id,email,phone', 'id,email,team_id+user_id'],
      ['seats', undefined, 'code,team_id', 'code'],
    ]);
    const schema = withModels({}, [...first, ...second]);
    assert.deepEqual(schema['members']?.unique, [['id'], ['email'], ['team_id', 'user_id'], ['code']]);
    assert.deepEqual(modelFacts(schema, 'knex', 'seats')?.unique, [['code']]);
    assert.equal(withModels({}, [...first, ...second, ...third])['seats'], undefined);
  });

  it('knows nothing of a model that two services of a repository define with different keys', async () => {
    const modelOf = (email: string) => `const mongoose = require('mongoose');\nconst schema = new mongoose.Schema({ email: ${email}, name: String });\nmodule.exports = mongoose.model('User', schema);\n`;
    const [unique, plain] = [await models('/p/shop/models/user.js', modelOf('{ type: String, unique: true }')), await models('/p/desk/models/user.js', modelOf('String'))];
    assert.deepEqual(withModels({}, [...unique, ...unique]), withModels({}, unique));
    assert.equal(modelFacts(withModels({}, [...unique, ...plain]), 'mongoose', 'User'), undefined);
  });

  it('only looks where models are kept', () => {
    for (const file of ['prisma/schema.prisma', 'src/users/user.entity.ts', 'models/User.js', 'src/userModel.ts', 'lib/db/schema.ts', 'migrations/20260101_users.js']) assert.equal(mayDefineModels(file), true, file);
    for (const file of ['src/users/users.service.ts', 'src/modeling/run.ts', 'models/readme.md', 'src/tablet.ts']) assert.equal(mayDefineModels(file), false, file);
  });
});
