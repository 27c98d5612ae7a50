COMMENT ON COLUMN sync_state.proof_state IS 'Whether the ledger agreed with the broker: balanced, settling (every difference passes by itself) or differs.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.unbalanced_since IS 'When a sync first found a difference; null while balanced.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.dividends IS 'Dividends less withholding.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.interest IS 'Interest received less interest paid.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.transfers IS 'Value of shares and coins transferred in less those transferred out; no cash.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.other IS 'Cash of all other activities.';
