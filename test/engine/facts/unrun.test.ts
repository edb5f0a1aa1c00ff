import assert from 'node:assert/strict';
import { probeRule } from '../support/probe';
import { analyzerFor } from '../support/ruleTests';

type Files = Readonly<Record<string, string>>;

const manifest = { 'package.json': '{ "private": true, "scripts": { "start": "node dist/server.js" }, "dependencies": { "express": "^5.0.0" } }' };
const server = (text = ''): Files => ({ 'src/server.ts': `import express from 'express';\n${text}\nexpress().listen(80);` });

/** A module with one place that the probe finds. */
const tariffs = 'export function weigh(parcel) { return dangerSync(parcel); }';

/** The first file holds the place. */
async function isUnrun(files: Files): Promise<boolean> {
  const all = new Map(Object.entries({ ...manifest, ...files }));
  const [main = ''] = Object.keys(files);
  const analyzer = await analyzerFor(probeRule(), all);
  const language = main.endsWith('.go') ? 'go' : main.endsWith('.js') ? 'javascript' : 'typescript';
  const findings = (await analyzer.analyze({ file: `/project/${main}`, text: files[main] ?? '', language })) ?? [];
  assert.equal(findings.length, 1);
  return findings[0]?.doubtful === true;
}

const loaded: readonly [name: string, files: Files][] = [
  ['that a program imports', { 'src/tariffs.ts': tariffs, ...server("import { weigh } from './tariffs';\nweigh(1);") }],
  ['that one of the program imports', { 'src/tariffs.ts': tariffs, 'src/quotes.ts': "import { weigh } from './tariffs';\nexport const quote = () => weigh(1);", ...server("import { quote } from './quotes';\nquote();") }],
  ['by an alias that is known nowhere', { 'src/tariffs.ts': tariffs, ...server("import { weigh } from '#prices/tariffs';\nweigh(1);") }],
  ['by a path of tsconfig.json', { 'src/tariffs.ts': tariffs, 'tsconfig.json': '{ "compilerOptions": { "paths": { "prices": ["./src/tariffs.ts"] } } }', ...server("import { weigh } from 'prices';\nweigh(1);") }],
  ['by the folder of an index', { 'src/tariffs/index.ts': tariffs, ...server("import { weigh } from './tariffs';\nweigh(1);") }],
  ['of which a file beside it asks for the folder', { 'src/prices/index.ts': tariffs, 'src/prices/quotes.ts': "import { weigh } from '.';\nexport const quote = () => weigh(1);", ...server("import { quote } from './prices/quotes';\nquote();") }],
  ['in another case, as some disks allow', { 'src/Tariffs.ts': tariffs, ...server("import { weigh } from './tariffs';\nweigh(1);") }],
  ['when it is needed', { 'src/tariffs.ts': tariffs, ...server("export const late = async () => (await import('./tariffs')).weigh(1);") }],
  ['as a thread of its own', { 'src/tariffs.ts': tariffs, ...server("new Worker(join(here, 'tariffs.js'));") }],
  ['by a path that a string holds', { 'src/tariffs.ts': tariffs, ...server("queue.process(`${here}/jobs/tariffs`);") }],
  ['by a component', { 'src/tariffs.ts': tariffs, 'src/Quote.vue': "<script>\nimport { weigh } from './tariffs';\nweigh(1)</script>", ...server() }],
  ['in a circle', { 'src/tariffs.ts': `import { quote } from './quotes';\n${tariffs}\nquote();`, 'src/quotes.ts': "import { weigh } from './tariffs';\nexport const quote = () => weigh(1);", ...server() }],
  ['by a script of package.json', { 'src/tariffs.ts': tariffs, ...server(), 'package.json': '{ "scripts": { "tariffs": "tsx src/tariffs.ts" } }' }],
  ['as what package.json gives to others', { 'src/tariffs.ts': tariffs, ...server(), 'package.json': '{ "exports": { "./tariffs": "./dist/tariffs.js" } }' }],
  ['by a platform, as its settings say', { 'src/tariffs.ts': tariffs, ...server(), 'serverless.yml': 'functions:\n  weigh:\n    handler: src/tariffs.weigh\n' }],
  ['by settings in a folder', { 'src/tariffs.ts': tariffs, ...server(), 'deploy/jobs.yaml': 'command: ["node", "dist/tariffs.js"]\n' }],
  ['by a container', { 'src/tariffs.ts': tariffs, ...server(), Dockerfile: 'CMD ["node", "dist/tariffs.js"]\n' }],
  ['by a script of a shell', { 'src/tariffs.ts': tariffs, ...server(), 'ops/night.sh': 'node dist/tariffs.js\n' }],
  ['by hand, as the README tells', { 'src/tariffs.ts': tariffs, ...server(), 'README.md': 'Once a year: `node dist/tariffs.js`.\n' }],
  ['by hand, as it reads its command line', { 'src/tariffs.ts': `${tariffs}\nweigh(process.argv[2]);`, ...server() }],
  ['by hand, as it gives nothing to others', { 'src/tariffs.ts': 'function weigh(parcel) { return dangerSync(parcel); }\nweigh(1);', ...server() }],
  ['by a platform, as its name tells', { 'src/tariffs.ts': 'export const handler = async (event) => dangerSync(event);', ...server() }],
  ['by a loader of its folder', { 'src/jobs/tariffs.js': 'module.exports = { weigh: (parcel) => dangerSync(parcel) };', 'src/jobs/index.js': "for (const name of fs.readdirSync(__dirname)) require(path.join(__dirname, name));", ...server("import './jobs';") }],
  ['by a loader of another folder', { 'src/jobs/tariffs.js': 'module.exports = { weigh: (parcel) => dangerSync(parcel) };', ...server("for (const name of readdirSync('./src/jobs')) await import(resolve(name));") }],
  ['by a loader that says nothing of what it loads', { 'src/tariffs.ts': tariffs, 'src/plugins.ts': 'export const load = (name) => require(name);', ...server("import { load } from './plugins';\nload(process.env.PRICES);") }],
  ['by a loader that is given its path', { 'src/tariffs.ts': tariffs, ...server("const load = (name) => require(name);\nconst all = [load('./tariffs'), load('./quotes')];") }],
  ['by a loader that is given paths, some of them put together', { 'src/tariffs.ts': tariffs, ...server("const load = (name) => require(name);\nconst all = [load('./quotes'), load('./' + process.title)];") }],
  ['by a made-up name', { 'src/carriers/tariffs.ts': tariffs, ...server('const found = await import(`./carriers/${name}.js`);') }],
  ['by a pattern of files', { 'src/parcels/tariffs.entity.ts': tariffs, ...server("connect({ entities: ['dist/**/*.entity.js'] });") }],
  ['by a bundler', { 'src/carriers/tariffs.ts': tariffs, ...server("const all = import.meta.glob('./carriers/*.ts');") }],
  ['as a route of Next', { 'src/app/tariffs/route.ts': 'export const weigh = () => dangerSync(1);', ...server(), 'package.json': '{ "dependencies": { "next": "^15.0.0" } }' }],
  ['as a migration', { 'src/migrations/tariffs.ts': tariffs, ...server() }],
  ['by a framework of folders', { 'src/tariffs.ts': tariffs, ...server(), 'package.json': '{ "dependencies": { "@strapi/strapi": "^5.0.0" } }' }],
  ['by a decorator that registers it', { 'src/tariffs.ts': '@EventSubscriber()\nexport class Tariffs { weigh() { return dangerSync(1); } }', ...server() }],
  ['of a package that others install', { 'src/tariffs.ts': tariffs, ...server(), 'package.json': '{ "name": "parcels", "main": "dist/index.js" }' }],
  ['of another package of the workspace', { 'packages/prices/tariffs.ts': tariffs, 'packages/prices/package.json': '{ "name": "@parcels/prices" }', 'packages/prices/server.ts': '', 'packages/api/package.json': '{ "dependencies": { "@parcels/prices": "1.0.0" } }', 'packages/api/app.ts': "import { weigh } from '@parcels/prices/tariffs';\nweigh(1);" }],
  ['of a project without a start', { 'src/tariffs.ts': tariffs, 'src/quotes.ts': 'export const quote = 1;' }],
];

const unloaded: readonly [name: string, files: Files][] = [
  ['that nobody imports', { 'src/tariffs.ts': tariffs, ...server() }],
  ['that tests alone import', { 'src/tariffs.ts': tariffs, 'src/tariffs.test.ts': "import { weigh } from './tariffs';\nweigh(1);", ...server() }],
  ['of which a comment speaks', { 'src/tariffs.ts': tariffs, ...server("// import { weigh } from './tariffs';\n/* or\n'./tariffs'\n*/") }],
  ['of which a text speaks', { 'src/tariffs.ts': tariffs, ...server("throw new Error('no tariffs today');") }],
  ['that one imports that nobody imports', { 'src/tariffs.ts': tariffs, 'src/quotes.ts': "import { weigh } from './tariffs';\nexport const quote = () => weigh(1);", ...server() }],
  ['of which another has the name', { 'backup/tariffs.ts': tariffs, 'src/tariffs.ts': tariffs, ...server("import { weigh } from './tariffs';\nweigh(1);") }],
  ['that was put aside', { 'src/tariffs.old.ts': tariffs, 'src/tariffs.ts': tariffs, ...server("import { weigh } from './tariffs';\nweigh(1);") }],
  ['that was put aside, by a loader that names a folder around it', { 'src/jobs/backups/tariffs-2024-05-01.ts': tariffs, 'src/plugins.ts': "import { readdirSync } from 'node:fs';\nexport const all = (base) => readdirSync(base).map((file) => require(base + file));\nall('jobs/');", ...server("import './plugins';") }],
  ['that was put aside, by a loader that says nothing of what it loads', { 'src/backups/tariffs-2024-05-01.ts': tariffs, 'src/plugins.ts': 'export const load = (name) => require(name);', ...server("import { load } from './plugins';\nload(process.env.PRICES);") }],
  ['that has the name of a package', { 'src/express.ts': tariffs, ...server() }],
  ['of whose folder a loader does not know', { 'src/prices/tariffs.ts': tariffs, ...server('const found = await import(`./carriers/${name}.js`);') }],
  ['that no loader is given, as it is given whole paths', { 'src/tariffs.ts': tariffs, ...server("const load = (name) => require(name);\nconst all = [load('./quotes'), load('./parcels')];") }],
  ['that a pattern in a comment matches', { 'src/prices/tariffs.ts': tariffs, ...server('/** Known globally:\n * `https://*.prices/**` */') }],
  ['that is an index of a folder nobody asks for', { 'src/tariffs/index.ts': tariffs, 'src/prices/index.ts': 'export const quote = 1;', ...server("import { quote } from './prices/index';\nuse(quote, '/index');") }],
  ['in CommonJS', { 'src/tariffs.js': 'module.exports = { weigh: (parcel) => dangerSync(parcel) };', ...server() }],
  ['that is required with a router that nobody mounts', { 'src/routes/tariffs.js': "const { Router } = require('express');\nconst router = Router();\nrouter.get('/', (req, res) => res.json(dangerSync(req)));\nmodule.exports = router;", 'src/app.js': "const tariffs = require('./routes/tariffs');\n// app.use('/tariffs', tariffs);\napp.listen(80);" }],
  ['with routes', { 'src/routes/tariffs.ts': "import { Router } from 'express';\nconst router = Router();\nrouter.get('/', (req, res) => res.json(dangerSync(req)));\nexport default router;", ...server() }],
  ['of Nest that no module names', { 'src/tariffs.controller.ts': "import { Controller, Get } from '@nestjs/common';\n@Controller('tariffs')\nexport class TariffsController { @Get() weigh() { return dangerSync(1); } }", 'src/main.ts': "import { AppModule } from './app.module';\nstart(AppModule);", 'src/app.module.ts': '@Module({ controllers: [] })\nexport class AppModule {}' }],
];

const mounted: Files = { 'src/routes/tariffs.js': "const Router = require('@koa/router');\nconst router = new Router();\nrouter.get('/', (ctx) => { ctx.body = dangerSync(ctx); });\nmodule.exports = router;", 'src/app.js': "const tariffs = require('./routes/tariffs');\napp.use(tariffs.routes());\napp.listen(80);" };

const used: readonly [name: string, files: Files][] = [
  ['that another file names', { 'src/tariffs.ts': `${tariffs}\nexport const fee = 1;`, ...server("import { weigh } from './tariffs';\nweigh(1);") }],
  ['that its own file calls', { 'src/tariffs.ts': `${tariffs}\nexport const fee = weigh(1);`, ...server("import { fee } from './tariffs';\nuse(fee);") }],
  ['of a module that is looked through', { 'src/tariffs.ts': tariffs, ...server("import * as all from './tariffs';\nObject.values(all).forEach((each) => each(1));") }],
  ['of a module that is read by a made-up name', { 'src/tariffs.js': 'exports.weigh = (parcel) => dangerSync(parcel);', ...server("const all = require('./tariffs');\nall[name](1);") }],
  ['of a module that is given on whole', { 'src/tariffs.ts': tariffs, 'src/prices.ts': "export * from './tariffs';", ...server("import * as all from './prices';\nserve(all);") }],
  ['of an object that others look through', { 'src/tariffs.ts': 'export const handlers = { weigh: () => dangerSync(1) };', ...server("import { handlers } from './tariffs';\nObject.entries(handlers).forEach(serve);") }],
  ['of an object that the module is, which is handed on', { 'src/tariffs.js': 'const handlers = { weigh: () => dangerSync(1) };\nmodule.exports = handlers;', ...server("import handlers from './tariffs';\nserve(isQuiet ? handlers : none);") }],
  ['that an interface asks for', { 'src/tariffs.ts': 'export class Tariffs implements Scales { weigh() { return dangerSync(1); } }', ...server("import { Tariffs } from './tariffs';\nuse(new Tariffs());") }],
  ['that a decorator stands before', { 'src/tariffs.ts': "export class Tariffs { @Get('weigh') weigh() { return dangerSync(1); } }", ...server("import { Tariffs } from './tariffs';\nuse(Tariffs);") }],
  ['that a document of an interface names', { 'src/tariffs.ts': `${tariffs}\nexport const fee = 1;`, ...server("import { fee } from './tariffs';\nuse(fee);"), 'src/parcels.graphql': 'type Query { weigh: Int }' }],
  ['that is handed on where it is written', { 'src/tariffs.ts': "import { scales } from './scales';\nscales.on('weigh', () => dangerSync(1));\nexport const fee = 1;", 'src/scales.ts': 'export const scales = make();', ...server("import { fee } from './tariffs';\nuse(fee);") }],
  ['on a router of Koa that is mounted', mounted],
  ['that its module gives away under another name', { 'src/tariffs.js': 'async function weigh(req, res) { res.json(dangerSync(req)); }\nconst fee = 1;\nmodule.exports = { fee, scale: weigh };', ...server("const { scale } = require('./tariffs');\nuse(scale);") }],
  ['that a list of exports gives another name', { 'src/tariffs.ts': 'const weigh = async (parcel) => dangerSync(parcel);\nconst fee = 1;\nexport { fee, weigh as scale };', ...server("import { scale } from './tariffs';\nuse(scale);") }],
  ['that is given away under another name alone', { 'src/tariffs.js': 'async function weigh(req, res) { res.json(dangerSync(req)); }\nexports.scale = weigh;', ...server("const { scale } = require('./tariffs');\nuse(scale);") }],
  ['that one of two who import its module reads of it', { 'src/tariffs.js': 'exports.weigh = (parcel) => dangerSync(parcel);\nexports.fee = 1;', 'src/quotes.js': "const tariffs = require('./tariffs');\nexports.quote = () => tariffs\n  .weigh(1);", ...server("const { fee } = require('./tariffs');\nconst { quote } = require('./quotes');\nuse(fee, quote);") }],
  ['that is given on by its name', { 'src/tariffs.ts': `${tariffs}\nexport const fee = 1;`, 'src/prices.ts': "export { weigh } from './tariffs';", ...server("import { weigh } from './prices';\nweigh(1);") }],
  ['of a default that is read of all', { 'src/tariffs.ts': 'export default { weigh: () => dangerSync(1), fee: 1 };', ...server("import * as all from './tariffs';\nall.default.weigh(1);") }],
  ['that is the module', { 'src/tariffs.ts': 'export default function weigh() { return dangerSync(1); }', ...server("import load from './tariffs';\nload();") }],
];

const fee = server("import { fee } from './tariffs';\nuse(fee);");

const unused: readonly [name: string, files: Files][] = [
  ['that is exported, and no file names', { 'src/tariffs.ts': `${tariffs}\nexport const fee = 1;`, ...fee }],
  ['that stands in a list of exports', { 'src/tariffs.ts': 'const weigh = async (parcel) => dangerSync(parcel);\nconst fee = 1;\nexport { fee, weigh };', ...fee }],
  ['that its module gives away', { 'src/tariffs.js': 'async function weigh(req, res) { res.json(dangerSync(req)); }\nconst fee = 1;\nmodule.exports = { fee, weigh };', ...server("const { fee } = require('./tariffs');\nuse(fee);") }],
  ['of an object that is the module', { 'src/tariffs.js': 'module.exports = { weigh: async (req, res) => { res.json(dangerSync(req)); }, fee() {} };', ...server("const all = require('./tariffs');\nall.fee();") }],
  ['in a wrapper', { 'src/tariffs.ts': "import { caught } from './caught';\nexport const weigh = caught(async (req, res) => { res.json(dangerSync(req)); });\nexport const fee = 1;", ...fee }],
  ['that nothing of its file calls', { 'src/tariffs.ts': 'function weigh(parcel) { return dangerSync(parcel); }\nexport const fee = 1;', ...fee }],
  ['that is given on with all others, by name', { 'src/tariffs.ts': `${tariffs}\nexport const fee = 1;`, 'src/prices.ts': "export * from './tariffs';", ...server("import { fee } from './prices';\nuse(fee);") }],
  ['of a class', { 'src/tariffs.ts': 'export class Tariffs { fee() {}\n weigh() { return dangerSync(1); } }', ...server("import { Tariffs } from './tariffs';\nnew Tariffs().fee();") }],
  ['of a class that nobody names', { 'src/tariffs.ts': 'export class Tariffs extends Scales { weigh() { return dangerSync(1); } }\nexport const fee = 1;', ...fee }],
  ['of whose name others have something else', { 'src/tariffs.ts': `${tariffs}\nexport const fee = 1;`, 'src/scales.ts': 'export const weigh = () => 1;', ...server("import { fee } from './tariffs';\nimport { weigh } from './scales';\nuse(fee, weigh(1));") }],
  ['that those who import its module do not read of it', { 'src/tariffs.js': 'exports.weigh = (parcel) => dangerSync(parcel);\nexports.fee = 1;', ...server("const tariffs = require('./tariffs');\nuse(tariffs.fee, scales.weigh(1));") }],
  ['that tests alone name', { 'src/tariffs.ts': `${tariffs}\nexport const fee = 1;`, 'test/tariffs.ts': "import { weigh } from '../src/tariffs';\nweigh(1);", ...fee }],
];

const module = { 'go.mod': 'module example.com/parcels\n', 'main.go': 'package main\n\nimport "example.com/parcels/prices"\n\nfunc main() { prices.Serve() }\n' };
const serve = 'package prices\n\nfunc Serve() { quote() }\n\nfunc quote() {}\n';

const usedInGo: readonly [name: string, files: Files][] = [
  ['that the program calls', { 'prices/weigh.go': 'package prices\n\nfunc weigh() { dangerSync() }\n', 'prices/serve.go': serve.replace('quote() }', 'quote(); weigh() }'), ...module }],
  ['that answers requests', { 'prices/weigh.go': 'package prices\n\nimport "net/http"\n\nfunc weigh(w http.ResponseWriter, r *http.Request) { dangerSync() }\n', 'prices/serve.go': serve, ...module }],
  ['that an interface may ask for', { 'prices/weigh.go': 'package prices\n\ntype scales struct{}\n\nfunc (s scales) Weigh() { dangerSync() }\n', 'prices/serve.go': serve.replace('quote() }', 'use(scales{}) }'), ...module }],
  ['of a package that others import', { 'pkg/prices/weigh.go': 'package prices\n\nfunc Weigh() { dangerSync() }\n', 'prices/serve.go': serve, ...module }],
  ['of a library', { 'weigh.go': 'package prices\n\nfunc Weigh() { dangerSync() }\n', 'serve.go': serve, 'go.mod': 'module example.com/prices\n' }],
];

const unusedInGo: readonly [name: string, files: Files][] = [
  ['that nothing calls', { 'prices/weigh.go': 'package prices\n\nfunc weigh() { dangerSync() }\n', 'prices/serve.go': serve, ...module }],
  ['that is exported, and no package of the program calls', { 'prices/weigh.go': 'package prices\n\nfunc Weigh() { dangerSync() }\n', 'prices/serve.go': serve, ...module }],
  ['that one calls that nothing calls', { 'prices/weigh.go': 'package prices\n\nfunc weigh() { dangerSync() }\n\nfunc weighAll() { weigh() }\n', 'prices/serve.go': serve, ...module }],
];

describe('what nothing of a project runs', () => {
  for (const [name, files] of loaded) it(`is not a module ${name}`, async () => assert.equal(await isUnrun(files), false));
  for (const [name, files] of unloaded) it(`is a module ${name}`, async () => assert.equal(await isUnrun(files), true));
  for (const [name, files] of used) it(`is not a function ${name}`, async () => assert.equal(await isUnrun(files), false));
  for (const [name, files] of unused) it(`is a function ${name}`, async () => assert.equal(await isUnrun(files), true));

  for (const [name, files] of usedInGo) it(`is not a function of Go ${name}`, async () => assert.equal(await isUnrun(files), false));
  for (const [name, files] of unusedInGo) it(`is a function of Go ${name}`, async () => assert.equal(await isUnrun(files), true));

  it('is nothing in a file that is open alone', async () => {
    const analyzer = await analyzerFor(probeRule(), new Map(Object.entries({ ...manifest, ...server(), 'src/tariffs.ts': tariffs })));
    const [finding] = (await analyzer.analyze({ file: '/project/src/tariffs.ts', text: tariffs, language: 'typescript', fragment: true })) ?? [];
    assert.equal(finding?.doubtful, undefined);
  });
});
