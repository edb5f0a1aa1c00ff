import { createClient } from 'redis';
import { sendText } from './texts.mjs';

const redis = createClient();
redis.on('error', (error) => console.error('redis', error));
await redis.connect();

/** Reminds a patient of an appointment, once. Every instance runs through the day's list. */
export async function remind({ id, phone, at }) {
  if (await redis.exists(`reminded:${id}`)) return false;

  await sendText(phone, `Your appointment is at ${at}`);

  await redis.set(`reminded:${id}`, '1', { EX: 172_800 });
  return true;
}
