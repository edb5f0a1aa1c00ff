import { setTimeout } from 'node:timers/promises';
import express from 'express';

const app = express();

// The kitchen is another service. It takes a second for each meal, however many are asked for.
async function askKitchen(table) {
  await setTimeout(1000);
  return { table, ready: true };
}

app.get('/meals/:table', async (req, res) => {
  const meal = await askKitchen(req.params.table);
  res.json(meal);
});

app.listen(3000);
