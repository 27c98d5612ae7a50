COMMENT ON COLUMN alpaca_activities.ex_date IS 'Ex-date of a dividend, from the record date in its text; null if unknown.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_trade_dividends IS 'Shares of cash dividends by trade. The shares of one dividend sum to it; a dividend that no trade explains has none.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_dividends.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_dividends.activity_id IS 'The dividend, or what was withheld from it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_dividends.trade_id IS 'The trade.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_dividends.amount IS 'Share of the dividend, in dollars; below zero where it was paid or withheld.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_dividends.trading_day IS 'The date of the dividend''s row.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_dividends.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_dividends.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_dividends_updated_at BEFORE UPDATE ON alpaca_trade_dividends FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
-- Stored dividends get their ex-date when they are read again; those of earlier weeks get it here for
-- the time of settlement on the next day, where it is the record date.
UPDATE alpaca_activities SET ex_date = (substring(raw_data->>'description' from 'Rec Date: (\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]))(?!\d)'))::date
WHERE activity_type = 'DIV' AND raw_data->>'description' LIKE '%Rec Date: %'
  AND substring(raw_data->>'description' from 'Rec Date: (\d{4}-\d\d-\d\d)') >= '2024-05-28';
--> statement-breakpoint
-- Dividends are shared out with the fees.
INSERT INTO ledger_dirty (account_id, underlying, since)
SELECT DISTINCT account_id, '', timestamptz 'epoch' FROM alpaca_activities
WHERE activity_type LIKE 'DIV%' OR activity_type = 'CGD'
ON CONFLICT (account_id, underlying) DO UPDATE SET since = excluded.since, version = ledger_dirty.version + 1;
