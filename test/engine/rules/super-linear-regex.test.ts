import assert from 'node:assert/strict';
import { superLinearRegex } from '../../../src/engine/rules/event-loop/super-linear-regex';
import { loadRegexAnalyser } from '../../../src/engine/syntax/regex';
import { fixText } from '../../../src/engine/fix/fixText';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(superLinearRegex, { hits: 13, misses: 13 });

const handler = (statement: string) => `import express from 'express';\n\nconst app = express();\n\napp.post('/x', (req, res) => {\n  ${statement}\n});\n`;

async function findings(statement: string) {
  const analyzer = await analyzerFor(superLinearRegex);
  return (await analyzer.analyze({ file: '/project/main.js', text: handler(statement), language: 'javascript' })) ?? [];
}

describe('super-linear-regex tells', () => {
  it('an exponential pattern as a warning, in a query too', async () => {
    const [finding] = await findings('res.json(/^(a+)+$/.test(req.query.a));');
    assert.equal(finding?.severity, 'warning');
    assert.equal(
      finding.message,
      'A request with a few dozen characters of `a` that then do not match stops the event loop: each further one doubles the time. No automatic fix: no faster pattern is proven to accept the same texts; bound the length before it.',
    );
  });

  it('a polynomial pattern as information, in a body only', async () => {
    const [finding] = await findings(`res.send(req.body.a.replace(/\\s+$/, ''));`);
    assert.equal(finding?.severity, 'information');
    assert.deepEqual(finding.fixes.map(({ title, safety }) => [title, safety]), [['Call trimEnd instead', 'safe']]);
    assert.deepEqual(await findings(`res.send(req.query.a.replace(/\\s+$/, ''));`), []);
  });

  it('a polynomial pattern as a hint where a schema of the file holds the field short', async () => {
    const severityOf = async (schema: string, statement = `const { url } = req.body;\n  const [path] = url.split('?');\n  res.send(path.replace(/.+\\/$/, ''));`) => {
      const text = handler(statement).replace('const app', `${schema}\nconst app`);
      return (await (await analyzerFor(superLinearRegex)).analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf(''), ['information']);
    assert.deepEqual(await severityOf('const schema = yup.object({ url: yup.string().required().max(500) });'), ['hint']);
    assert.deepEqual(await severityOf(`const schema = { properties: { url: { type: 'string', maxLength: 300 } } };`), ['hint']);
    assert.deepEqual(await severityOf('const schema = z.object({ url: z.string().max(100_000) });'), ['information']);
    assert.deepEqual(await severityOf('const schema = z.object({ title: z.string().max(50) });'), ['information']);
    assert.deepEqual(await severityOf('const schema = z.object({ url: z.string().max(500) });', 'const { url } = req.body;\n  res.json(/^(a+)+$/.test(url));'), ['warning']);
  });

  it('a polynomial pattern as a hint where the route hands on a schema that holds the field to an address', async () => {
    const main = `import { invite } from './mails';\nexport const inviteGuest = async (req, res) => {\n  const { email } = req.body;\n  if (!PATTERN.test(email)) return res.sendStatus(400);\n  res.json(await invite(email));\n};\n`;
    const severityOf = async (field: string, route: string, pattern = '/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/') => {
      const text = main.replace('PATTERN', pattern);
      const files = new Map([
        ['package.json', JSON.stringify({ dependencies: { express: '^5.0.0', zod: '^4.0.0' } })],
        ['main.js', text],
        ['schemas.js', `import { z } from 'zod';\nexport const guest = z.object({ body: z.object({ ${field} }) });\n`],
        ['routes.js', `import { Router } from 'express';\nimport { guest } from './schemas';\nimport { validate } from './validate';\nimport * as guests from './main';\nexport default Router().post('/guests', ${route});\n`],
      ]);
      return (await (await analyzerFor(superLinearRegex, files)).analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf("email: z.string().email('No address').optional()", 'validate(guest), guests.inviteGuest'), ['hint']);
    assert.deepEqual(await severityOf('email: z.email()', 'validate(guest), guests.inviteGuest'), ['hint']);
    assert.deepEqual(await severityOf('email: z.string().max(200)', 'validate(guest), guests.inviteGuest'), ['hint']);
    assert.deepEqual(await severityOf('email: z.string(), other: z.string().email()', 'validate(guest), guests.inviteGuest'), ['information']);
    assert.deepEqual(await severityOf('email: z.string().email()', 'guests.inviteGuest'), ['information']);
    assert.deepEqual(await severityOf('email: z.string().email()', 'validate(guest), guests.inviteGuest', '/^(\\w+\\s?)*$/'), ['warning']);
  });

  it('a polynomial pattern as a hint where rules of express-validator on the route hold the field to an address', async () => {
    const main = `const isAddress = (email) => /^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(email);\nexport const inviteGuest = async (req, res) => {\n  const { email } = req.body;\n  if (email && !isAddress(email)) return res.sendStatus(400);\n  res.sendStatus(204);\n};\n`;
    const severityOf = async (rules: string, text = main) => {
      const files = new Map([
        ['package.json', JSON.stringify({ dependencies: { express: '^5.0.0', 'express-validator': '^7.0.0' } })],
        ['main.js', text],
        ['rules.js', `import { body } from 'express-validator';\nexport const guest = [\n  ${rules},\n  body('name').isString(),\n];\n`],
        ['routes.js', `import { Router } from 'express';\nimport { guest } from './rules';\nimport { refuse } from './refuse';\nimport * as guests from './main';\nexport default Router().post('/guests', guest, refuse, guests.inviteGuest);\n`],
      ]);
      return (await (await analyzerFor(superLinearRegex, files)).analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf("body('email')\n    .optional()\n    .isEmail().withMessage('No address')"), ['hint']);
    assert.deepEqual(await severityOf("body('email').isLength({ min: 3, max: 200 })"), ['hint']);
    assert.deepEqual(await severityOf("body('email').isLength({ max: 20000 })"), ['information']);
    assert.deepEqual(await severityOf("body('email').isString(),\n  body('other').isEmail()"), ['information']);
    assert.deepEqual(await severityOf("body('email').isEmail()", main.replace('res.sendStatus(204)', 'res.json(isAddress(req.body.other))')), ['information']);
  });

  it('no trim where the pattern means something else', async () => {
    for (const statement of [`req.body.a.replace(/\\s+$/m, '')`, `req.body.a.replace(/\\s+$/, ' ')`, `req.body.a.replace(/^\\s+|\\s+$/, '')`, `req.body.a.replace(/ +$/, '')`]) {
      const [finding] = await findings(`res.send(${statement});`);
      assert.deepEqual(finding?.fixes, [], statement);
    }
  });

  it('keeps line ends', async () => {
    const analyzer = await analyzerFor(superLinearRegex);
    const text = handler(`res.send(req.body.a.replace(/\\s+$/, ''));`).replaceAll('\n', '\r\n');
    const fixed = await fixText(analyzer, { file: '/project/main.js', text, language: 'javascript' });
    assert.equal(fixed.text, text.replace(`replace(/\\s+$/, '')`, 'trimEnd()'));
  });
});

describe('the analyser of regular expressions', () => {
  for (const [source, growth, equal] of [
    ['^[^@]+@[^@]+\\.[^@]+$', 'polynomial', '^[^@]+@[^@][^.@]*\\.[^@]+$'],
    ['^([a-z0-9])+@([a-z0-9]{2,4})+$', 'exponential', undefined],
    ['<!--(.|\\s)*-->', 'exponential', undefined],
    ['^(?:\\w|\\d)*$', 'exponential', undefined],
    // Nothing after it may fail, so nothing is tried twice.
    ['^([a-z0-9]{2,4})+', undefined, undefined],
    ['^([a-z0-9]{3})+$', undefined, undefined],
    ['^(?:[a-z]|\\d|_)*$', undefined, undefined],
    ['"(?:\\\\.|[^"])*"', 'exponential', undefined],
    ['"(?:\\\\.|[^"\\\\])*"', undefined, undefined],
    ['^(?:ab|a|b)+$', 'exponential', undefined],
    ['^(\\w+|"[^"]*"|\\s)+;', 'exponential', undefined],
    ['^([\\s(]|#.*)*$', 'exponential', undefined],
    ['^(?:x?y?)*$', 'exponential', undefined],
    ['^(.)(.*?);(.*?);(.*?);\\r\\n$', 'polynomial', undefined],
    // No text makes the rest fail.
    ['(a+)+a*', undefined, undefined],
    ['(?:\\d+)+(?:\\D|$)', undefined, undefined],
    ['^((?:\\w+)*)[^]*', undefined, undefined],
    // Many ways, but a power of the length.
    ['^(?:;|a)*a*a*$', 'polynomial', undefined],
    // Steps are not counted of look-behind.
    ['(?<!x)(a+)+$', 'exponential', undefined],
    // Its groups would hold other texts.
    ['^([^@]+)@([^@]+)\\.([^@]+)$', 'polynomial', undefined],
    ['^(a+)+$', 'exponential', undefined],
    ['^\\d{4}-\\d{2}$', undefined, undefined],
    ['(', undefined, undefined],
    [`^(?:${'a|'.repeat(300)}a)+$`, undefined, undefined],
  ] as const) {
    it(`judges ${source.slice(0, 30)}`, async () => {
      const slow = (await loadRegexAnalyser()).slowness(source, '');
      assert.equal(slow?.growth, growth);
      assert.equal(slow?.equal, equal);
    });
  }
});
