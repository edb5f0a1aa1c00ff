import express from 'express';
import { productById } from './store.mjs';

const suggestUrl = process.env.SUGGEST_URL;
export const app = express();
app.use(express.json());

async function suggestions(id, basket) {
  const answer = await fetch(`${suggestUrl}/for/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(basket),
  });
  return answer.ok ? answer.json() : [];
}

app.post('/products/:id', async (req, res) => {
  const product = await productById(req.params.id);
  let alsoBought = [];
  try {
    alsoBought = await suggestions(product.id, req.body);
  } catch {
    // The page is worth showing without them.
  }
  res.json({ ...product, alsoBought });
});
