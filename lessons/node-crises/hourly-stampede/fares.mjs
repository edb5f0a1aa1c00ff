import { createClient } from 'redis';
import { allFares } from './fares-db.mjs';

const redis = createClient();
redis.on('error', (error) => console.error('redis', error));
await redis.connect();

const ninetyMinutes = 90 * 60;

/** Called when the airline has sent a new table of fares. */
export async function replaceFares() {
  const batch = redis.multi();
  for (const { route, ...fare } of await allFares()) {
    batch.setEx(`fare:${route}`, ninetyMinutes, JSON.stringify(fare));
  }
  await batch.exec();
}
