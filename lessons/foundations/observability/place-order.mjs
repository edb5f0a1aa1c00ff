import { randomUUID } from 'node:crypto';
import express from 'express';
import { placeOrder } from './orders.mjs';

const app = express();
app.use(express.json());

app.post('/orders', async (req, res) => {
  const requestId = req.get('x-request-id') ?? randomUUID();
  try {
    res.status(201).json(await placeOrder(req.body));
  } catch (error) {
    console.error('order failed');
    res.status(500).json({ message: 'Something went wrong', requestId });
  }
});

app.listen(3000);
