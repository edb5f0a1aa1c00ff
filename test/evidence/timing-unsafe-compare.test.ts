import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { ReadProject } from '../../src/engine/facts/project/project';
import { fixText } from '../../src/engine/fix/fixText';
import { timingUnsafeCompare } from '../../src/engine/rules/auth/timing-unsafe-compare';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures } from './support/figures';
import { loadModule, removeModules } from './support/modules';

const secret = 'shared with the provider';
const body = '{"id":1}';
const signature = createHmac('sha256', secret).update(body).digest('hex');

const flawed = `import { createHmac } from 'node:crypto';
import express from 'express';

export function isText(body, signature, secret) {
  return createHmac('sha256', secret).update(body).digest('hex') === signature;
}

export function isBytes(body, signature, secret) {
  const own = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature, 'hex');
  return own.equals(given);
}

export function isAdmin(req) {
  return req.headers['x-admin-key'] === process.env.EVIDENCE_ADMIN_KEY;
}

const app = express();
app.get('/', (req, res) => res.send(String(isAdmin(req))));
`;

/** The right signature first; none of the others is right, and most have another length. */
const given: readonly string[] = [signature, signature.toUpperCase(), signature.slice(1), `${signature}00`, '', '0', signature.replace(/.$/, (last) => (last === '0' ? '1' : '0')), 'ÿ'.repeat(64), 'undefined', '\u0000'];

async function fixed(text: string): Promise<string> {
  const analyzer = new Analyzer({ rules: [timingUnsafeCompare], assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: defaultFixSettings });
  const result = await fixText(analyzer, { file: '/project/signatures.js', text, language: 'javascript' });
  assert.equal(result.applied.length, 3, 'the rule must find the three comparisons, and the fixes be safe');
  return result.text;
}

interface Checks {
  readonly isText: (body: string, signature: string, secret: string) => boolean;
  readonly isBytes: Checks['isText'];
  readonly isAdmin: (request: { headers: Record<string, string | undefined> }) => boolean;
}

const answersOf = ({ isText, isBytes }: Checks) => given.map((each) => [isText(body, each, secret), isBytes(body, each, secret)]);

describe('evidence: timing-unsafe-compare', () => {
  after(() => removeModules('timing-unsafe-compare'));

  it('the fix answers every signature as the comparison did, and never throws; a bare timingSafeEqual does', async () => {
    const before = (await loadModule('timing-unsafe-compare', 'before', flawed)) as unknown as Checks;
    const text = await fixed(flawed);
    const after = (await loadModule('timing-unsafe-compare', 'after', text)) as unknown as Checks;
    assert.deepEqual(answersOf(after), answersOf(before));
    assert.deepEqual(answersOf(after)[0], [true, true]);
    assert.doesNotMatch(text, /digest\('hex'\) ===|\.equals\(/);
    const throwing = given.filter((each) => {
      try {
        timingSafeEqual(Buffer.from(signature), Buffer.from(each));
        return false;
      } catch {
        return true;
      }
    });
    assert.ok(throwing.length >= 6, 'unequal lengths');
    const withoutSetting = { headers: {} };
    assert.equal(before.isAdmin(withoutSetting), true, 'a missing header equals a missing setting');
    assert.equal(after.isAdmin(withoutSetting), false);
    assert.equal(after.isAdmin({ headers: { 'x-admin-key': 'undefined' } }), false);
    recordFigures('timing-unsafe-compare', {}, [
      { what: `signatures accepted, of 1 right and ${given.length - 1} wrong ones`, before: answersOf(before).filter(([isText]) => isText).length, after: answersOf(after).filter(([isText]) => isText).length },
      { what: `signatures on which a bare timingSafeEqual throws and the fix does not, of ${given.length}`, before: throwing.length, after: 0 },
      { what: 'requests without a header let in while the secret is not set', before: 1, after: 0 },
    ]);
  });
});
