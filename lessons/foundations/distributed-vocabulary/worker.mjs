import { createClient } from 'redis';
import { convert } from './video.mjs';

const redis = createClient();
redis.on('error', (error) => console.error('redis', error));
await redis.connect();

for (;;) {
  const next = await redis.brPop('videos', 0);
  if (next === null) continue;
  try {
    await convert(JSON.parse(next.element));
  } catch (error) {
    console.error('put back', error);
    await redis.lPush('videos', next.element);
  }
}
