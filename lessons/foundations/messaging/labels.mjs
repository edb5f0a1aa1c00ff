import { createClient } from 'redis';
import { printLabel } from './printer.mjs';

const redis = createClient({ url: process.env.REDIS_URL });
redis.on('error', (error) => console.error(error));
await redis.connect();

// The shop adds an order to this list at the front, twelve times a second.
for (;;) {
  const taken = await redis.brPop('orders', 0);
  await printLabel(taken.element); // 100 ms
}
