import express from 'express';
import { saveMessage } from './messages-store.mjs';

const app = express();
app.use(express.json());

const address = /^[^@]+@[^@]+\.[^@]+$/;

app.post('/messages', async (req, res) => {
  const { from, text } = req.body;
  if (typeof from !== 'string' || typeof text !== 'string') return res.sendStatus(400);
  if (!address.test(from)) return res.status(422).json({ error: 'from is no address' });

  // People paste from mail programs, which leave blank lines at the end.
  const body = text.replace(/\s+$/, '');
  await saveMessage({ from, body });
  res.sendStatus(201);
});

app.listen(3000);
