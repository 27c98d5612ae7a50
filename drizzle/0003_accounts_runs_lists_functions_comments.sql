-- Stopped and erased accounts: the checks that refuse runs of them, comments, and triggers that refuse TRUNCATE.
-- Runs as a separate statement after the lease is taken, to see what was committed while the lease
-- statement waited.
CREATE FUNCTION assert_account_not_stopped(account text, account_label text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM account_stops s
    WHERE s.alpaca_account_id = account OR (s.skips_label AND s.label = account_label)
  ) THEN
    RAISE EXCEPTION 'the account is stopped' USING ERRCODE = 'LB003';
  END IF;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION assert_account_not_stopped(text, text) IS 'Raises LB003 when the account or its label is stopped.';
--> statement-breakpoint
CREATE FUNCTION assert_account_exists(account text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM alpaca_accounts a WHERE a.account_id = account) THEN
    RAISE EXCEPTION 'the account was erased' USING ERRCODE = 'LB004';
  END IF;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION assert_account_exists(text) IS 'Raises LB004 when the account has no row, because it was erased.';
--> statement-breakpoint
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% cannot be truncated', TG_TABLE_NAME USING ERRCODE = 'LB002';
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION refuse_truncate() IS 'Refuses to truncate a table: raises LB002.';
--> statement-breakpoint
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
--> statement-breakpoint
-- TRUNCATE fires no row trigger, so the overrides would vanish without a row in audit_log.
CREATE TRIGGER trade_overrides_no_truncate BEFORE TRUNCATE ON trade_overrides FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
--> statement-breakpoint
-- An ordinary trigger does not fire while session_replication_role is replica; these do.
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_append_only;
--> statement-breakpoint
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_no_truncate;
--> statement-breakpoint
ALTER TABLE trade_overrides ENABLE ALWAYS TRIGGER trade_overrides_no_truncate;
--> statement-breakpoint
ALTER TABLE trade_overrides ENABLE ALWAYS TRIGGER trade_overrides_audit;
--> statement-breakpoint
-- Logical replication copies audit_log itself, so its workers must not write the rows a second time.
CREATE OR REPLACE FUNCTION audit_trade_override() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject trade_overrides := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'updated_at' = to_jsonb(NEW) - 'updated_at' THEN
    RETURN NULL;
  END IF;
  IF current_setting('session_replication_role') = 'replica' AND EXISTS (
    SELECT FROM pg_stat_activity a WHERE a.pid = pg_backend_pid() AND a.backend_type LIKE 'logical replication%'
  ) THEN
    RETURN NULL;
  END IF;
  INSERT INTO audit_log (actor, token_fingerprint, request_id, action, account_id, underlying, override_id, before, after)
  VALUES (
    nullif(current_setting('legbook.actor', true), ''),
    nullif(current_setting('legbook.token_fingerprint', true), ''),
    nullif(current_setting('legbook.request_id', true), ''),
    CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'change' ELSE 'delete' END,
    subject.account_id, subject.underlying, subject.id,
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
  );
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER account_stops_updated_at BEFORE UPDATE ON account_stops FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
COMMENT ON TABLE account_stops IS 'Accounts that no sync reads until they are resumed. A row stays when its account is erased.';
--> statement-breakpoint
COMMENT ON COLUMN account_stops.id IS 'Id of the row.';
--> statement-breakpoint
COMMENT ON COLUMN account_stops.label IS 'The label of the account when it was stopped.';
--> statement-breakpoint
COMMENT ON COLUMN account_stops.skips_label IS 'Whether a sync skips the label without asking Alpaca for its account: true when the label had keys.';
--> statement-breakpoint
COMMENT ON COLUMN account_stops.alpaca_account_id IS 'Alpaca''s id of the account; null when it was never synced.';
--> statement-breakpoint
COMMENT ON COLUMN account_stops.stopped_at IS 'When it was stopped.';
--> statement-breakpoint
COMMENT ON COLUMN account_stops.erased_at IS 'When the data of the account was last erased; null when it never was.';
--> statement-breakpoint
COMMENT ON COLUMN account_stops.lease_token IS 'Lease token of the erase. Leases after it are higher, so that no older run can write. Null when nothing was erased.';
--> statement-breakpoint
COMMENT ON COLUMN account_stops.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN account_stops.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE audit_log IS 'Who changed which override or account, when, and its state before and after. Append-only. Rows are written in the transaction of the change; a trigger writes those of overrides.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.action IS 'The action on an override (create, change, delete) or on an account (stop, resume, erase).';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.account_id IS 'Alpaca''s id of the account, which may be erased by now; null for a label that was never synced.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.underlying IS 'Underlying of the override; null for an account.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.override_id IS 'The override, which may be deleted by now; null for an account.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.before IS 'The whole row of trade_overrides before the change, null for a new one. For an account its label and, for an erase, the number of deleted rows of each table.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.after IS 'The whole row of trade_overrides after the change, null for a deleted one. For a stopped account its label.';

--> statement-breakpoint
-- A change under an Idempotency-Key calls this in its own transaction, so that the change and its record
-- are committed together or not at all. A request whose key was taken over must not write: LB005 rolls it back.
CREATE FUNCTION keep_effect(of_client text, of_key text, of_holder uuid, what jsonb, seconds integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE idempotency_keys SET effect = what, held_until = now() + make_interval(secs => seconds)
  WHERE client = of_client AND key = of_key AND holder = of_holder AND effect IS NULL AND response_status IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another request holds this key' USING ERRCODE = 'LB005';
  END IF;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION keep_effect(text, text, uuid, jsonb, integer) IS 'Records the effect of a change under an Idempotency-Key; raises LB005 when another request holds the key.';
--> statement-breakpoint
COMMENT ON TABLE idempotency_keys IS 'Idempotency-Key of each write, with what the write committed and the answer that a repetition gets; gone after 24 hours.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.effect IS 'What the request wrote, recorded in the same transaction. A repetition makes its answer from it when the first answer was lost. Null while nothing is committed.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.held_until IS 'Until then a request without an answer counts as running; each write of its run extends it. After that the request counts as dead, and a repetition may continue it.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.lease_request IS 'The request under an Idempotency-Key whose run holds the lease: idempotency_keys.holder. Null without a key.';

--> statement-breakpoint
-- synced_through was the moment on the Worker's clock at which the last complete walk began. It is now
-- the newest moment on Alpaca's clock, limited to that of the stored rows. Without stored rows the next
-- walk reads the whole history.
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
COMMENT ON COLUMN sync_state.orders_walk_from IS 'The moment on Alpaca''s clock after which the current or last walk reads orders.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walk_started_at IS 'When the current walk began, on the Worker''s clock. For display only.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walked_to IS 'Submission of the last order that the current or last walk has read.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walk_mark IS 'Newest order that the current walk has read: the earlier of its creation and its submission, on Alpaca''s clock.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_catch_up IS 'Where to continue reading the orders that arrived after the walk read its pages; done once they are read, until the second stage advances; null when they are due.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_synced_through IS 'Newest order that complete walks have read, on Alpaca''s clock. The next walk starts a day before it. Null: the next walk reads the whole history.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walk_from IS 'The moment on Alpaca''s clock after which the current or last walk reads activities.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walk_started_at IS 'When the current walk began, on the Worker''s clock. For display only.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walked_to IS 'Newest creation among the activities that the current or last walk has read.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walk_mark IS 'The moment through which the current walk will be complete: the newest activity that its first run has read (the earlier of its creation and its date), on Alpaca''s clock.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_synced_through IS 'Newest activity through which walks are complete, on Alpaca''s clock. The next walk starts seven days before it. Null: the next walk reads the whole history.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.failing_since IS 'When the first of the current series of failed syncs began; null when the last sync did not fail.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.failing_runs IS 'The number of syncs in the current series of failures.';
--> statement-breakpoint
COMMENT ON TABLE sync_runs IS 'Runs of the sync and of the ledger. Failed runs have their error. Old runs are pruned, except the last of each kind.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.report IS 'The run''s report as the API returns it. For a run without a known account: failed_runs and failing_since.';
--> statement-breakpoint
COMMENT ON TABLE sync_quarantine IS 'Complete payloads that did not match their schema; each run retries them. Healed ones are pruned after 30 days.';
--> statement-breakpoint
COMMENT ON TABLE idempotency_keys IS 'Idempotency-Key of each write, with the answer that a repetition gets; expires after 24 hours and is pruned.';

--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.folding_since IS 'When a run began to fold it; null when no fold is running. Set without a running run: that run died.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.deaths IS 'The number of folds of this mark alone in a row that began and did not end. From two on it is retried ever more rarely.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.tried_version IS 'The version at which the last fold began. A higher version means that facts arrived since.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.failed_since IS 'When its fold first failed with an error without a success since; null when the last fold did not fail.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.failure IS 'The error of the last fold: a SQLSTATE or the name of an error, without data.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.ledger_engine_version IS 'Version of the grouping rules that the ledger is grouped with; null when it was grouped before this was recorded.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.ledger_window_seconds IS 'GROUPING_WINDOW_SECONDS that the ledger is grouped with; null when it was grouped before this was recorded.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.former_engine_version IS 'Version of the grouping rules before the last regrouping.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.former_window_seconds IS 'GROUPING_WINDOW_SECONDS before the last regrouping.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.regrouping IS 'Whether underlyings are still to be folded with new rules or a new window.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.regrouped_at IS 'When the last regrouping began.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.regroup_returns IS 'The number of regroupings in a row, each within a day of the one before, that returned to the previous grouping. Two Workers with different settings cause that.';
