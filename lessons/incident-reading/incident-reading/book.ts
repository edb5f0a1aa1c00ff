import { Pool } from 'pg';

const pool = new Pool({ max: 10, idleTimeoutMillis: 30_000, statement_timeout: 5_000 });
pool.on('error', (error) => console.error('idle connection lost', error));

/** Books a seat with the airline and keeps its reference. */
export async function book(tripId: string, seat: string): Promise<string> {
  const client = await pool.connect();
  try {
    const trip = await client.query('SELECT flight, passenger FROM trips WHERE id = $1', [tripId]);
    const response = await fetch('https://airline.example/v2/bookings', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': tripId },
      body: JSON.stringify({ ...trip.rows[0], seat }),
    });
    if (!response.ok) throw new Error(`airline answered ${response.status}`);
    const { reference } = (await response.json()) as { reference: string };
    await client.query('UPDATE trips SET reference = $2 WHERE id = $1', [tripId, reference]);
    return reference;
  } finally {
    client.release();
  }
}
