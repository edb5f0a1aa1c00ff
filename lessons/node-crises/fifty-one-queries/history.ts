import pg from 'pg';

const pool = new pg.Pool({ max: 10, connectionTimeoutMillis: 2_000 });
pool.on('error', (error) => console.error('idle connection lost', error));

const newestOrders = `
  SELECT o.id, c.name AS customer, l.id AS line_id, l.cents, p.id AS payment_id, p.paid
  FROM orders o
  JOIN customers c ON c.id = o.customer_id
  LEFT JOIN lines l ON l.order_id = o.id
  LEFT JOIN payments p ON p.order_id = o.id
  WHERE o.shop_id = $1
  ORDER BY o.id DESC
  LIMIT 50`;

/** The 50 newest orders of a shop: what was ordered and what was paid, in cents. */
export async function history(shop: number) {
  const { rows } = await pool.query(newestOrders, [shop]);
  const orders = new Map<string, { customer: string; ordered: number; paid: number }>();
  for (const row of rows) {
    const order = orders.get(row.id) ?? { customer: row.customer, ordered: 0, paid: 0 };
    order.ordered += row.cents ?? 0;
    order.paid += row.paid ?? 0;
    orders.set(row.id, order);
  }
  return orders;
}
