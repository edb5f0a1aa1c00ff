import express from 'express';
import Redis from 'ioredis';
import { findBestSellers } from './orders.mjs';

const redis = new Redis();
const app = express();
let loading;

async function load() {
  const body = JSON.stringify(await findBestSellers());
  await redis.set('best-sellers', body, 'EX', 60);
  return body;
}

app.get('/front-page', async (req, res) => {
  let body = await redis.get('best-sellers');
  if (body === null) {
    loading ??= load().finally(() => (loading = undefined));
    body = await loading;
  }
  res.type('json').send(body);
});

app.listen(3000);
