import express from 'express';

const stockUrl = process.env.STOCK_URL;
const app = express();
app.use(express.json());

async function stockOf(sku: string): Promise<number> {
  const answer = await fetch(`${stockUrl}/stock/${encodeURIComponent(sku)}`, { signal: AbortSignal.timeout(2000) });
  if (!answer.ok) throw new Error(`stock answered ${answer.status}`);
  const { left } = (await answer.json()) as { left: number };
  return left;
}

app.post('/availability', async (req, res) => {
  const { skus } = req.body as { skus: string[] };
  const left = await Promise.all(skus.map((sku) => stockOf(sku)));
  res.json(skus.map((sku, i) => ({ sku, left: left[i] })));
});

app.listen(3000);
