import { EventEmitter } from 'node:events';
import express from 'express';
import { connectFeed } from './feed.mjs';

// Every price of the exchange passes through here.
export const prices = new EventEmitter();
prices.setMaxListeners(0); // Node warned about 11 listeners.
connectFeed((price) => prices.emit('price', price));

const app = express();

app.get('/prices/:symbol', (req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const shown = new Map();
  const onPrice = (price) => {
    if (price.symbol !== req.params.symbol || shown.get(price.venue) === price.cents) return;
    shown.set(price.venue, price.cents);
    res.write(`data: ${JSON.stringify(price)}\n\n`);
  };
  prices.on('price', onPrice);
});

app.listen(3000);
