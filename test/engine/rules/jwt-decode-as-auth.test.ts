import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceText } from '../../../src/engine/engine';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { jwtDecodeAsAuth } from '../../../src/engine/rules/auth/jwt-decode-as-auth';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(jwtDecodeAsAuth, { hits: 25, misses: 26 });

const folder = path.join(process.cwd(), 'test/engine/rules/jwt-decode-as-auth/fixtures');
const packageJson = readFileSync(path.join(folder, 'package.json'), 'utf8');

async function only(fixture: string): Promise<Finding> {
  const text = readFileSync(path.join(folder, 'hits', fixture), 'utf8').replace(/[«»]/g, '');
  const language: SourceText['language'] = fixture.endsWith('.go') ? 'go' : fixture.endsWith('.ts') ? 'typescript' : 'javascript';
  const analyzer = await analyzerFor(jwtDecodeAsAuth, new Map([['package.json', packageJson]]));
  const [finding, ...more] = (await analyzer.analyze({ file: `/project/${fixture}`, text, language })) ?? [];
  assert.ok(finding !== undefined && more.length === 0, fixture);
  return finding;
}

describe('jwt-decode-as-auth', () => {
  const severities: readonly [fixture: string, severity: Finding['severity']][] = [
    ['middleware.js', 'warning'],
    ['nest-guard.ts', 'hint'],
    ['nest-guard-auth.ts', 'warning'],
    ['param-decorator.ts', 'hint'],
    ['helper.js', 'warning'],
    ['go-net-http.go', 'warning'],
  ];
  for (const [fixture, severity] of severities) it(`reports ${fixture} as ${severity}`, async () => assert.equal((await only(fixture)).severity, severity));

  it('is doubtful where another file verifies, unless the route is bare', async () => {
    const route = (before: string) => `const express = require('express');\nconst jwt = require('jsonwebtoken');\nconst { findUser } = require('./users');\nconst app = express();\n${before}\napp.get('/me', async (req, res) => {\n  const claims = jwt.decode(req.headers.authorization);\n  res.json(await findUser(claims.sub));\n});\n`;
    const handler = "const jwt = require('jsonwebtoken');\nconst { findUser } = require('./users');\nexports.me = async (req, res) => {\n  const claims = jwt.decode(req.headers.authorization);\n  res.json(await findUser(claims.sub));\n};\n";
    const severityWith = async (text: string, other: string) => {
      const files = new Map([['package.json', packageJson], ['main.js', text], ['tokens.js', other]]);
      return (await (await analyzerFor(jwtDecodeAsAuth, files)).analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    const verifies = "const jwt = require('jsonwebtoken');\nmodule.exports = () => (req, res, next) => {\n  jwt.verify(req.headers.authorization, process.env.SECRET);\n  next();\n};\n";
    const signs = "const jwt = require('jsonwebtoken');\nexports.issue = (user) => jwt.sign({ sub: user.id }, process.env.SECRET);\n";
    assert.deepEqual(await severityWith(handler, verifies), ['hint']);
    assert.deepEqual(await severityWith(handler, signs), ['warning']);
    assert.deepEqual(await severityWith(route(''), verifies), ['warning']);
    assert.deepEqual(await severityWith(route("app.use(require('cors')());\nconst first = require('./tokens');\napp.use(first());"), verifies), ['hint']);
  });

  it('names the claim that is believed', async () => {
    assert.match((await only('admin-check.js')).message, /^`jwtDecode\(token\)\.role` is believed, but jwtDecode checks no signature/);
  });

  it("verifies with the file's own key, for review", async () => {
    const [fix] = (await only('middleware.js')).fixes;
    assert.deepEqual([fix?.title, fix?.safety], ['Verify the token with SECRET', 'review']);
  });

  const refusals: readonly [fixture: string, reason: RegExp][] = [
    ['admin-check.js', /this file does not show which key signs these tokens\.$/],
    ['two-keys.js', /this file does not show which key signs these tokens\.$/],
    ['nest-guard.ts', /no JwtModule above this file shows which key the service has\.$/],
    ['go-net-http.go', /the key these tokens are signed with has to be chosen\.$/],
  ];
  for (const [fixture, reason] of refusals) {
    it(`says why ${fixture} gets no fix`, async () => {
      const { fixes, message } = await only(fixture);
      assert.deepEqual(fixes, []);
      assert.match(message, reason);
    });
  }

  it('keeps line ends and tabs', async () => {
    const text = [
      "const express = require('express');",
      "const jwt = require('jsonwebtoken');",
      'const app = express();',
      "app.get('/', async (req, res) => {",
      '\tconst claims = jwt.decode(req.query.token);',
      '\tawait app.locals.load(claims.sub);',
      '});',
      'exports.issue = (sub) => jwt.sign({ sub }, process.env.JWT_SECRET);',
      '',
    ].join('\r\n');
    const analyzer = await analyzerFor(jwtDecodeAsAuth);
    const fixed = await fixText(analyzer, { file: '/project/main.js', text, language: 'javascript' }, { safety: 'review' });
    assert.equal(
      fixed.text,
      text.replace(
        'const claims = jwt.decode(req.query.token);',
        "let claims;\r\n\ttry {\r\n\t\tclaims = jwt.verify(req.query.token, process.env.JWT_SECRET, { algorithms: ['HS256'] });\r\n\t} catch {\r\n\t\treturn res.sendStatus(401);\r\n\t}",
      ),
    );
  });
});
