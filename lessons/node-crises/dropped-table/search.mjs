import express from 'express';
import { Pool } from 'pg';

const pool = new Pool({ connectionTimeoutMillis: 2_000 });
const app = express();

app.get('/search', async (req, res) => {
  const { q, max } = req.query;
  const { rows } = await pool.query(
    `SELECT id, name, cents FROM products WHERE listed AND name ILIKE '%${q}%' AND cents <= ${max} LIMIT 20`,
  );
  res.json(rows);
});

app.listen(3000);
