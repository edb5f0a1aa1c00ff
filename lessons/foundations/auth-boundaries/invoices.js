import express from 'express';
import { Pool } from 'pg';
import { requireLogin } from './session.js';

const pool = new Pool({ connectionTimeoutMillis: 2_000 });

export const invoices = express.Router();
invoices.use(requireLogin);

invoices.get('/invoices', async (req, res) => {
  const { rows } = await pool.query(
    'SELECT id, issued_on, cents FROM invoices WHERE user_id = $1 ORDER BY issued_on DESC LIMIT 50',
    [req.user.id],
  );
  res.json(rows);
});

invoices.get('/invoices/:id', async (req, res) => {
  const { rows } = await pool.query('SELECT id, issued_on, cents, pdf_url FROM invoices WHERE id = $1', [req.params.id]);
  if (rows.length === 0) return res.status(404).json({ error: 'no such invoice' });
  res.json(rows[0]);
});
