import express from 'express';
import { z } from 'zod';
import { reserve } from './stock.mjs';

const orderSchema = z.object({
  sku: z.string().trim().min(1),
  quantity: z.number().int().positive(),
});

export const app = express();
app.use(express.json());

app.post('/orders', async (req, res) => {
  const order = orderSchema.parse(req.body);
  const reservation = await reserve(order.sku, order.quantity);
  if (reservation === undefined) return res.status(409).json({ error: 'Out of stock' });
  res.status(201).json(reservation);
});

app.use((err, req, res, next) => {
  console.error(err);
  res.status(err.status ?? 500).json({ error: 'Something went wrong' });
});
