const express = require('express');
const { Pool } = require('pg');
const { requireSignIn } = require('./sign-in');

const pool = new Pool({ connectionTimeoutMillis: 2000 });
const app = express();
app.set('view engine', 'ejs');
app.use(requireSignIn); // 401 without a session; with one, req.user is set

app.get('/posts/:id', async (req, res) => {
  const { rows } = await pool.query('SELECT * FROM posts WHERE id = $1', [req.params.id]);
  res.render('post', { post: rows[0], showDeleteButton: req.user.role === 'editor' });
});

app.delete('/posts/:id', async (req, res) => {
  await pool.query('DELETE FROM posts WHERE id = $1', [req.params.id]);
  res.sendStatus(204);
});

app.listen(3000);
