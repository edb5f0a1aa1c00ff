import express from 'express';
import { searchIndex } from './search-index.mjs';

const app = express();
// Pages of results that have been built before: most people look for the same things.
const pages = new Map();

app.get('/search', async (req, res) => {
  const query = String(req.query.q);
  const known = pages.get(query);
  if (known !== undefined) return res.json(known);

  const page = await searchIndex(query, { limit: 20 });
  pages.set(query, page);
  res.json(page);
});

app.listen(3000);
