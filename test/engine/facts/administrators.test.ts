import assert from 'node:assert/strict';
import { isLeftToThem, servesAdministrators } from '../../../src/engine/facts/javascript/administrators';
import { nodeAt, scriptSource } from '../support/parse';

const express = `import express from 'express'; import { adminRouter, isAdmin, requireAdmin, verifyToken } from './own'; const app = express(); `;
const nest = `import { Controller, Post, UseGuards } from '@nestjs/common'; `;

/** `mark` stands where the question is asked. */
const cases: readonly [name: string, text: string, expected: boolean][] = [
  ['a route with a guard', `${express}app.post('/x', requireAdmin, (req, res) => { mark; });`, true],
  ['a route with another guard', `${express}app.post('/x', verifyToken, (req, res) => { mark; });`, false],
  ['a path', `${express}app.post('/admin/users', (req, res) => { mark; });`, true],
  ['a handler registered by its name', `${express}function save(req, res) { mark; } app.post('/x', requireAdmin, save);`, true],
  ['a middleware beside the guard', `${express}app.post('/x', requireAdmin, mark('file'), (req, res) => {});`, true],
  ['a guard of the whole router', `${express}app.use(verifyToken, requireAdmin); app.post('/x', (req, res) => { mark; });`, true],
  ['a guard of the whole router by a role', `${express}app.use(authorizeRole([Role.SUPERADMIN])); app.post('/x', (req, res) => { mark; });`, true],
  ['a guard that lets others on as well', `${express}app.use(authorizeRole([Role.SUPERADMIN, Role.OWNER])); app.post('/x', (req, res) => { mark; });`, false],
  ['a router of administrators beside', `${express}app.use('/admin', adminRouter); app.use(adminRouter); app.post('/x', (req, res) => { mark; });`, false],
  ['a check that turns others away', `${express}app.post('/x', (req, res) => { if (!isAdmin(req)) return res.sendStatus(403); mark; });`, true],
  ['a check of the role', `${express}app.post('/x', (req, res) => { if (req.user.role !== 'admin') { throw new Error(); } mark; });`, true],
  ['a check that turns administrators away', `${express}app.post('/x', (req, res) => { if (req.user.isAdmin) return res.sendStatus(409); mark; });`, false],
  ['a branch of administrators', `${express}app.post('/x', (req, res) => { if (req.user.isAdmin) { mark; } });`, true],
  ['the branch of all others', `${express}app.post('/x', (req, res) => { if (!req.user.isAdmin) { mark; } });`, false],
  ['a handler inside a guard', `${express}app.post('/x', withSupport(async (req, res) => { mark; }));`, true],
  ['a handler inside another function', `${express}app.post('/x', wrapped(async (req, res) => { mark; }));`, false],
  ['a procedure that uses a guard', `${express}export const task = procedure.use(log).use(isAdmin).input(one).mutation(async () => { mark; });`, true],
  ['a procedure of administrators', `${express}export const task = adminProcedure.query(async () => { mark; });`, true],
  ['a procedure for all', `${express}export const task = procedure.use(log).input(adminInput).mutation(async () => { mark; });`, false],
  ['a callback of an SDK called admin', `${express}app.post('/x', (req, res) => { admin.firestore().runTransaction(async () => { mark; }); });`, false],
  ['an awaited check', `${express}app.post('/x', async (req, res) => { await requireAdmin(req); mark; });`, true],
  ['a decorated method', `${nest}@Controller('x') export class X { @Post() @UseGuards(AdminGuard) save() { mark; } }`, true],
  ['a decorated class', `${nest}@UseGuards(AdminGuard) @Controller('x') export class X { @Post() save() { mark; } }`, true],
  ['another method of the class', `${nest}@Controller('x') export class X { @Post() @UseGuards(AdminGuard) all() {} @Post() save() { mark; } }`, false],
];

describe('servesAdministrators', () => {
  for (const [name, text, expected] of cases) {
    it(`${name}: ${String(expected)}`, async () => {
      const source = await scriptSource(text, { packageJson: { dependencies: { express: '^5.0.0' } } });
      assert.equal(servesAdministrators(nodeAt(source, 'mark'), source), expected);
    });
  }

  it('goes by the place of a file', async () => {
    const files = ['routes/admin/bans.ts', 'admin.controller.ts', 'routes/internal/docs.ts', 'internal/queue.ts', 'routes/users.ts'];
    const told = await Promise.all(
      files.map(async (file) => {
        const source = await scriptSource('export async function find() { mark; }', { file });
        return servesAdministrators(nodeAt(source, 'mark'), source);
      }),
    );
    assert.deepEqual(told, [true, true, true, false, false]);
  });

  it('holds places of those who run the service apart from those of a customer’s administrators', async () => {
    const files = ['routes/superadmin/closures.ts', 'controllers/back-office.ts', 'routes/admin/closures.ts'];
    const told = await Promise.all(
      files.map(async (file) => {
        const source = await scriptSource('export async function find() { mark; }', { file });
        return isLeftToThem(nodeAt(source, 'mark'), source);
      }),
    );
    assert.deepEqual(told, [true, true, false]);
  });
});
