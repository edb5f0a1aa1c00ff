import { Redis } from 'ioredis';
import { charge } from './cards.js';

const redis = new Redis(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379');

/** False when the order is paid already. A retry sends the key of its first attempt again. */
export async function pay(key: string, orderId: string, cents: number): Promise<boolean> {
  const paid = await redis.get(`paid:${key}`);
  if (paid !== null) return false;

  await charge(orderId, cents);

  await redis.set(`paid:${key}`, orderId, 'EX', 86_400);
  return true;
}
