-- Every order has an e-mail address now; the next release also stores channel and token.
-- The version that is running knows neither of them. Three instances are replaced one by one.

ALTER TABLE orders ALTER COLUMN email SET NOT NULL;

ALTER TABLE orders ADD COLUMN channel text NOT NULL;

ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
