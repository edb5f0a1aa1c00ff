import express from 'express';
import multer from 'multer';
import { storeDocument } from './documents-store.mjs';

const app = express();
app.use(express.json());

const upload = multer({ storage: multer.memoryStorage() });

app.post('/documents', upload.single('document'), async (req, res) => {
  if (req.file === undefined) return res.status(400).json({ error: 'no document' });
  const id = await storeDocument(req.file.originalname, req.file.buffer);
  res.status(201).json({ id, bytes: req.file.size });
});

app.listen(3000);
