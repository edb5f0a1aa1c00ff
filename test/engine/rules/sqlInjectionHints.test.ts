import assert from 'node:assert/strict';
import type { Language } from '../../../src/engine/finding';
import { sqlInjection } from '../../../src/engine/rules/data-access/sql-injection';
import { analyzerFor } from '../support/ruleTests';

type Files = Readonly<Record<string, string>>;

const dependencies = { express: '5', pg: '8', '@nestjs/common': '11', typeorm: '0.3', knex: '3' };

async function severities(main: string, text: string, files: Files = {}): Promise<(string | undefined)[]> {
  const language: Language = main.endsWith('.go') ? 'go' : main.endsWith('.ts') ? 'typescript' : 'javascript';
  const analyzer = await analyzerFor(sqlInjection, new Map(Object.entries({ 'package.json': JSON.stringify({ dependencies }), ...files, [main]: text })));
  return ((await analyzer.analyze({ file: `/project/${main}`, text, language })) ?? []).map(({ severity }) => severity);
}

const pasted = "res.json(await pool.query(`SELECT * FROM fares WHERE zone = '${req.params.zone}'`));";

const routes = (route: string, top = '') => `const express = require('express');
const { Pool } = require('pg');
const schemas = require('./schemas');
const pool = new Pool();
const router = express.Router();
${top}
${route}
module.exports = router;
`;

const route = (path: string, before = '', first = '') => routes(`router.get('${path}', ${before}async (req, res) => {\n  ${first}\n  ${pasted}\n});`);

const controller = (parameter: string) => `import { Controller, Get, Param, ParseEnumPipe, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FareQuery } from './fare.query';
@Controller('fares')
export class Fares {
  constructor(private readonly source: DataSource) {}
  @Get(':zone')
  find(${parameter}) {
    return this.source.query(\`SELECT * FROM fares WHERE zone = '\${zone}'\`);
  }
}
`;

const go = (body: string, tag = '') => `package fares

import (
	"database/sql"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/mux"
	_ "github.com/lib/pq"
)

type search struct {
	Zone string \`json:"zone"${tag}\`
}

type Handler struct{ db *sql.DB }

${body}
`;

const bound = (check = '') => `func (h *Handler) Find(c *gin.Context) {
	var body search
	if err := c.ShouldBindJSON(&body); err != nil {
		return
	}
${check}	h.db.Query("SELECT * FROM fares WHERE zone = '" + body.Zone + "'")
}`;

const path = `func (h *Handler) Find(w http.ResponseWriter, r *http.Request) {
	zone := mux.Vars(r)["zone"]
	h.db.Query("SELECT * FROM fares WHERE zone = '" + zone + "'")
}
`;

describe('sql-injection is a hint where the request may have been checked before', () => {
  it('is a hint on a router that is imported and never mounted', async () => {
    const app = (use: string) => ({ 'app.js': `const express = require('express');\nconst fares = require('./fares');\nconst app = express();\n${use}\napp.listen(80);\n` });
    assert.deepEqual(await severities('fares.js', route('/:zone'), app("// app.use('/fares', fares);")), ['hint']);
    assert.deepEqual(await severities('fares.js', route('/:zone'), app("app.use('/fares', fares);")), ['warning']);
    assert.deepEqual(await severities('fares.js', route('/:zone'), app("app.use('/fares', require('./fares'));")), ['warning']);
    assert.deepEqual(await severities('fares.js', route('/:zone')), ['warning']);
  });

  it('is a warning where nothing stands before', async () => {
    assert.deepEqual(await severities('main.js', route('/:zone')), ['warning']);
    assert.deepEqual(await severities('main.js', route('/:zone', 'requireLogin, ')), ['warning']);
    assert.deepEqual(await severities('main.js', route('/validate/:zone', '', 'const wanted = JSON.parse(req.body);')), ['warning']);
    assert.deepEqual(await severities('main.js', route('/:zone', '', 'await checkLogin(req.headers);')), ['warning']);
  });

  it('knows a validator and a pattern on the route', async () => {
    assert.deepEqual(await severities('main.js', route('/:zone', 'validate(schemas.fares), ')), ['hint']);
    assert.deepEqual(await severities('main.js', route('/:zone', 'celebrate({ params: schemas.zone }), ')), ['hint']);
    assert.deepEqual(await severities('main.js', route(String.raw`/:zone(\\d+)`)), ['hint']);
  });

  it('knows a check of the whole request in the handler', async () => {
    assert.deepEqual(await severities('main.js', route('/:zone', '', 'const errors = validationResult(req);')), ['hint']);
    assert.deepEqual(await severities('main.js', route('/:zone', '', 'schemas.fares.parse(req.params);')), ['hint']);
    assert.deepEqual(await severities('main.js', route('/:zone', '', 'const { error } = schemas.fares.validate(req.params);')), ['hint']);
  });

  it('knows a hook for the parameter, not one for another', async () => {
    const hook = (name: string) => routes(`router.get('/:zone', async (req, res) => {\n  ${pasted}\n});`, `router.param('${name}', digitsOnly);`);
    assert.deepEqual(await severities('main.js', hook('zone')), ['hint']);
    assert.deepEqual(await severities('main.js', hook('order')), ['warning']);
  });

  it('looks at the routes of other files that name the handler', async () => {
    const handler = `const { Pool } = require('pg');\nconst pool = new Pool();\nexports.findFares = async (req, res) => {\n  ${pasted}\n};\n`;
    const others = (given: string): Files => ({ 'src/routes.js': `const fares = require('./fares');\nmodule.exports = (router) => {\n  router.post('/validate', validate(other), fares.check);\n  router.get('/fares/:zone', ${given}fares.findFares);\n};\n` });
    assert.deepEqual(await severities('src/fares.js', handler, others('')), ['warning']);
    assert.deepEqual(await severities('src/fares.js', handler, others('loadUser, ')), ['warning']);
    assert.deepEqual(await severities('src/fares.js', handler, others('validate(schemas.fares), ')), ['hint']);
  });

  it('knows pipes and types of Nest parameters', async () => {
    assert.deepEqual(await severities('src/main.ts', controller("@Query('zone') zone: string")), ['warning']);
    assert.deepEqual(await severities('src/main.ts', controller("@Param('zone') zone: number")), ['hint']);
    assert.deepEqual(await severities('src/main.ts', controller("@Param('zone', new ZonePipe()) zone: string")), ['hint']);
    assert.deepEqual(await severities('src/main.ts', controller('@Query() { zone }: FareQuery')), ['hint']);
  });

  it('takes letters and digits alone for checked', async () => {
    const kept = (pattern: string) => routes(`router.get('/:zone', async (req, res) => {\n  const zone = req.params.zone.replace(${pattern}, '');\n  res.json(await pool.query(\`SELECT * FROM fares WHERE zone = '\${zone}'\`));\n});`);
    assert.deepEqual(await severities('main.js', kept(String.raw`/\W/g`)), []);
    assert.deepEqual(await severities('main.js', kept(String.raw`/\s/g`)), ['warning']);
  });

  it('leaves a console its statements, but shows a piece that the request gives', async () => {
    const whole = routes("router.post('/run', async (req, res) => {\n  res.json(await pool.query(req.body.sql));\n});");
    assert.deepEqual(await severities('main.js', whole), ['hint']);
    const piece = "const express = require('express');\nconst knex = require('knex')({ client: 'pg' });\nconst app = express();\napp.get('/fares', async (req, res) => {\n  res.json(await knex('fares').orderByRaw(req.query.sort));\n});\n";
    assert.deepEqual(await severities('main.js', piece), ['warning']);
  });

  it('knows strict tags of bound Go structs', async () => {
    assert.deepEqual(await severities('main.go', go(bound())), ['warning']);
    assert.deepEqual(await severities('main.go', go(bound(), ' binding:"required,max=9"')), ['warning']);
    assert.deepEqual(await severities('main.go', go(bound(), ' binding:"required,uuid"')), ['hint']);
    assert.deepEqual(await severities('main.go', go(bound('\tif validate.Struct(body) != nil {\n\t\treturn\n\t}\n'))), ['hint']);
  });

  it('knows patterns in the routes of gorilla/mux', async () => {
    const registered = (pattern: string) => `${path}\nfunc routes(r *mux.Router, h *Handler) {\n\tr.HandleFunc("/fares/${pattern}", h.Find)\n}`;
    assert.deepEqual(await severities('main.go', go(registered('{zone}'))), ['warning']);
    assert.deepEqual(await severities('main.go', go(registered('{zone:[0-9]+}'))), ['hint']);
  });
});
