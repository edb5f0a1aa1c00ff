import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';

interface Charge {
  readonly reference: string;
}

const breaker = circuitBreaker(handleAll, {
  breaker: new ConsecutiveBreaker(5),
  halfOpenAfter: 10_000,
});

/** Charges one order. Five failures in a row open the breaker for ten seconds. */
export function charge(key: string, orderId: string, cents: number): Promise<Charge> {
  return breaker.execute(async () => {
    const response = await fetch('https://cards.example/v1/charges', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ orderId, cents }),
    });
    if (response.status >= 500) throw new Error(`provider answered ${response.status}`);
    return (await response.json()) as Charge;
  });
}
