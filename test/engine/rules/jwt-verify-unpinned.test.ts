import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceText } from '../../../src/engine/engine';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { jwtVerifyUnpinned } from '../../../src/engine/rules/auth/jwt-verify-unpinned';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(jwtVerifyUnpinned, { hits: 31, misses: 30 });

const folder = path.join(process.cwd(), 'test/engine/rules/jwt-verify-unpinned/fixtures/hits');

async function findingsOf(text: string, dependencies: Readonly<Record<string, string>>, fragment = false, language: SourceText['language'] = 'javascript'): Promise<readonly Finding[]> {
  const analyzer = await analyzerFor(jwtVerifyUnpinned, new Map([['package.json', JSON.stringify({ dependencies })]]));
  return (await analyzer.analyze({ file: '/project/main.js', text, language, fragment })) ?? [];
}

const read = (fixture: string) => readFileSync(path.join(folder, fixture), 'utf8').replace(/[«»]/g, '');

describe('jwt-verify-unpinned', () => {
  it('is safe where the file signs with the same key, for review where only the name of a setting says what the key is', async () => {
    const [signed] = await findingsOf(read('sign-and-verify.ts'), {}, false, 'typescript');
    const [named] = await findingsOf(read('middleware.js'), {});
    assert.deepEqual([signed?.fixes[0]?.safety, named?.fixes[0]?.safety], ['safe', 'review']);
  });

  it('offers the issuer and audience that the signer states, and no others', async () => {
    const text = read('issuer-stated.ts');
    const [finding] = await findingsOf(text, {}, false, 'typescript');
    const [, second] = finding?.fixes ?? [];
    assert.equal(second?.safety, 'review');
    assert.equal(second.edits[0]?.newText, ", { algorithms: ['HS256'], issuer: ISSUER, audience: 'orders' }");
  });

  const versions: readonly [range: string, severity: string, told: RegExp][] = [
    ['^8.5.1', 'information', /before 9 then accepts an unsigned token when the key is undefined/],
    ['^9.0.2', 'hint', /the library's version that refuses `none`/],
  ];
  for (const [range, severity, told] of versions) {
    it(`tells what jsonwebtoken ${range} does without a list`, async () => {
      const [finding] = await findingsOf(read('middleware.js'), { jsonwebtoken: range });
      assert.equal(finding?.severity, severity);
      assert.match(finding.message, told);
    });
  }

  it('knows settings whose module refuses to start without them', async () => {
    const text = "const jwt = require('jsonwebtoken');\nconst { settings } = require('./settings');\nexports.read = (token) => jwt.verify(token, settings.jwt.secret);\n";
    const severityWith = async (module: string) => {
      const files = new Map([['package.json', '{ "dependencies": { "jsonwebtoken": "^8.5.1" } }'], ['settings.js', module], ['main.js', text]]);
      return (await (await analyzerFor(jwtVerifyUnpinned, files)).analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    const settings = 'exports.settings = { jwt: { secret: env.JWT_SECRET } };\n';
    assert.deepEqual(await severityWith(`const Joi = require('joi');\nconst env = Joi.attempt(process.env, Joi.object({ JWT_SECRET: Joi.string().required() }).unknown());\n${settings}`), ['hint']);
    assert.deepEqual(await severityWith(`const env = process.env;\n${settings}`), ['information']);
  });

  it('knows a variable that the program does not start without', async () => {
    const text = "const jwt = require('jsonwebtoken');\nexports.read = (token) => jwt.verify(token, process.env.ACCESS_SECRET);\n";
    const severityWith = async (names: string, loop: string) => {
      const files = new Map([['package.json', '{ "dependencies": { "jsonwebtoken": "^8.5.1" } }'], ['environment.js', `const needed = { ${names}: 'signs what users carry' };\nfor (const name of Object.keys(needed)) {\n  ${loop}\n}\n`], ['main.js', text]]);
      return (await (await analyzerFor(jwtVerifyUnpinned, files)).analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityWith('ACCESS_SECRET', 'if (!process.env[name]) process.exit(1);'), ['hint']);
    assert.deepEqual(await severityWith('REFRESH_SECRET', 'if (!process.env[name]) process.exit(1);'), ['information']);
    assert.deepEqual(await severityWith('ACCESS_SECRET', 'console.log(name, process.env[name]);'), ['information']);
  });

  it('knows a setting without which the program ends', async () => {
    const text = "const jwt = require('jsonwebtoken');\nconst { settings } = require('./settings');\nexports.read = (token) => jwt.verify(token, settings.tokenSecret);\n";
    const severityWith = async (start: string) => {
      const files = new Map([['package.json', '{ "dependencies": { "jsonwebtoken": "^8.5.1" } }'], ['settings.js', 'exports.settings = { tokenSecret: process.env.TOKEN_SECRET };\n'], ['start.js', `const { settings } = require('./settings');\n${start}\n`], ['main.js', text]]);
      return (await (await analyzerFor(jwtVerifyUnpinned, files)).analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityWith("if (!settings.tokenSecret) {\n  console.error('no secret');\n  process.exit(1);\n}"), ['hint']);
    assert.deepEqual(await severityWith("if (!settings.tokenSecret) throw new Error('no secret');"), ['hint']);
    assert.deepEqual(await severityWith("if (!settings.tokenSecret) console.warn('no secret');"), ['information']);
    assert.deepEqual(await severityWith("if (!settings.otherSecret) process.exit(1);\nconsole.log(settings.tokenSecret);"), ['information']);
  });

  it('does not take the secret of something else for the key', async () => {
    const text = "const jwt = require('jsonwebtoken');\nconst { settings } = require('./settings');\nexports.read = (token) => jwt.verify(token, settings.jwt.secret);\n";
    const severityWith = async (start: string) => {
      const files = new Map([['package.json', '{ "dependencies": { "jsonwebtoken": "^8.5.1" } }'], ['settings.js', 'exports.settings = { jwt: { secret: process.env.JWT_SECRET } };\n'], ['start.js', `const { settings } = require('./settings');\n${start}\n`], ['main.js', text]]);
      return (await (await analyzerFor(jwtVerifyUnpinned, files)).analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityWith('if (!settings.jwt.secret) process.exit(1);'), ['hint']);
    assert.deepEqual(await severityWith("if (!settings.webhook.secret) throw new Error('no secret');"), ['information']);
  });

  it('says why it leaves a public key without a named algorithm', async () => {
    const [finding] = await findingsOf(read('public-key-unnamed.js'), {});
    assert.match(finding?.message ?? '', /nothing here says which algorithm the private key signs with\.$/);
  });

  it('takes an unbound jwt for jsonwebtoken in a fragment only', async () => {
    const text = 'const claims = jwt.verify(token, process.env.JWT_SECRET);\n';
    assert.deepEqual(await findingsOf(text, {}), []);
    assert.equal((await findingsOf(text, {}, true)).length, 1);
  });

  it('is more than a hint where no package.json says the version', async () => {
    const analyzer = await analyzerFor(jwtVerifyUnpinned);
    const of = async (text: string, fragment = false) => (await analyzer.analyze({ file: '/project/server.js', text, language: 'javascript', fragment })) ?? [];
    const [plain] = await of("const jwt = require('jsonwebtoken');\nexports.userOf = (token) => jwt.verify(token, process.env.JWT_SECRET);\n");
    assert.equal(plain?.severity, 'information');
    assert.match(plain.message, /no package\.json says which version of jsonwebtoken this is: with jsonwebtoken before 9 an unsigned token passes/);
    const [middleware] = await of("const jwt = require('express-jwt');\nmodule.exports = jwt({ secret: process.env.JWT_SECRET });\n");
    assert.equal(middleware?.severity, 'information');
    assert.deepEqual(await of("import jwt from 'express-jwt';\nexport default jwt({ secret: process.env.JWT_SECRET });\n"), []);
    const [pasted] = await of('jwt.verify(token, process.env.JWT_SECRET);\n', true);
    assert.equal(pasted?.severity, 'hint');
  });

  it('keeps line ends and tabs', async () => {
    const text = "const jwt = require('jsonwebtoken');\r\nexports.read = (token) =>\r\n\tjwt.verify(\r\n\t\ttoken,\r\n\t\tprocess.env.JWT_SECRET,\r\n\t);\r\n";
    const analyzer = await analyzerFor(jwtVerifyUnpinned);
    const fixed = await fixText(analyzer, { file: '/project/main.js', text, language: 'javascript' }, { safety: 'review' });
    assert.equal(fixed.text, text.replace('SECRET,\r\n', "SECRET,\r\n\t\t{ algorithms: ['HS256'] },\r\n"));
  });

  it('is a hint where the key is handed over, not read from the environment here', async () => {
    const analyzer = await analyzerFor(jwtVerifyUnpinned, new Map([['package.json', JSON.stringify({ dependencies: { jsonwebtoken: '^8.5.1' } })]]));
    const severityOf = async (key: string) => (await analyzer.analyze({ file: '/project/main.js', text: `const jwt = require('jsonwebtoken');\nexports.check = (token, options) => jwt.verify(token, ${key});\n`, language: 'javascript' }))?.map(({ severity }) => severity);
    assert.deepEqual(await severityOf('process.env.JWT_SECRET'), ['information']);
    assert.deepEqual(await severityOf('process.JWT_SECRET'), ['hint']);
    assert.deepEqual(await severityOf('options.secret'), ['hint']);
  });
});
