import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

const paymentsUrl = process.env.PAYMENTS_URL;

/** Called by the checkout page's "Pay" button, through our own API. */
export async function pay(order) {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(`${paymentsUrl}/charges`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify({ order: order.id, cents: order.cents }),
        signal: AbortSignal.timeout(2000),
      });
      if (answer.status < 500) return await answer.json();
      throw new Error(`payments answered ${answer.status}`);
    } catch (error) {
      if (attempt === 4) throw error;
      await delay(Math.random() * 100 * 2 ** attempt);
    }
  }
}
