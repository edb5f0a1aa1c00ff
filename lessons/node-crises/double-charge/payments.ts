import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import { charge } from './cards.js';

const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 2_000 });
const prisma = new PrismaClient({ adapter });

/** False when another attempt has the key. The row comes first, the charge after it. */
export async function pay(key: string, orderId: string, cents: number): Promise<boolean> {
  const earlier = await prisma.payment.findFirst({ where: { idempotencyKey: key } });
  if (earlier !== null) return false;

  await prisma.payment.create({
    data: { idempotencyKey: key, orderId, cents },
  });

  await charge(orderId, cents);
  return true;
}
