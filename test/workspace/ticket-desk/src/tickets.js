const express = require('express');
const fs = require('fs');
const path = require('path');

const router = express.Router();
const template = fs.readFileSync(path.join(__dirname, '../assets/ticket.svg'), 'utf8');

router.get('/:id/picture', (req, res) => {
  res.type('svg').send(template.replace('{id}', encodeURIComponent(req.params.id)));
});

router.get('/:id/terms', (req, res) => {
  const terms = fs.readFileSync(path.join(process.env.TERMS_DIR, `${Number(req.params.id)}.txt`), 'utf8');
  res.type('text').send(terms);
});

module.exports = router;
