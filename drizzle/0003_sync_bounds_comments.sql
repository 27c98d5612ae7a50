-- synced_through was the moment of the Worker's clock at which the last complete walk began. It is now the newest moment that
-- Alpaca told: what is stored bounds it. Without anything stored the next walk reads the whole history.
UPDATE sync_state s SET
  orders_synced_through = (
    SELECT least(s.orders_synced_through, max(least(o.submitted_at, o.alpaca_created_at)))
    FROM alpaca_orders o WHERE o.account_id = s.account_id HAVING count(o.submitted_at) > 0),
  activities_synced_through = (
    SELECT least(s.activities_synced_through, max(least(coalesce(a.alpaca_created_at, a.transaction_time), a.effective_at)))
    FROM alpaca_activities a WHERE a.account_id = s.account_id AND coalesce(a.alpaca_created_at, a.transaction_time) IS NOT NULL
    HAVING count(*) > 0)
WHERE s.orders_synced_through IS NOT NULL OR s.activities_synced_through IS NOT NULL;
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walk_from IS 'The moment on Alpaca''s clock after which the walk under way, or the last one, reads orders.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walk_started_at IS 'When the walk under way began, on the Worker''s clock; shown only.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walked_to IS 'Submission of the last order that the walk under way, or the last one, has read.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walk_mark IS 'Newest order that the walk under way has read: the earlier of its creation and its submission, on Alpaca''s clock.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_catch_up IS 'Where the reading of orders that came since the pages of the walk were read continues; done after it until the second stage moves; null when it is due.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_synced_through IS 'Newest order that complete walks have read, on Alpaca''s clock; the next walk starts a day before it. null: it reads the whole history.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walk_from IS 'The moment on Alpaca''s clock after which the walk under way, or the last one, reads activities.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walk_started_at IS 'When the walk under way began, on the Worker''s clock; shown only.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walked_to IS 'Newest creation among the activities that the walk under way, or the last one, has read.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walk_mark IS 'Up to where the walk under way will count as complete: the newest activity that its first run has read (the earlier of its creation and its date), on Alpaca''s clock.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_synced_through IS 'Newest activity up to which walks are complete, on Alpaca''s clock; the next walk starts seven days before it. null: it reads the whole history.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.failing_since IS 'When the first of the syncs began that failed one after the other up to now; null when the last did not fail.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.failing_runs IS 'How many syncs failed one after the other up to now.';
--> statement-breakpoint
COMMENT ON TABLE sync_runs IS 'Runs of the sync and of the ledger, the failed ones with their error. Old runs are pruned, except the last of each kind.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.report IS 'What the run did, as the API answers it; of one whose account is not known, failed_runs and failing_since.';
--> statement-breakpoint
COMMENT ON TABLE sync_quarantine IS 'Payloads that did not fit, whole; read again on each run. Healed ones are pruned after 30 days.';
--> statement-breakpoint
COMMENT ON TABLE idempotency_keys IS 'Idempotency-Key of each write, with the answer that a repetition gets; expires after 24 hours and is pruned.';
