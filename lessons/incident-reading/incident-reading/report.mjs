import { pbkdf2Sync, randomBytes } from 'node:crypto';
import express from 'express';
import { loadEntries } from './ledger.mjs';
import { renderPdfSync, seal } from './pdf.mjs';

const app = express();
app.use(express.json());

app.get('/health', (req, res) => {
  res.json({ ok: true });
});

app.post('/reports/:year', async (req, res) => {
  // One indexed query, about 4 ms.
  const entries = await loadEntries(req.params.year);

  const salt = randomBytes(16);
  // The passphrase becomes the key that seals the file, about 80 ms.
  const key = pbkdf2Sync(req.body.passphrase, salt, 210_000, 32, 'sha512');
  // Layout and drawing, all of it JavaScript, about 120 ms.
  const pdf = renderPdfSync(entries);

  res.type('application/octet-stream').send(seal(pdf, key, salt));
});

app.listen(3000);
