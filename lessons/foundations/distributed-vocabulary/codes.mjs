import { randomInt } from 'node:crypto';
import express from 'express';
import { sendText } from './texts.mjs';

const app = express();
app.use(express.json());

const codes = new Map();

app.post('/codes', async (req, res) => {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  codes.set(req.body.phone, { code, until: Date.now() + 300_000 });
  await sendText(req.body.phone, `Your code is ${code}`);
  res.sendStatus(202);
});

app.post('/codes/check', (req, res) => {
  const { phone, code } = req.body;
  const sent = codes.get(phone);
  if (sent === undefined || sent.code !== code || sent.until < Date.now()) return res.sendStatus(401);
  codes.delete(phone);
  res.sendStatus(204);
});

setInterval(() => {
  for (const [phone, { until }] of codes) if (until < Date.now()) codes.delete(phone);
}, 60_000).unref();

app.listen(3000);
