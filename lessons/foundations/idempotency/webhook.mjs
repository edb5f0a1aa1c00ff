import { createHmac } from 'node:crypto';
import express from 'express';
import { enqueue } from './inbox.mjs';

const secret = process.env.WEBHOOK_SECRET;
export const app = express();

app.post('/webhooks/payments', express.raw({ type: 'application/json' }), async (req, res) => {
  const expected = createHmac('sha256', secret).update(req.body ?? '').digest('hex');
  if (req.get('x-signature') !== expected) {
    return res.sendStatus(401);
  }
  const event = JSON.parse(req.body);
  await enqueue(event.id, event);
  res.sendStatus(200);
});
