import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceText } from '../../../src/engine/engine';
import type { Finding } from '../../../src/engine/finding';
import { timingUnsafeCompare } from '../../../src/engine/rules/auth/timing-unsafe-compare';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(timingUnsafeCompare, { hits: 28, misses: 29 });

const folder = path.join(process.cwd(), 'test/engine/rules/timing-unsafe-compare/fixtures/hits');

async function findingsOf(fixture: string): Promise<readonly Finding[]> {
  const text = readFileSync(path.join(folder, fixture), 'utf8').replace(/[«»]/g, '');
  const language: SourceText['language'] = fixture.endsWith('.go') ? 'go' : fixture.endsWith('.ts') ? 'typescript' : 'javascript';
  const analyzer = await analyzerFor(timingUnsafeCompare, new Map([['package.json', JSON.stringify({ dependencies: { express: '^4.21.0' } })]]));
  return (await analyzer.analyze({ file: `/project/${fixture}`, text, language })) ?? [];
}

describe('timing-unsafe-compare', () => {
  const messages: readonly [fixture: string, message: RegExp][] = [
    ['webhook.js', /^The signature is compared with `!==` and may stop at the first difference/],
    ['env-header.js', /^The secret is compared with `!==`/],
    ['buffer-equals.ts', /^The signature is compared with Buffer\.equals, which is memcmp/],
    ['go-bytes-equal.go', /^The signature is compared with bytes\.Equal/],
    ['buffer-equals-inline.js', /No automatic fix: give both sides a name first, since their length has to be read too\.$/],
    ['edge.ts', /No automatic fix: this runs where node:crypto may not exist\.$/],
  ];
  for (const [fixture, message] of messages) {
    it(`tells of ${fixture} what is compared with what`, async () => {
      const [finding] = await findingsOf(fixture);
      assert.match(finding?.message ?? '', message);
    });
  }

  it('is safe, in both languages', async () => {
    for (const fixture of ['webhook.js', 'prefixed.ts', 'go-string.go']) {
      const [finding] = await findingsOf(fixture);
      assert.deepEqual(finding?.fixes.map(({ title, safety }) => [title, safety]), [['Compare in constant time', 'safe']]);
    }
  });

  it('makes one helper for all comparisons of a file', () => {
    const fixed = readFileSync(path.join(folder, 'two-in-one-file.fixed.js'), 'utf8');
    assert.equal(fixed.split('function isSameSecret').length, 2);
    assert.equal(fixed.split('isSameSecret(').length, 4);
  });

  it('is a hint where the service reads back what it wrote, and nothing where a salt is the key', async () => {
    const analyzer = await analyzerFor(timingUnsafeCompare, new Map([['package.json', '{}']]));
    const severityOf = async (given: string, key = 'secret') => {
      const text = `import { createHmac } from 'node:crypto';\nexport async function check(job, stored, secret, salt) {\n  const { seal } = ${given};\n  return seal === createHmac('sha256', ${key}).update(stored.body).digest('hex');\n}\n`;
      return (await analyzer.analyze({ file: '/project/check.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('job.data'), ['hint']);
    assert.deepEqual(await severityOf('await stored.load()'), ['hint']);
    const later = (value: string) => analyzer.analyze({ file: '/project/check.js', text: `import { createHmac } from 'node:crypto';\nexport async function check(req, stored, secret) {\n  let kept;\n  kept = ${value};\n  return kept.seal === createHmac('sha256', secret).update(stored.body).digest('hex');\n}\n`, language: 'javascript' });
    assert.deepEqual((await later('await stored.load()'))?.map(({ severity }) => severity), ['hint']);
    assert.deepEqual((await later('req.body'))?.map(({ severity }) => severity), ['information']);
    assert.deepEqual(await severityOf('stored.sent'), ['information']);
    const hashed = (given: string, kept: string) => analyzer.analyze({ file: '/project/check.js', text: `import { createHmac } from 'node:crypto';\nexport function isSame(name, ${given}, ${kept}, key) {\n  const mac = createHmac('sha256', key);\n  mac.update(\`\${name}.\${${given}}\`);\n  const made = mac.digest('hex');\n  return made === ${kept};\n}\n`, language: 'javascript' });
    assert.deepEqual((await hashed('secret', 'stored'))?.map(({ severity }) => severity), ['hint']);
    assert.deepEqual((await hashed('body', 'signature'))?.map(({ severity }) => severity), ['information']);
    assert.deepEqual(await severityOf('stored.sent', 'salt'), []);
  });

  it('is a hint where the handler does nothing after the check', async () => {
    const analyzer = await analyzerFor(timingUnsafeCompare, new Map([['package.json', '{}']]));
    const severityOf = async (after: string) => {
      const text = `import { createHmac } from 'node:crypto';\nexport function hook(req, res) {\n  const made = createHmac('sha256', process.env.HOOK_SECRET).update(req.rawBody).digest('hex');\n  if (made !== req.headers['x-signature']) {\n    res.status(403).end();\n    return;\n  }\n${after}}\n`;
      return (await analyzer.analyze({ file: '/project/hook.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf(`  console.log('called');\n  res.status(200).json({ received: true });\n`), ['hint']);
    assert.deepEqual(await severityOf('  remember(req.body);\n  res.status(204).end();\n'), ['information']);
    assert.deepEqual(await severityOf('  res.json(settings);\n'), ['information']);
    assert.deepEqual(await severityOf(''), ['information']);
  });

  it('calls a helper of the file only where it takes two texts alike', async () => {
    const analyzer = await analyzerFor(timingUnsafeCompare, new Map([['package.json', '{}']]));
    const titles = async (helper: string) => {
      const text = `import { createHash, timingSafeEqual } from 'node:crypto';\nimport express from 'express';\n${helper}\nexpress().use((req, res, next) => {\n  if (req.headers['x-api-key'] !== process.env.API_KEY) return res.status(401).end();\n  next();\n});\n`;
      const [finding] = (await analyzer.analyze({ file: '/project/guard.js', text, language: 'javascript' })) ?? [];
      return finding?.fixes[0]?.edits.map(({ newText }) => newText).filter((text) => text.startsWith('!'));
    };
    assert.deepEqual(await titles(`const same = (a, b) => typeof a === 'string' && typeof b === 'string' && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));`), [`!same(req.headers['x-api-key'], process.env.API_KEY)`]);
    assert.deepEqual(await titles(`function verify(body, mac) {\n  return timingSafeEqual(createHash('sha256').update(body).digest(), Buffer.from(mac, 'hex'));\n}`), [`!isSameSecret(req.headers['x-api-key'], process.env.API_KEY)`]);
  });

  it('is a hint in Go where nothing of the program uses the function', async () => {
    const guard = 'package guard\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc Allowed(r *http.Request) bool {\n\treturn r.Header.Get("X-Api-Key") == os.Getenv("API_KEY")\n}\n';
    const severityWith = async (body: string) => {
      const main = `package main\n\nimport (\n\t"net/http"\n\n\t"example.test/shop/guard"\n)\n\nvar _ = guard.Other\n\nfunc main() {\n\thttp.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {\n\t\t${body}\n\t})\n\thttp.ListenAndServe(":8080", nil)\n}\n`;
      const analyzer = await analyzerFor(timingUnsafeCompare, new Map([['go.mod', 'module example.test/shop\n\ngo 1.24\n'], ['main.go', main], ['guard/guard.go', guard]]));
      return (await analyzer.analyze({ file: '/project/guard/guard.go', text: guard, language: 'go' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityWith('w.WriteHeader(204)'), ['hint']);
    assert.deepEqual(await severityWith('if guard.Allowed(r) { w.WriteHeader(204) }'), ['information']);
  });

  it('leaves what a signed cookie of the server holds alone', async () => {
    const analyzer = await analyzerFor(timingUnsafeCompare, new Map());
    const found = async (decode: string) => {
      const text = `package main\n\nimport (\n\t"encoding/json"\n\t"net/http"\n\t"strings"\n\n\t"github.com/gorilla/securecookie"\n)\n\nvar codec = securecookie.New(nil, nil)\nvar _ = json.NewDecoder\nvar _ = strings.NewReader\n\nfunc isKnown(r *http.Request, config Config) bool {\n\tcookie, _ := r.Cookie("session")\n\tif r.Header.Get("X-Any") == "" {\n\t\treturn false\n\t}\n\tkept := map[string]string{}\n\t${decode}\n\treturn kept["password"] == config.AdminPassword\n}\n`;
      return (await analyzer.analyze({ file: '/project/main.go', text, language: 'go' }))?.length;
    };
    assert.equal(await found('_ = codec.Decode("session", cookie.Value, &kept)'), 0);
    assert.equal(await found('_ = json.NewDecoder(strings.NewReader(cookie.Value)).Decode(&kept)'), 1);
  });
});
