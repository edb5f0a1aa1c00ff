import express from 'express';
import { newsOf, pointsOf, weatherOf } from './services.mjs';

const app = express();

// Each of the three is a call of another service and takes about 200 ms.
app.get('/start/:reader', async (req, res) => {
  const { reader } = req.params;
  const news = await newsOf(reader);
  const points = await pointsOf(reader);
  const weather = await weatherOf(reader);
  res.json({ news, points, weather });
});

app.listen(3000);
