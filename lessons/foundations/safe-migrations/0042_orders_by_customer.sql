-- Support lists the orders of a customer, newest first; today that reads the whole table.
-- orders: 40 million rows, about 300 INSERTs and UPDATEs a second.

SET statement_timeout = 0;

CREATE INDEX orders_customer_placed_idx
  ON orders (customer_id, placed_at DESC)
  INCLUDE (total);
