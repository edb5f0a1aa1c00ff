import assert from 'node:assert/strict';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { ReadProject } from '../../src/engine/facts/project/project';
import { fixText } from '../../src/engine/fix/fixText';
import { jwtVerifyUnpinned } from '../../src/engine/rules/auth/jwt-verify-unpinned';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf, type Figure } from './support/figures';
import { loadModule, removeModules } from './support/modules';
import { hmacToken } from './support/tokens';

const secret = 'a secret of the test that is long enough for HS512, whatever the library asks for in bytes';

const verifiers: readonly { readonly library: string; readonly text: string }[] = [
  {
    library: 'jsonwebtoken',
    text: `import jwt from 'jsonwebtoken';
export const sign = (sub) => jwt.sign({ sub }, process.env.EVIDENCE_SECRET);
export const subjectOf = (token) => jwt.verify(token, process.env.EVIDENCE_SECRET).sub;
`,
  },
  {
    library: 'jose',
    text: `import { jwtVerify, SignJWT } from 'jose';
const key = new TextEncoder().encode(process.env.EVIDENCE_SECRET);
export const sign = (sub) => new SignJWT({ sub }).setProtectedHeader({ alg: 'HS256' }).sign(key);
export const subjectOf = async (token) => (await jwtVerify(token, key)).payload.sub;
`,
  },
];

async function fixed(text: string): Promise<string> {
  const analyzer = new Analyzer({ rules: [jwtVerifyUnpinned], assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: defaultFixSettings });
  const result = await fixText(analyzer, { file: '/project/tokens.js', text, language: 'javascript' });
  assert.ok(result.applied.length > 0, 'the rule must find the flaw, and its fix be safe');
  return result.text;
}

interface Tokens {
  readonly sign: (sub: string) => string | Promise<string>;
  readonly subjectOf: (token: string) => unknown;
}

async function acceptedBy({ subjectOf }: Tokens): Promise<string[]> {
  const accepted: string[] = [];
  for (const alg of ['HS256', 'HS384', 'HS512', 'none'] as const) {
    const subject = await Promise.resolve().then(() => subjectOf(hmacToken({ sub: 'ada' }, alg, secret))).catch(() => undefined);
    if (subject === 'ada') accepted.push(alg);
  }
  return accepted;
}

describe('evidence: jwt-verify-unpinned', () => {
  const figures: Figure[] = [];

  before(() => {
    process.env['EVIDENCE_SECRET'] = secret;
  });
  after(() => {
    delete process.env['EVIDENCE_SECRET'];
    removeModules('jwt-verify-unpinned');
    recordFigures('jwt-verify-unpinned', Object.fromEntries(verifiers.map(({ library }) => [library, versionOf(library)])), figures);
  });

  for (const { library, text } of verifiers) {
    it(`${library}: takes any HMAC of the secret before our fix, the signer's own after it, and never an unsigned token`, async () => {
      const before = (await loadModule('jwt-verify-unpinned', `${library}-before`, text)) as unknown as Tokens;
      const after = (await loadModule('jwt-verify-unpinned', `${library}-after`, await fixed(text))) as unknown as Tokens;
      assert.deepEqual(await acceptedBy(before), ['HS256', 'HS384', 'HS512']);
      assert.deepEqual(await acceptedBy(after), ['HS256']);
      assert.equal(await after.subjectOf(await after.sign('ada')), 'ada', 'its own tokens still pass');
      figures.push({ what: `algorithms that ${library} accepts for one secret, of HS256, HS384, HS512 and none`, before: 3, after: 1 });
    });
  }
});
