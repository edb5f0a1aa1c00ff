import { setTimeout } from 'node:timers/promises';

const url = process.env.ORDERS_URL;

export async function sendOrder(order) {
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const answer = await fetch(`${url}/${order.id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
      signal: AbortSignal.timeout(2000),
    });
    if (answer.ok) return answer.json();
    if (attempt < 4) await setTimeout(2 ** attempt * 500 * (0.5 + Math.random()));
  }
  throw new Error(`order ${order.id} was not taken`);
}
