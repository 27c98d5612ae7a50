COMMENT ON COLUMN alpaca_activities.fee_rule IS 'What a fee is charged on, read from its sub type and text: an execution, an order, executions of its day, a coin, or the account. Null for an activity that is no fee.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.fee_day IS 'The trade date that a fee is charged for: the day in its text, else its date. Null for an activity that is no fee.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.paid_with IS 'The coin that a filled pair is quoted in, as COIN/USD (of ETH/BTC: BTC/USD). Null for dollars.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.underlying IS 'The share, the index or the coin (BTC/USD, whatever the pair is quoted in) that the symbol is on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.paid_with IS 'The coin that a pair is quoted in, as COIN/USD (of ETH/BTC: BTC/USD). Null for dollars.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.underlying IS 'The share, the index or the coin (BTC/USD, whatever the pair is quoted in) that the symbol is on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fees.execution_id IS 'The execution that the fee names, or that a coin fee fits. Null of other fees.';
--> statement-breakpoint
-- Pairs of coins, in both spellings: COIN/QUOTE and COINQUOTE.
CREATE FUNCTION coins_of(symbol text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN symbol LIKE '%/%' THEN string_to_array(symbol, '/')
    ELSE coalesce(regexp_match(symbol, '^(.+?)(USDT|USDC|USDG|USD|BTC)$'), ARRAY[symbol, 'USD']) END
$$;
--> statement-breakpoint
UPDATE alpaca_orders SET underlying = (coins_of(symbol))[1] || '/USD',
  paid_with = CASE WHEN (coins_of(symbol))[2] <> 'USD' THEN (coins_of(symbol))[2] || '/USD' END
WHERE asset_class = 'crypto'
  AND (underlying <> (coins_of(symbol))[1] || '/USD' OR (coins_of(symbol))[2] <> 'USD');
--> statement-breakpoint
UPDATE alpaca_activities SET underlying = (coins_of(symbol))[1] || '/USD',
  paid_with = CASE WHEN activity_type = 'FILL' AND (coins_of(symbol))[2] <> 'USD'
    THEN (coins_of(symbol))[2] || '/USD' END
WHERE underlying LIKE '%/%'
  AND (underlying <> (coins_of(symbol))[1] || '/USD' OR (coins_of(symbol))[2] <> 'USD');
--> statement-breakpoint
UPDATE alpaca_positions SET underlying = (coins_of(symbol))[1] || '/USD'
WHERE asset_class = 'crypto' AND underlying <> (coins_of(symbol))[1] || '/USD';
--> statement-breakpoint
UPDATE trade_overrides SET underlying = split_part(underlying, '/', 1) || '/USD'
WHERE underlying LIKE '%/%' AND underlying NOT LIKE '%/USD';
--> statement-breakpoint
UPDATE alpaca_activities SET fee_rule = CASE
    WHEN activity_type IN ('PTC', 'PTR') THEN 'account'
    WHEN execution_id IS NOT NULL THEN 'execution'
    WHEN activity_type = 'CFEE' THEN 'coin'
    WHEN kind IN ('ORF', 'OCC') THEN 'option_contracts'
    WHEN kind = 'REG' THEN CASE WHEN of_options THEN 'option_proceeds' ELSE 'share_proceeds' END
    WHEN kind = 'TAF' THEN CASE WHEN of_options THEN 'option_quantity' ELSE 'share_quantity' END
    WHEN kind = 'CAT' THEN 'all_fills'
    WHEN kind IN ('COM', 'OCOM') AND order_id IS NOT NULL THEN 'order'
    ELSE 'account' END,
  fee_day = coalesce(date, (alpaca_created_at AT TIME ZONE 'America/New_York')::date)
FROM (
  SELECT account_id AS of_account, activity_id AS id, coalesce(text ~* '^OPT\M', false) AS of_options,
    upper(coalesce(activity_sub_type, (regexp_match(text, '^(?:OPT\s+)?(REG|TAF|ORF|OCC|CAT)\M', 'i'))[1])) AS kind
  FROM (SELECT account_id, activity_id, activity_sub_type, btrim(raw_data->>'description') AS text
    FROM alpaca_activities WHERE activity_type IN ('FEE', 'CFEE', 'PTC', 'PTR')) fees
) terms
WHERE account_id = of_account AND activity_id = id;
--> statement-breakpoint
-- The day in the text of a day's sum. pg_input_is_valid is not in every supported version, so a day
-- counts only where it is within a month of the date of its row.
UPDATE alpaca_activities a SET fee_day = named.day
FROM (
  SELECT account_id, activity_id, d.day::date AS day FROM alpaca_activities
  CROSS JOIN LATERAL (SELECT (regexp_match(raw_data->>'description', '\mon (\d{4}-\d\d-\d\d)\M', 'i'))[1] AS text) t
  CROSS JOIN LATERAL generate_series(date - 31, date + 31, interval '1 day') d(day)
  WHERE activity_type = 'FEE' AND date IS NOT NULL AND t.text = to_char(d.day, 'YYYY-MM-DD')
    AND fee_rule NOT IN ('execution', 'order', 'account')
) named
WHERE a.account_id = named.account_id AND a.activity_id = named.activity_id AND a.fee_day <> named.day;
--> statement-breakpoint
-- A coin fee takes effect when it was posted; it is booked on the execution that it fits.
UPDATE alpaca_activities
SET effective_at = coalesce(alpaca_created_at, (date + 1)::timestamp AT TIME ZONE 'America/New_York' - interval '1 microsecond')
WHERE activity_type = 'CFEE' AND date IS NOT NULL;
--> statement-breakpoint
DROP FUNCTION coins_of(text);
