import assert from 'node:assert/strict';
import type { Finding } from '../../../src/engine/finding';
import { callWithoutDeadline } from '../../../src/engine/rules/pools/call-without-deadline';
import { analyzerFor } from '../support/ruleTests';

const nest = '{"dependencies": {"@nestjs/core": "^10.0.0", "express": "^5.0.0"}}';
const fetching = `const answer = await fetch('https://flags.example/all');\n    return answer.json();`;

async function scan(file: string, files: Readonly<Record<string, string>>, language: 'typescript' | 'go'): Promise<Finding> {
  const project = new Map([['package.json', nest], ['go.mod', 'module example.com/shop\n'], ...Object.entries(files)]);
  const [finding, ...others] = (await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: `/project/${file}`, text: files[file] ?? '', language })) ?? [];
  assert.ok(finding !== undefined && others.length === 0, `${String(others.length)} besides`);
  return finding;
}

const service = `export class FlagsService {\n  async list() {\n    ${fetching}\n  }\n}\n`;
const controller = (decorators: string, onMethod = '') =>
  `import { Controller, Get, UseGuards } from '@nestjs/common';\nimport { FlagsService } from './flags.service';\n${decorators}\n@Controller('flags')\nexport class Flags {\n  constructor(private readonly flags: FlagsService) {}\n  @Get()\n  ${onMethod}\n  async show() {\n    return this.flags.list();\n  }\n}\n`;
const router = (route: string, before = '') => `import { Router } from 'express';\nimport passport from 'passport';\nimport { FlagsService } from './flags.service';\nconst flags = new FlagsService();\nexport const router = Router();\n${before}\n${route}\n`;
const answers = `async (req, res) => { res.json(await flags.list()); }`;

describe('call-without-deadline: who waits', () => {
  const guards: readonly [what: string, text: string, severity: Finding['severity'], message: RegExp][] = [
    ['a controller behind a guard for administrators', controller('@UseGuards(PlatformAdminGuard)'), 'hint', /those who run the service wait with it/],
    ['a method behind such a guard', controller('', '@UseGuards(PlatformAdminGuard)'), 'hint', /those who run the service wait with it/],
    ['a controller behind another guard', controller('@UseGuards(SessionGuard)'), 'information', /every request or message/],
    ['a route behind a sign-in of administrators', router(`router.get('/flags', passport.authenticate('admin', { session: false }), ${answers});`), 'hint', /those who run the service wait with it/],
    ['a route behind another sign-in', router(`router.get('/flags', passport.authenticate('user', { session: false }), ${answers});`), 'information', /every request or message/],
    ['a router for administrators', router(`router.get('/flags', ${answers});`, `router.use(requireAdmin);`), 'hint', /those who run the service wait with it/],
    ['one route for them and one for all', router(`router.get('/all', requireAdmin, ${answers});\nrouter.get('/flags', ${answers});`), 'information', /every request or message/],
    ['a branch for development', `import { router } from './router';\nimport { FlagsService } from './flags.service';\nimport { Remote } from './remote';\nconst flags = ENV === 'development' ? new FlagsService() : new Remote();\nrouter.get('/flags', ${answers});\n`, 'hint', /only what runs in development waits with it/],
    ['a branch for all but development', `import { router } from './router';\nimport { FlagsService } from './flags.service';\nimport { Remote } from './remote';\nconst flags = ENV !== 'development' ? new FlagsService() : new Remote();\nrouter.get('/flags', ${answers});\n`, 'information', /every request or message/],
    ['the other branch', `import { router } from './router';\nimport { FlagsService } from './flags.service';\nimport { Local } from './local';\nconst flags = ENV === 'development' ? new Local() : new FlagsService();\nrouter.get('/flags', ${answers});\n`, 'information', /every request or message/],
  ];
  for (const [what, text, severity, message] of guards) {
    it(`is told by ${what}`, async () => {
      const finding = await scan('src/flags.service.ts', { 'src/flags.service.ts': service, 'src/use.ts': text }, 'typescript');
      assert.equal(finding.severity, severity);
      assert.match(finding.message, message);
    });
  }

  it('is told by a branch for development in a folder where routes may lie', async () => {
    const use = `import { FlagsService } from '../services/flags.service';\nconst flags = config.isDev ? new FlagsService() : new Remote();\nrouter.get('/flags', ${answers});\n`;
    assert.equal((await scan('api/services/flags.service.ts', { 'api/services/flags.service.ts': service, 'api/use/flags.ts': use }, 'typescript')).severity, 'hint');
  });

  const late = `const late = (settle) => setTimeout(() => settle([]), 1000);\n`;
  const promises: readonly [what: string, text: string, severity: Finding['severity']][] = [
    ['a timer that settles it', `    setTimeout(() => resolve([]), 1000);\n    resolve(await flags());`, 'hint'],
    ['a helper that starts one', `    const timer = late(resolve);\n    resolve(await flags());\n    clearTimeout(timer);`, 'hint'],
    ['a timer that was stopped before', `    const timer = late(resolve);\n    await begun();\n    clearTimeout(timer);\n    resolve(await flags());`, 'warning'],
    ['a helper that starts none', `    note(resolve);\n    resolve(await flags());`, 'warning'],
  ];
  for (const [what, body, severity] of promises) {
    it(`counts for a promise with ${what}`, async () => {
      const inner = body.replace('await flags()', `await (await fetch('https://flags.example/all')).json()`);
      const text = `import express from 'express';\n${late}express().get('/flags', async (req, res) => {\n  res.json(await new Promise(async (resolve) => {\n${inner}\n  }));\n});\n`;
      assert.equal((await scan('src/flags.ts', { 'src/flags.ts': text }, 'typescript')).severity, severity);
    });
  }

  it('names no 300 s where the project sets the dispatcher of every fetch', async () => {
    const text = `import express from 'express';\nexpress().get('/flags', async (req, res) => {\n  const answer = await fetch('https://flags.example/all');\n  res.json(await answer.json());\n});\n`;
    const guard = `globalThis[Symbol.for('undici.globalDispatcher.1')] = composed({ headersTimeout: 600_000 });\n`;
    assert.match((await scan('src/flags.ts', { 'src/flags.ts': text, 'src/net/guard.ts': guard }, 'typescript')).message, /has no deadline, only the limits of the dispatcher/);
    assert.match((await scan('src/flags.ts', { 'src/flags.ts': text, 'src/net/guard.test.ts': guard }, 'typescript')).message, /gives up after 300 s/);
  });

  const go = `package flags\n\nimport "net/http"\n\nfunc Load() {\n\tres, err := http.Get("https://flags.example/all")\n\tread(res, err)\n}\n`;
  const main = 'package main\n\nimport "example.com/shop/cli"\n\nfunc main() { cli.Add() }\n';
  const worker = `package flags\n\nfunc (w *Refresh) Do() { Load() }\n`;
  const places: readonly [what: string, files: Readonly<Record<string, string>>, severity: Finding['severity'], message: RegExp][] = [
    ['a package of commands', { 'main.go': main, 'cli/add.go': 'package cli\n\nimport "example.com/shop/flags"\n\nfunc Add() {\n\tgo func() { flags.Load() }()\n}\n' }, 'hint', /whoever calls it/],
    ['a package of commands that serves', { 'main.go': main, 'cli/add.go': 'package cli\n\nimport "example.com/shop/flags"\n\nfunc Add() {\n\tgo func() { flags.Load() }()\n\tserve()\n}\n' }, 'information', /every goroutine/],
    ['a handler that calls some Do', { 'flags/work.go': worker, 'api/api.go': 'package api\n\nimport "net/http"\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\tfor _, each := range doers() {\n\t\teach.Do()\n\t}\n}\n' }, 'information', /every goroutine/],
    ['a handler that calls a method of its own name', { 'flags/work.go': worker.replace('Do()', 'Refetch()'), 'api/api.go': 'package api\n\nimport "net/http"\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\tfor _, each := range doers() {\n\t\teach.Refetch()\n\t}\n}\n' }, 'information', /every request/],
  ];
  for (const [what, files, severity, message] of places) {
    it(`is told in Go by ${what}`, async () => {
      const finding = await scan('flags/flags.go', { 'flags/flags.go': go, ...files }, 'go');
      assert.equal(finding.severity, severity);
      assert.match(finding.message, message);
    });
  }
});
