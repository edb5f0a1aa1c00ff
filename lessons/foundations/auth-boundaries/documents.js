import express from 'express';
import jwt from 'jsonwebtoken';
import { documentsOf, findByPassword } from './store.js';

export const app = express();
app.use(express.json());

app.post('/login', async (req, res) => {
  const user = await findByPassword(req.body.email, req.body.password);
  if (!user) return res.status(401).json({ error: 'unknown e-mail or password' });
  const token = jwt.sign({ sub: user.id }, process.env.JWT_SECRET, { expiresIn: '15m' });
  res.json({ token });
});

app.get('/documents', async (req, res) => {
  const [, token] = (req.get('authorization') ?? '').split(' ');
  const claims = jwt.decode(token);
  if (!claims) return res.status(401).json({ error: 'not signed in' });
  if (claims.exp * 1000 < Date.now()) return res.status(401).json({ error: 'session expired' });
  res.json(await documentsOf(claims.sub));
});
