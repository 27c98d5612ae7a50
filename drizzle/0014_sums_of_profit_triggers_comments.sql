COMMENT ON COLUMN alpaca_accounts.realized_pl IS 'Sum of realized_pl of the account''s trades that are not incomplete. Triggers on alpaca_trades keep it.';
--> statement-breakpoint
CREATE FUNCTION add_realized_pl() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE alpaca_accounts a SET realized_pl = a.realized_pl + s.amount
    FROM (SELECT account_id, sum(realized_pl) AS amount FROM new_rows WHERE NOT incomplete GROUP BY 1) s
    WHERE a.account_id = s.account_id AND s.amount <> 0;
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE alpaca_accounts a SET realized_pl = a.realized_pl - s.amount
    FROM (SELECT account_id, sum(realized_pl) AS amount FROM old_rows WHERE NOT incomplete GROUP BY 1) s
    WHERE a.account_id = s.account_id AND s.amount <> 0;
  ELSE
    UPDATE alpaca_accounts a SET realized_pl = a.realized_pl + s.amount
    FROM (
      SELECT account_id, sum(amount) AS amount FROM (
        SELECT account_id, realized_pl AS amount FROM new_rows WHERE NOT incomplete
        UNION ALL SELECT account_id, -realized_pl FROM old_rows WHERE NOT incomplete
      ) x GROUP BY 1
    ) s
    WHERE a.account_id = s.account_id AND s.amount <> 0;
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION add_realized_pl() IS 'Adds the profit of new, changed and deleted trades to realized_pl of their accounts.';
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_realized_pl_inserted AFTER INSERT ON alpaca_trades REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION add_realized_pl();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_realized_pl_updated AFTER UPDATE ON alpaca_trades REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION add_realized_pl();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_realized_pl_deleted AFTER DELETE ON alpaca_trades REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION add_realized_pl();
--> statement-breakpoint
UPDATE alpaca_accounts a SET realized_pl = s.amount
FROM (SELECT account_id, sum(realized_pl) AS amount FROM alpaca_trades WHERE NOT incomplete GROUP BY 1) s
WHERE a.account_id = s.account_id AND s.amount <> 0;
