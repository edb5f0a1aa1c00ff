import { Router } from 'express';
import pg from 'pg';

const pool = new pg.Pool({ max: 10, connectionTimeoutMillis: 2_000 });
pool.on('error', (error) => console.error('idle connection lost', error));

export const router = Router();

router.get('/shops/:shop/orders', async (req, res) => {
  const { rows: orders } = await pool.query(
    'SELECT id, customer_id, cents FROM orders WHERE shop_id = $1 ORDER BY id DESC LIMIT 50',
    [req.params.shop],
  );

  const page = [];
  for (const order of orders) {
    const { rows } = await pool.query('SELECT id, name FROM customers WHERE id = $1', [order.customer_id]);
    page.push({ id: order.id, cents: order.cents, customer: rows[0]?.name ?? null });
  }

  res.json(page);
});
