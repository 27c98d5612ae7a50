COMMENT ON COLUMN sync_quarantine.tried_at IS 'When it was tried last, apart from the reading that each run does: by its id, as it is stored, or because somebody asked.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.parser_version IS 'The version of the reader that refused the stored payload last; 0 when none has looked at it since it was put aside.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.succeeded_by IS 'Alpaca''s id of the account that has its label now, say after a paper reset; null while its own keys are in use.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.scope IS 'all, orders, positions or activities; quarantine for another try of what was put aside; overrides or rebuild for the ledger alone.';
