import express from 'express';
import pg from 'pg';

const rateUrl = process.env.RATE_URL;
const pool = new pg.Pool({ max: 10, connectionTimeoutMillis: 3000 });
export const app = express();

app.get('/orders/:id', async (req, res) => {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('SELECT * FROM orders WHERE id = $1', [req.params.id]);
    if (rows.length === 0) return res.sendStatus(404);
    const answer = await fetch(`${rateUrl}/${rows[0].currency}`, { signal: AbortSignal.timeout(1000) });
    const { rate } = await answer.json();
    res.json({ ...rows[0], cents: Math.round(rows[0].cents * rate) });
  } finally {
    client.release();
  }
});
