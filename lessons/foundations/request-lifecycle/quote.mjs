import express from 'express';

const services = process.env.SERVICES_URL ?? 'http://127.0.0.1:4000';

async function ask(path) {
  const answer = await fetch(services + path, { signal: AbortSignal.timeout(2000) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export const app = express();

app.get('/quotes/:sku', async (req, res) => {
  const { warehouse } = await ask(`/stock/${req.params.sku}`);
  const { zone, days } = await ask(`/shipping/${warehouse}`);
  const { cents } = await ask(`/prices/${req.params.sku}/${zone}`);
  res.json({ cents, days });
});
