async function chargeCard(order, card) {
  const { rows } = await pool.query('SELECT id FROM charges WHERE order_id = $1', [order.id]);
  if (rows.length > 0) return rows[0];

  const receipt = await provider.charge(card, order.cents);
  await pool.query('INSERT INTO charges (order_id, receipt) VALUES ($1, $2)', [order.id, receipt]);
  return receipt;
}
