import express from 'express';
import { render } from './render.js';

const maxWaiting = 20;
const waiting: (() => Promise<void>)[] = [];
let working = false;

async function work(): Promise<void> {
  working = true;
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job();
  working = false;
}

export const app = express();

app.post('/thumbnails', express.raw({ type: 'image/*', limit: '2mb' }), (req, res) => {
  if (waiting.length >= maxWaiting) {
    res.status(503).json({ error: 'The queue is full' });
    return;
  }
  waiting.push(async () => {
    try {
      res.type('webp').send(await render(req.body as Buffer));
    } catch {
      res.sendStatus(422);
    }
  });
  if (!working) void work();
});
