import express from 'express';
import Redis from 'ioredis';
import { Pool } from 'pg';

const redis = new Redis();
const pool = new Pool({ connectionTimeoutMillis: 2_000 });
const app = express();

const bestSellers = `
  SELECT p.id, p.name, sum(i.quantity) AS sold
    FROM order_items i JOIN products p ON p.id = i.product_id
   GROUP BY p.id, p.name ORDER BY sold DESC LIMIT 10`;

app.get('/front-page', async (req, res) => {
  const cached = await redis.get('best-sellers');
  if (cached !== null) return res.type('json').send(cached);
  const { rows } = await pool.query(bestSellers);
  await redis.set('best-sellers', JSON.stringify(rows), 'EX', 60);
  res.json(rows);
});

app.listen(3000);
