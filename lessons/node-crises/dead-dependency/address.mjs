import https from 'node:https';
import express from 'express';

export const app = express();

function ask(code) {
  return new Promise((resolve, reject) => {
    const call = https.get({
      host: 'addresses.example',
      path: `/v1/${encodeURIComponent(code)}`,
      timeout: 2_000,
    }, resolve);
    call.on('error', reject);
  });
}

app.get('/addresses/:code', async (req, res) => {
  const answer = await ask(req.params.code);
  const parts = await answer.toArray();
  res.status(answer.statusCode).type('json').send(Buffer.concat(parts));
});
