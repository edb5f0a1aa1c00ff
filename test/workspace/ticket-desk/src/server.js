const express = require('express');
const accounts = require('./accounts');
const orders = require('./orders');
const tickets = require('./tickets');

const app = express();
app.use(express.json());
app.use('/accounts', accounts);
app.use('/orders', orders);
app.use('/tickets', tickets);

app.get('/health', (req, res) => {
  res.send('ok');
});

app.listen(Number(process.env.PORT || 3000));
