const crypto = require('crypto');
const express = require('express');
const pool = require('./db');

const router = express.Router();

router.post('/sign-in', async (req, res, next) => {
  try {
    const { rows } = await pool.query('SELECT id, salt, hash FROM accounts WHERE email = $1', [req.body.email]);
    if (rows.length === 0) return res.sendStatus(401);
    const [account] = rows;
    const hash = crypto.pbkdf2Sync(req.body.password, account.salt, 210000, 32, 'sha256');
    if (!crypto.timingSafeEqual(hash, account.hash)) return res.sendStatus(401);
    res.json({ id: account.id });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
