-- Adds a voucher's value to a wallet, once for each customer and voucher.
CREATE FUNCTION redeem(p_customer bigint, p_voucher text, p_cents integer)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM redemptions
    WHERE customer_id = p_customer AND voucher = p_voucher;
  IF FOUND THEN
    RETURN false;
  END IF;

  INSERT INTO redemptions (customer_id, voucher)
  VALUES (p_customer, p_voucher);

  UPDATE wallets SET cents = cents + p_cents WHERE customer_id = p_customer;
  RETURN true;
END;
$$;
