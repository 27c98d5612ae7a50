COMMENT ON COLUMN sync_runs.trigger IS 'cron, api or live: Alpaca''s stream, or the connection to it.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.scope IS 'all, orders, positions or activities; targeted for orders that the stream named; quarantine for a retry of quarantined payloads; overrides or rebuild for the ledger alone.';
