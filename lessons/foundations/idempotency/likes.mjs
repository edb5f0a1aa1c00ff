import express from 'express';
import pg from 'pg';

const pool = new pg.Pool({ connectionTimeoutMillis: 2000 });
const app = express();

// The reader's id is put on the request by the sign-in, which is not shown.
app.post('/posts/:id/likes', async (req, res) => {
  const { rows } = await pool.query(
    'UPDATE posts SET likes = likes + 1 WHERE id = $1 RETURNING likes',
    [req.params.id],
  );
  if (rows.length === 0) return res.sendStatus(404);
  res.json({ likes: rows[0].likes });
});

app.listen(3000);
