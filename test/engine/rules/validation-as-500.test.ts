import assert from 'node:assert/strict';
import { validationAs500 } from '../../../src/engine/rules/http/validation-as-500';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(validationAs500, { hits: 21, misses: 20 });

async function findingsOf(text: string, express = '^5.1.0', file = 'main.js') {
  const analyzer = await analyzerFor(validationAs500, new Map([['package.json', JSON.stringify({ dependencies: { express, zod: '^4.1.0' } })], [file, text]]));
  return (await analyzer.analyze({ file: `/project/${file}`, text, language: 'javascript' })) ?? [];
}

const route = (body: string) => `const express = require('express');
const { z } = require('zod');
const app = express();
const input = z.object({ name: z.string() });
app.post('/', async (req, res) => {
  ${body}
});
`;

describe('validation-as-500', () => {
  it('says that Express 4 does not see the rejection of an async handler', async () => {
    const [old] = await findingsOf(route('const thing = input.parse(req.body);\n  res.json(thing);'), '^4.21.0');
    assert.match(old?.message ?? '', /Express 4 does not see it .* the client gets no answer, and Node ends the process/);
    const [current] = await findingsOf(route('const thing = input.parse(req.body);\n  res.json(thing);'));
    assert.match(current?.message ?? '', /answered with 500, and clients retry it\.$/);
  });

  it('is none, or a hint, where the route hands the schema to another middleware', async () => {
    const severityOf = async (registration: string, parsed = 'input') => {
      const text = `const express = require('express');\nconst { z } = require('zod');\nconst { validate, tell } = require('./middleware');\nconst app = express();\nconst input = z.object({ name: z.string() });\nconst other = z.object({ row: z.string() });\n${registration.replace('HANDLER', `async (req, res) => {\n  res.json(${parsed}.parse(req.body));\n}`)}\n`;
      return (await findingsOf(text)).map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf("app.post('/', validate(other), HANDLER);"), ['warning']);
    assert.deepEqual(await severityOf("app.post('/', validate({ body: input }), HANDLER);"), []);
    assert.deepEqual(await severityOf("app.post('/', validate(input), HANDLER);", 'input.extend({ age: z.number() })'), ['hint']);
    assert.deepEqual(await severityOf("app.post('/', tell(input), HANDLER);"), ['hint']);
    assert.deepEqual(await severityOf("app.use(validate(input));\napp.post('/', HANDLER);"), ['hint']);
    assert.deepEqual(await severityOf("const validated = validate(input);\nconst add = HANDLER;\napp.post('/', validated, add);"), []);
    assert.deepEqual(await severityOf("app.post('/rows', validate(input), tell);\napp.post('/', HANDLER);"), ['warning']);
  });

  it('grades and names the fix', async () => {
    const [finding] = await findingsOf(route('const thing = input.parse(req.body);\n  res.json(thing);'));
    assert.deepEqual(finding?.fixes.map(({ title, safety }) => ({ title, safety })), [{ title: 'Answer 400 to a request that does not fit', safety: 'review' }]);
  });

  it('says why it offers none', async () => {
    const [finding] = await findingsOf(route('res.json(input.parse(req.body));'));
    assert.match(finding?.message ?? '', /No automatic fix: the result is used inside another expression/);
    assert.deepEqual(finding?.fixes, []);
  });

  it('keeps line ends', async () => {
    const [finding] = await findingsOf(route('const thing = input.parse(req.body);\n  res.json(thing);').replaceAll('\n', '\r\n'));
    const text = finding?.fixes[0]?.edits.map(({ newText }) => newText).join('') ?? '';
    assert.ok(text.includes('\r\n'));
    assert.ok(!/[^\r]\n/.test(text));
  });

  it('answers with the status that the other handlers of the file use', async () => {
    const text = route('const thing = input.parse(req.body);\n  res.json(thing);') + "app.put('/', (req, res) => res.status(422).json({ ok: false, message: 'No name' }));\n";
    const [finding] = await findingsOf(text);
    assert.equal(finding?.fixes[0]?.title, 'Answer 422 to a request that does not fit');
    assert.ok(finding.fixes[0].edits.some(({ newText }) => newText.includes("res.status(422).json({ ok: false, message: 'Invalid request', issues: parsed.error.issues })")));
  });
});
