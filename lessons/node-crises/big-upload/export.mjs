import express from 'express';
import { readFile } from 'node:fs/promises';

const app = express();

app.get('/exports/:id', async (req, res) => {
  const id = Number(req.params.id);
  try {
    const archive = await readFile(`/data/exports/${id}.zip`);
    res.attachment(`export-${id}.zip`);
    res.send(archive);
  } catch (error) {
    res.status(error.code === 'ENOENT' ? 404 : 500).json({ error: 'no such export' });
  }
});

app.listen(3000);
