-- Housekeeping. Each statement takes a millisecond on the test database.

ALTER TABLE orders ALTER COLUMN id TYPE bigint;

ALTER TABLE orders RENAME COLUMN email TO contact_email;

ALTER TABLE order_notes RENAME TO notes;

ALTER TABLE orders DROP COLUMN legacy_state;

DROP INDEX orders_state_idx;
