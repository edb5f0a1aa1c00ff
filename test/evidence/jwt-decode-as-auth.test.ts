import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { ReadProject } from '../../src/engine/facts/project/project';
import { fixText } from '../../src/engine/fix/fixText';
import { jwtDecodeAsAuth } from '../../src/engine/rules/auth/jwt-decode-as-auth';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf } from './support/figures';
import { loadModule, removeModules } from './support/modules';
import { hmacToken } from './support/tokens';

const secret = 'known to the server alone';

const flawed = `import express from 'express';
import jwt from 'jsonwebtoken';

const documents = { ada: ['plans'], eve: ['notes'] };

export const app = express();

app.post('/login/:user', (req, res) => {
  res.send(jwt.sign({ sub: req.params.user }, process.env.DECODE_SECRET, { expiresIn: '1h' }));
});

app.get('/documents', (req, res) => {
  const claims = jwt.decode(req.get('x-token') ?? '');
  const own = documents[claims.sub];
  res.json(own);
});
`;

/** Tokens that name Ada; only the first was signed by the server. */
const tokens: Readonly<Record<string, string>> = {
  genuine: hmacToken({ sub: 'ada', exp: 4_000_000_000 }, 'HS256', secret),
  'signed with another secret': hmacToken({ sub: 'ada' }, 'HS256', 'a guess'),
  unsigned: hmacToken({ sub: 'ada' }, 'none', ''),
  expired: hmacToken({ sub: 'ada', exp: 1 }, 'HS256', secret),
};

async function fixed(text: string): Promise<string> {
  const manifest = (file: string) => (file === '/project/package.json' ? JSON.stringify({ dependencies: { express: '^5.0.0', jsonwebtoken: '^9.0.0' } }) : undefined);
  const analyzer = new Analyzer({ rules: [jwtDecodeAsAuth], assets: grammarAssets, projectOf: () => new ReadProject(manifest), settings: defaultFixSettings });
  const result = await fixText(analyzer, { file: '/project/documents.js', text, language: 'javascript' }, { safety: 'review' });
  assert.equal(result.applied.length, 1, 'the rule must find the flaw');
  return result.text;
}

interface App {
  listen(port: number, host: string, ready: () => void): Server;
}

/** The status each token is answered with. */
async function statusesOf(name: string, text: string): Promise<Record<string, number>> {
  const { app } = (await loadModule('jwt-decode-as-auth', name, text)) as { app: App };
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  try {
    const { port } = server.address() as AddressInfo;
    const answers = Object.entries(tokens).map(async ([kind, token]) => {
      const response = await fetch(`http://127.0.0.1:${port}/documents`, { headers: { 'x-token': token } });
      await response.arrayBuffer();
      return [kind, response.status] as const;
    });
    return Object.fromEntries(await Promise.all(answers));
  } finally {
    server.close();
  }
}

describe('evidence: jwt-decode-as-auth', () => {
  before(() => {
    process.env['DECODE_SECRET'] = secret;
  });
  after(() => {
    delete process.env['DECODE_SECRET'];
    removeModules('jwt-decode-as-auth');
  });

  it("a token that anyone can write opens another user's documents before our fix, and is answered 401 after it", async () => {
    const before = await statusesOf('before', flawed);
    const after = await statusesOf('after', await fixed(flawed));
    assert.deepEqual(before, { genuine: 200, 'signed with another secret': 200, unsigned: 200, expired: 200 });
    assert.deepEqual(after, { genuine: 200, 'signed with another secret': 401, unsigned: 401, expired: 401 });
    const refused = (statuses: Record<string, number>) => Object.values(statuses).filter((status) => status === 401).length;
    recordFigures('jwt-decode-as-auth', { express: versionOf('express'), jsonwebtoken: versionOf('jsonwebtoken') }, [
      { what: 'forged, unsigned and expired tokens refused, of 3', before: refused(before), after: refused(after) },
    ]);
  });
});
