-- The rules the code has kept so far, kept by the database from now on.

ALTER TABLE orders
  ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers (id);

ALTER TABLE orders
  ADD CONSTRAINT orders_total_positive CHECK (total >= 0);

ALTER TABLE orders
  ADD CONSTRAINT orders_number_key UNIQUE (number);
