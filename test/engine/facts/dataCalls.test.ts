import assert from 'node:assert/strict';
import { dataCallsIn, type DataCall } from '../../../src/engine/facts/javascript/dataCalls';
import type { ScriptSource } from '../../../src/engine/source';
import { walk } from '../../../src/engine/syntax/nodes';
import { scriptSource } from '../support/parse';

function allCalls(source: ScriptSource): DataCall[] {
  const found = new Map<number, DataCall>();
  walk(source.tree.rootNode, (node) => {
    for (const call of node.type === 'statement_block' || node.type === 'program' || node.type === 'arrow_function' ? dataCallsIn(node, source) : []) found.set(call.call.id, call);
    return true;
  });
  return [...found.values()];
}

const shown = ({ library, model, operation, isTransaction }: DataCall) => `${library} ${model} ${operation}${isTransaction ? ' in transaction' : ''}`;

const prisma = `import { PrismaClient, Prisma } from '@prisma/client'; const prisma = new PrismaClient();\n`;
const sequelize = `import { Sequelize, DataTypes, Model } from 'sequelize'; const sequelize = new Sequelize('postgres://');\n`;
const knex = `import knex from 'knex'; const db = knex({ client: 'pg' });\n`;
const drizzle = `import { drizzle } from 'drizzle-orm/node-postgres'; import { eq } from 'drizzle-orm'; import { users } from './schema'; const db = drizzle(process.env.URL);\n`;
const typeorm = `import { DataSource, Repository, EntityManager, getRepository } from 'typeorm'; import { User } from './user'; const source = new DataSource({});\n`;
const mongoose = `import mongoose, { Schema, model } from 'mongoose'; const User = mongoose.model('User', new Schema({}));\n`;
const mongodb = `import { MongoClient } from 'mongodb'; const client = new MongoClient('mongodb://');\n`;

const cases: readonly (readonly [text: string, expected: string, where?: string | undefined, data?: string | undefined])[] = [
  [`${prisma}prisma.user.findUnique({ where: { id } });`, 'prisma user findOne', '{ id }'],
  [`${prisma}prisma.orderItem.create({ data: { total } });`, 'prisma orderItem create', undefined, '{ total }'],
  [`${prisma}prisma.user.findUnique({ where: { id } }).posts();`, 'prisma user findOne', '{ id }'],
  [`${prisma}const db = prisma.$extends({}); db.user.count();`, 'prisma user count'],
  [`${prisma}prisma.$transaction(async (tx) => tx.user.update({ where: { id }, data: { a: 1 } }));`, 'prisma user update in transaction', '{ id }', '{ a: 1 }'],
  [`${prisma}function f(tx: Prisma.TransactionClient) { tx.user.deleteMany({ where }); }`, 'prisma user delete in transaction', 'where'],
  [`${prisma}function f(db: PrismaClient | Prisma.TransactionClient) { db.user.findFirst({ where: { id } }); }`, 'prisma user findOne in transaction', '{ id }'],
  [`import { PrismaClient } from '@prisma/client'; class PrismaService extends PrismaClient { find() { return this.user.findMany(); } }`, 'prisma user findMany'],
  [`import { PrismaClient } from '@prisma/client'; class PrismaService extends PrismaClient {} class A { constructor(private readonly prisma: PrismaService) {} f() { return this.prisma.user.findMany({ where: { a } }); } }`, 'prisma user findMany', '{ a }'],
  [`import { PrismaClient } from '../generated/prisma/client'; const kept = globalThis as unknown as { prisma?: PrismaClient }; const prisma = kept.prisma ?? new PrismaClient(); prisma.user.upsert({ where: { a }, create: { a }, update: {} });`, 'prisma user upsert', '{ a }', '{ a }'],
  [`${sequelize}const User = sequelize.define('User', {}); User.findOne({ where: { email } });`, 'sequelize User findOne', '{ email }'],
  [`${sequelize}class Account extends Model {} Account.findByPk(id, { transaction });`, 'sequelize Account findOne in transaction', 'id'],
  [`${sequelize}class Account extends Model {} Account.update({ a }, { where: { id } });`, 'sequelize Account update', '{ id }', '{ a }'],
  [`${sequelize}class Account extends Model {} Account.scope('active').findOrCreate({ where: { id }, defaults: { a } });`, 'sequelize Account upsert', '{ id }', '{ a }'],
  [`import { Model, Table } from 'sequelize-typescript'; @Table class Account extends Model<Account> {} Account.destroy({ where: { id } });`, 'sequelize Account delete', '{ id }'],
  [`${knex}db('users').where({ email }).first();`, 'knex users findOne', '{ email }'],
  [`${knex}db('users').where('id', id).update({ a }).returning('*');`, 'knex users update', `db('users').where('id', id)`, '{ a }'],
  [`${knex}db.select('*').from('users');`, 'knex users findMany'],
  [`${knex}db('users').insert({ email }).onConflict('email').ignore();`, 'knex users upsert', undefined, '{ email }'],
  [`${knex}db.transaction(async (trx) => { await trx('users').insert({ email }); });`, 'knex users create in transaction', undefined, '{ email }'],
  [`${knex}db('users').transacting(trx).where({ id }).del();`, 'knex users delete in transaction', '{ id }'],
  [`import type { Knex } from 'knex'; class A { constructor(private readonly knex: Knex) {} f() { return this.knex('users').count(); } }`, 'knex users count'],
  [`${drizzle}db.select().from(users).where(eq(users.id, id)).limit(1);`, 'drizzle users findOne', 'eq(users.id, id)'],
  [`${drizzle}db.query.users.findFirst({ where: eq(users.id, id) });`, 'drizzle users findOne', 'eq(users.id, id)'],
  [`${drizzle}db.insert(users).values({ email }).returning();`, 'drizzle users create', undefined, '{ email }'],
  [`${drizzle}db.insert(users).values({ email }).onConflictDoNothing({ target: users.email });`, 'drizzle users upsert', undefined, '{ email }'],
  [`${drizzle}db.transaction(async (tx) => { await tx.update(users).set({ a }).where(eq(users.id, id)); });`, 'drizzle users update in transaction', 'eq(users.id, id)', '{ a }'],
  [`import type { NodePgDatabase } from 'drizzle-orm/node-postgres'; import * as schema from './schema'; function f(db: NodePgDatabase) { return db.delete(schema.users); }`, 'drizzle users delete'],
  [`${typeorm}source.getRepository(User).findOne({ where: { id } });`, 'typeorm User findOne', '{ id }'],
  [`${typeorm}const users = source.getRepository(User); users.findOneBy({ id });`, 'typeorm User findOne', '{ id }'],
  [`${typeorm}class A { constructor(@InjectRepository(User) private readonly users: Repository<User>) {} f() { return this.users.update({ id }, { a }); } }`, 'typeorm User update', '{ id }', '{ a }'],
  [`${typeorm}source.transaction(async (manager) => { await manager.save(User, { a }); });`, 'typeorm User other in transaction', undefined, '{ a }'],
  [`${typeorm}source.manager.delete(User, { id });`, 'typeorm User delete', '{ id }'],
  [`${typeorm}getRepository(User).insert({ a });`, 'typeorm User create', undefined, '{ a }'],
  [`import { BaseEntity, Entity } from 'typeorm'; @Entity() class Note extends BaseEntity {} Note.findOneBy({ id });`, 'typeorm Note findOne', '{ id }'],
  [`${mongoose}User.findOne({ email }).lean().exec();`, 'mongoose User findOne', '{ email }'],
  [`${mongoose}User.findById(id);`, 'mongoose User findOne', 'id'],
  [`${mongoose}User.findOneAndUpdate({ id }, { a }, { upsert: true });`, 'mongoose User upsert', '{ id }', '{ a }'],
  [`${mongoose}User.updateOne({ id }, { a }, { session });`, 'mongoose User update in transaction', '{ id }', '{ a }'],
  [`import { Model } from 'mongoose'; class A { constructor(@InjectModel(User.name) private users: Model<UserDocument>) {} f() { return this.users.create({ a }); } }`, 'mongoose User create', undefined, '{ a }'],
  [`import mongoose from 'mongoose'; const Cat = mongoose.models.Cat || mongoose.model('Cat', schema); Cat.exists({ name });`, 'mongoose Cat count', '{ name }'],
  [`${mongodb}client.db('shop').collection('users').findOne({ email });`, 'mongodb users findOne', '{ email }'],
  [`${mongodb}const users = client.db().collection('users'); users.insertOne({ email });`, 'mongodb users create', undefined, '{ email }'],
  [`import type { Db } from 'mongodb'; function f(db: Db) { return db.collection<User>('users').deleteOne({ email }); }`, 'mongodb users delete', '{ email }'],
];

describe('a query of an ORM or builder', () => {
  for (const [text, expected, where, data] of cases) {
    it(text.slice(text.indexOf('\n') + 1), async () => {
      const found = allCalls(await scriptSource(text));
      assert.deepEqual(found.map((call) => [shown(call), call.where?.text, call.data?.text]), [[expected, where, data]]);
    });
  }

  for (const text of [
    `export function f(prisma) { prisma.user.findUnique({ where: { id } }); }`,
    `import { api } from './api'; api.user.findUnique({});`,
    `import axios from 'axios'; axios.create({}); axios.update({});`,
    `class Repo { findOne() {} f() { return this.findOne(); } }`,
    `import { PrismaClient } from '@prisma/client'; class S extends PrismaClient { user = fake(); f() { return this.run(); } run() {} }`,
  ]) {
    it(`is not ${text}`, async () => {
      assert.deepEqual(allCalls(await scriptSource(text)).map(shown), []);
    });
  }
});
