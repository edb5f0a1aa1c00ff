import { Redis } from 'ioredis';

const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379');

/** A seat is kept for ten minutes while its buyer pays. */
export async function hold(seat: string, buyer: string): Promise<boolean> {
  return (await redis.set(`hold:${seat}`, buyer, 'EX', 600, 'NX')) === 'OK';
}

/** The payment went through. */
export async function sell(seat: string, buyer: string): Promise<boolean> {
  const isFirst = (await redis.hsetnx('sold', seat, buyer)) === 1;
  await redis.del(`hold:${seat}`);
  return isFirst;
}

export async function ownerOf(seat: string): Promise<string | null> {
  return redis.hget('sold', seat);
}
