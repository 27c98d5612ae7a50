-- Accounts that were read before this was counted: what a reading brought is what stands.
UPDATE sync_state s SET
  orders_backfill_rows = (SELECT count(*) FROM alpaca_orders o WHERE o.account_id = s.account_id),
  activities_backfill_rows = (SELECT count(*) FROM alpaca_activities a WHERE a.account_id = s.account_id);
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_backfill_rows IS 'Order legs that the first reading of the whole history has brought.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_backfill_rows IS 'Activities that the first reading of the whole history has brought.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.resume_since IS 'When the chain of runs began that the next run goes on with.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.resume_done IS 'What that chain has read already, and does not read again on its way.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.run_rows IS 'Orders and activities that the run under way, or the last one, has read.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.run_milliseconds IS 'How long that took, up to its last page.';
