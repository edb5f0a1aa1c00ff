import express from 'express';
import { Histogram, register } from 'prom-client';
import { ordersOf } from './orders.mjs';

const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer, by route',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 5],
});

export const app = express();

app.use((req, res, next) => {
  const end = duration.startTimer({ method: req.method });
  res.on('finish', () => {
    end({ route: req.path, status: res.statusCode });
  });
  next();
});

app.get('/users/:id/orders', async (req, res) => {
  res.json(await ordersOf(req.params.id));
});

app.get('/metrics', async (req, res) => {
  res.type(register.contentType).send(await register.metrics());
});
