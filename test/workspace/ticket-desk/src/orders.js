const express = require('express');
const pool = require('./db');
const { charge } = require('./payments');

const router = express.Router();

router.post('/', async (req, res, next) => {
  try {
    const key = req.get('Idempotency-Key');
    const seen = await pool.query('SELECT id FROM payments WHERE idempotency_key = $1', [key]);
    if (seen.rows.length > 0) {
      return res.json({ id: seen.rows[0].id });
    }
    const receipt = await charge(req.body.card, req.body.amount);
    const created = await pool.query(
      'INSERT INTO payments (idempotency_key, receipt, amount) VALUES ($1, $2, $3) RETURNING id',
      [key, receipt.id, req.body.amount],
    );
    res.status(201).json({ id: created.rows[0].id });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
