-- The runner sends each file as it stands, so we open the transaction here: all or nothing.

BEGIN;

CREATE INDEX CONCURRENTLY orders_email_idx
  ON orders (lower(email))
  WHERE cancelled_at IS NULL;

COMMIT;
