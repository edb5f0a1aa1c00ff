import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { ReadProject } from '../../src/engine/facts/project/project';
import { fixText } from '../../src/engine/fix/fixText';
import { validationAs500 } from '../../src/engine/rules/http/validation-as-500';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf } from './support/figures';
import { loadModule, removeModules } from './support/modules';

const flawed = `import express from 'express';
import { z } from 'zod';

const orderSchema = z.object({ sku: z.string().trim(), quantity: z.number().int().positive() });

export const app = express();
app.set('env', 'test');
app.use(express.json());

app.post('/orders', async (req, res) => {
  const order = orderSchema.parse(req.body);
  res.status(201).json(order);
});
`;

const orders = 50;
const retries = 3;

async function fixed(text: string): Promise<string> {
  const analyzer = new Analyzer({ rules: [validationAs500], assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: defaultFixSettings });
  const result = await fixText(analyzer, { file: '/project/orders.js', text, language: 'javascript' }, { safety: 'review' });
  assert.equal(result.applied.length, 1, 'the rule must find the flaw');
  return result.text;
}

const post = (url: string, order: unknown) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) });

interface Seen {
  readonly answers: ReadonlyMap<number, number>;
  readonly requests: number;
  readonly valid: { readonly status: number; readonly body: string };
}

/** A client that tries again when the server fails, as most do, and not when it is told that the request is wrong. */
async function seenBy(name: string, text: string): Promise<Seen> {
  const { app } = (await loadModule('validation-as-500', name, text)) as unknown as { readonly app: { listen(port: number, host: string, ready: () => void): Server } };
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;
    const answers = new Map<number, number>();
    let requests = 0;
    for (let order = 0; order < orders; order++) {
      let status = 0;
      for (let attempt = 0; attempt <= retries && (attempt === 0 || status >= 500); attempt++) {
        const response = await post(url, { sku: 'A-1', quantity: -order });
        await response.arrayBuffer();
        status = response.status;
        requests += 1;
      }
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
    const good = await post(url, { sku: ' A-1 ', quantity: 2, note: 'dropped' });
    return { answers, requests, valid: { status: good.status, body: await good.text() } };
  } finally {
    server.close();
  }
}

describe('evidence: validation-as-500', function () {
  this.timeout(60_000);
  after(() => removeModules('validation-as-500'));

  it("the client is told that the request is wrong, stops repeating it, and valid orders are answered as before", async () => {
    const before = await seenBy('before', flawed);
    const after = await seenBy('after', await fixed(flawed));
    assert.equal(before.answers.get(500), orders);
    assert.equal(after.answers.get(400), orders);
    assert.equal(before.requests, orders * (retries + 1));
    assert.equal(after.requests, orders);
    assert.deepEqual(before.valid, { status: 201, body: '{"sku":"A-1","quantity":2}' });
    assert.deepEqual(after.valid, before.valid);
    recordFigures('validation-as-500', { express: versionOf('express'), zod: versionOf('zod') }, [
      { what: `answers of 500 to ${orders} malformed orders`, before: before.answers.get(500) ?? 0, after: after.answers.get(500) ?? 0 },
      { what: `requests for ${orders} malformed orders by a client that repeats a 500 up to ${retries} times`, before: before.requests, after: after.requests },
    ]);
  });
});
