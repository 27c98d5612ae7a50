-- The outbox. Triggers write an event in the transaction of the change that it reports, whatever
-- statement changed the row.
COMMENT ON TABLE events IS 'The outbox: what changed in an account, in commit order. Triggers write each event in the transaction of the change. Kept for 14 days.';
--> statement-breakpoint
COMMENT ON COLUMN events.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN events.seq IS 'Rises within the account in commit order. Has gaps, because a reset replaces the one before it.';
--> statement-breakpoint
COMMENT ON COLUMN events.type IS 'What happened.';
--> statement-breakpoint
COMMENT ON COLUMN events.subject_id IS 'Id of the order, the trade or the run; null when the event is about the account.';
--> statement-breakpoint
COMMENT ON COLUMN events.at IS 'When the transaction of the change began.';
--> statement-breakpoint
COMMENT ON COLUMN events.data IS 'A few fields of the subject: was and status, names, net_pl.';
--> statement-breakpoint
COMMENT ON COLUMN events.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN events.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE event_counters IS 'The last sequence number of each account. The row is locked from its first event of a transaction until the commit.';
--> statement-breakpoint
COMMENT ON COLUMN event_counters.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN event_counters.last_seq IS 'The last sequence number.';
--> statement-breakpoint
COMMENT ON COLUMN event_counters.writer IS 'The transaction that raised it last.';
--> statement-breakpoint
COMMENT ON COLUMN event_counters.writer_seq IS 'The first sequence number of that transaction.';
--> statement-breakpoint
COMMENT ON COLUMN event_counters.pruned_seq IS 'The highest sequence number that was pruned; 0 when none was.';
--> statement-breakpoint
COMMENT ON COLUMN event_counters.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN event_counters.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
CREATE TRIGGER events_updated_at BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER event_counters_updated_at BEFORE UPDATE ON event_counters FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE FUNCTION raise_event_seq(account text, amount bigint) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO event_counters AS c (account_id, last_seq, writer, writer_seq)
  VALUES (account, amount, pg_current_xact_id()::text::bigint, 1)
  ON CONFLICT (account_id) DO UPDATE SET last_seq = c.last_seq + amount, writer = excluded.writer,
    writer_seq = CASE WHEN c.writer = excluded.writer THEN c.writer_seq ELSE c.last_seq + 1 END
  RETURNING last_seq - amount
$$;
--> statement-breakpoint
COMMENT ON FUNCTION raise_event_seq(text, bigint) IS 'Takes sequence numbers for some events and returns the number before the first of them. Locks the counter until the commit.';
--> statement-breakpoint
CREATE FUNCTION first_event_seq(account text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT writer_seq FROM event_counters
  WHERE account_id = account AND writer = pg_current_xact_id_if_assigned()::text::bigint
$$;
--> statement-breakpoint
COMMENT ON FUNCTION first_event_seq(text) IS 'The first sequence number of this transaction; null before its first event.';
--> statement-breakpoint
-- A further change of the same subject in one transaction adds to the event that is there: readers
-- see the transaction as a whole.
CREATE FUNCTION append_events(account text, news jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  since bigint := first_event_seq(account);
  before bigint;
BEGIN
  IF since IS NOT NULL THEN
    UPDATE events e SET data = e.data || (x.data - 'was')
    FROM jsonb_to_recordset(news) AS x (type text, subject_id text, data jsonb)
    WHERE e.account_id = account AND e.seq >= since
      AND e.subject_id IS NOT DISTINCT FROM x.subject_id
      AND split_part(e.type, '.', 1) = split_part(x.type, '.', 1);
    SELECT jsonb_agg(n.value ORDER BY n.place) INTO news
    FROM jsonb_array_elements(news) WITH ORDINALITY AS n (value, place)
    WHERE NOT EXISTS (SELECT FROM events e
      WHERE e.account_id = account AND e.seq >= since
        AND e.subject_id IS NOT DISTINCT FROM n.value->>'subject_id'
        AND (e.type = n.value->>'type' OR (n.value->>'type' LIKE '%.changed'
          AND split_part(e.type, '.', 1) = split_part(n.value->>'type', '.', 1))));
  END IF;
  IF coalesce(jsonb_array_length(news), 0) = 0 THEN
    RETURN;
  END IF;
  before := raise_event_seq(account, jsonb_array_length(news));
  INSERT INTO events (account_id, seq, type, subject_id, data)
  SELECT account, before + place, value->>'type', value->>'subject_id', value->'data'
  FROM jsonb_array_elements(news) WITH ORDINALITY AS n (value, place);
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION append_events(text, jsonb) IS 'Writes events, given as a list of type, subject_id and data.';
--> statement-breakpoint
CREATE FUNCTION append_event(account text, type text, subject_id text, data jsonb) RETURNS void LANGUAGE sql AS $$
  SELECT append_events(account, jsonb_build_array(
    jsonb_build_object('type', type, 'subject_id', subject_id, 'data', data)))
$$;
--> statement-breakpoint
COMMENT ON FUNCTION append_event(text, text, text, jsonb) IS 'Writes one event.';
--> statement-breakpoint
-- Readers load everything again after a reset, so the resets before it say nothing more: a rebuild in
-- many transactions leaves one.
CREATE FUNCTION append_reset(account text, reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM events e WHERE e.account_id = account AND e.type = 'reset';
  DELETE FROM events e
  WHERE e.account_id = account AND e.seq >= first_event_seq(account) AND e.type LIKE 'trade.%';
  INSERT INTO events (account_id, seq, type, data)
  VALUES (account, raise_event_seq(account, 1) + 1, 'reset', jsonb_build_object('reason', reason));
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION append_reset(text, text) IS 'Writes a reset in place of the last one and of the events on trades of this transaction.';
--> statement-breakpoint
-- first_reading: until the ledger has been folded and compared with the broker, and while a history
-- is read for the first time.
CREATE FUNCTION event_mode(account text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  mode text;
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT FROM events e WHERE e.account_id = account AND e.type = 'reset'
      AND e.seq >= first_event_seq(account)) THEN 'none'
    WHEN s.reconciled_at IS NULL OR NOT s.orders_backfilled
      OR (NOT s.activities_backfilled AND s.activities_stage <> 'idle') THEN 'first_reading'
    WHEN s.regrouping OR r.scope = 'rebuild' THEN 'rebuild'
    ELSE 'each' END
  INTO mode
  FROM sync_state s LEFT JOIN sync_runs r ON r.id = s.lease_holder
  WHERE s.account_id = account;
  RETURN coalesce(mode, 'none');
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION event_mode(text) IS 'How changes of an account are reported: each; by one reset, for the reason that is returned; or none, after a reset of this transaction and for an account that is being erased.';
--> statement-breakpoint
CREATE FUNCTION report_orders() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account text;
  mode text;
  news jsonb;
BEGIN
  FOR account IN SELECT DISTINCT n.account_id FROM new_rows n LOOP
    mode := event_mode(account);
    CONTINUE WHEN mode = 'none';
    IF mode <> 'each' THEN
      PERFORM append_reset(account, mode);
      CONTINUE;
    END IF;
    IF TG_OP = 'INSERT' THEN
      SELECT jsonb_agg(jsonb_build_object('type', 'order.changed', 'subject_id', n.alpaca_order_id,
        'data', jsonb_build_object('id', n.alpaca_order_id, 'was', NULL, 'status', n.status,
          'symbol', n.symbol, 'underlying', n.underlying, 'trade_id', n.trade_id)) ORDER BY n.placed_at, n.alpaca_order_id)
      INTO news FROM new_rows n WHERE n.account_id = account;
    ELSE
      SELECT jsonb_agg(jsonb_build_object('type', 'order.changed', 'subject_id', n.alpaca_order_id,
        'data', jsonb_build_object('id', n.alpaca_order_id, 'was', o.status, 'status', n.status,
          'symbol', n.symbol, 'underlying', n.underlying, 'trade_id', n.trade_id)) ORDER BY n.alpaca_updated_at, n.alpaca_order_id)
      INTO news FROM new_rows n JOIN old_rows o USING (id) WHERE n.account_id = account;
    END IF;
    PERFORM append_events(account, news);
  END LOOP;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION report_orders() IS 'Trigger function: writes order.changed for each order leg that was inserted or changed.';
--> statement-breakpoint
-- A trade opens at its first execution: pending and unfilled trades have none. It has delivered
-- shares, or their value in cash, when an assignment or an exercise closed a leg.
CREATE FUNCTION trade_event_types(was text, was_closed_by text[], status text, closed_by text[])
RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN types = '{}' THEN ARRAY['trade.changed'] ELSE types END
  FROM (SELECT array_remove(ARRAY[
    CASE WHEN status IN ('open', 'partial', 'closed')
      AND coalesce(was IN ('pending', 'unfilled'), true) THEN 'trade.opened' END,
    CASE WHEN status = 'closed' AND was IS DISTINCT FROM 'closed' THEN 'trade.closed' END,
    CASE WHEN closed_by && '{assignment,exercise}'
      AND NOT coalesce(was_closed_by && '{assignment,exercise}', false) THEN 'trade.assigned' END
  ], NULL) AS types) found
$$;
--> statement-breakpoint
COMMENT ON FUNCTION trade_event_types(text, text[], text, text[]) IS 'The types of the events that report a change of a trade. A new trade was null.';
--> statement-breakpoint
CREATE FUNCTION trade_event(type text, was text, status text, trade alpaca_trades) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('type', type, 'subject_id', trade.trade_id,
    'data', jsonb_build_object('id', trade.trade_id, 'was', was, 'status', status,
      'strategy', trade.strategy, 'underlying', trade.underlying,
      'net_pl', trim_scale(trade.net_pl), 'rolled_from', trade.rolled_from))
$$;
--> statement-breakpoint
COMMENT ON FUNCTION trade_event(text, text, text, alpaca_trades) IS 'An event on a trade, as append_events takes it.';
--> statement-breakpoint
CREATE FUNCTION report_trades() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  account text;
  amount bigint;
  mode text;
  news jsonb;
  rolled jsonb;
BEGIN
  FOR account, amount IN EXECUTE format('SELECT account_id, count(*) FROM %I GROUP BY 1',
    CASE TG_OP WHEN 'DELETE' THEN 'old_rows' ELSE 'new_rows' END)
  LOOP
    mode := event_mode(account);
    CONTINUE WHEN mode = 'none';
    IF mode = 'each' AND amount + (SELECT count(DISTINCT e.subject_id) FROM events e
      WHERE e.account_id = account AND e.seq >= first_event_seq(account)
        AND e.type LIKE 'trade.%') > 200 THEN
      mode := 'many_changes';
    END IF;
    IF mode <> 'each' THEN
      PERFORM append_reset(account, mode);
      CONTINUE;
    END IF;
    rolled := NULL;
    IF TG_OP = 'INSERT' THEN
      SELECT jsonb_agg(trade_event(k.type, NULL, n.status, n) ORDER BY n.opened_at, n.trade_id, k.place)
      INTO news
      FROM new_rows n,
        unnest(trade_event_types(NULL, NULL, n.status, n.closed_by)) WITH ORDINALITY AS k (type, place)
      WHERE n.account_id = account;
      SELECT jsonb_agg(trade_event('trade.rolled', t.status, t.status, t) ORDER BY t.opened_at, t.trade_id)
      INTO rolled
      FROM alpaca_trades t WHERE t.account_id = account
        AND t.trade_id IN (SELECT n.rolled_from FROM new_rows n WHERE n.account_id = account);
    ELSIF TG_OP = 'UPDATE' THEN
      SELECT jsonb_agg(trade_event(k.type, o.status, n.status, n) ORDER BY n.opened_at, n.trade_id, k.place)
      INTO news
      FROM new_rows n JOIN old_rows o USING (trade_id),
        unnest(trade_event_types(o.status, o.closed_by, n.status, n.closed_by))
          WITH ORDINALITY AS k (type, place)
      WHERE n.account_id = account;
      SELECT jsonb_agg(trade_event('trade.rolled', t.status, t.status, t) ORDER BY t.opened_at, t.trade_id)
      INTO rolled
      FROM alpaca_trades t WHERE t.account_id = account
        AND t.trade_id IN (SELECT n.rolled_from FROM new_rows n JOIN old_rows o USING (trade_id)
          WHERE n.account_id = account AND n.rolled_from IS DISTINCT FROM o.rolled_from);
    ELSE
      SELECT jsonb_agg(trade_event('trade.removed', o.status, NULL, o) ORDER BY o.opened_at, o.trade_id)
      INTO news FROM old_rows o WHERE o.account_id = account;
    END IF;
    PERFORM append_events(account, news || coalesce(rolled, '[]'));
  END LOOP;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION report_trades() IS 'Trigger function: writes the events of trades that were inserted, changed or deleted; one reset for more than 200 trades of a transaction.';
--> statement-breakpoint
CREATE FUNCTION report_positions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account text;
  mode text;
BEGIN
  FOR account IN EXECUTE format('SELECT DISTINCT account_id FROM %I',
    CASE TG_OP WHEN 'DELETE' THEN 'old_rows' ELSE 'new_rows' END)
  LOOP
    mode := event_mode(account);
    CONTINUE WHEN mode = 'none';
    IF mode = 'each' THEN
      PERFORM append_event(account, 'positions.changed', NULL, '{}');
    ELSE
      PERFORM append_reset(account, mode);
    END IF;
  END LOOP;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION report_positions() IS 'Trigger function: writes positions.changed, once in a transaction.';
--> statement-breakpoint
CREATE FUNCTION report_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  data jsonb := jsonb_build_object('id', NEW.id, 'status', NEW.status, 'scope', NEW.scope, 'trigger', NEW.trigger);
BEGIN
  IF NEW.status = 'failed' THEN
    -- The first of a streak: the statement that records the failure counts it, or one before it.
    IF NEW.scope IN ('all', 'orders', 'positions', 'activities') AND EXISTS (
      SELECT FROM sync_state s WHERE s.account_id = NEW.account_id AND s.failing_runs = 1) THEN
      PERFORM append_event(NEW.account_id, 'sync.failed', NEW.id::text,
        data || jsonb_build_object('code', NEW.error_code));
    END IF;
    RETURN NULL;
  END IF;
  IF NEW.scope = 'rebuild' THEN
    PERFORM append_reset(NEW.account_id, 'rebuild');
  END IF;
  -- A run that changed nothing writes nothing.
  IF NEW.scope NOT IN ('overrides', 'erase') AND (SELECT e.at FROM events e
    WHERE e.account_id = NEW.account_id ORDER BY e.seq DESC LIMIT 1) >= NEW.created_at THEN
    PERFORM append_event(NEW.account_id, 'sync.finished', NEW.id::text, data);
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION report_run() IS 'Trigger function: writes sync.failed for the first failure of a streak, and sync.finished for a run that wrote an event.';
--> statement-breakpoint
CREATE FUNCTION report_sync_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.failing_runs > 0 AND NEW.failing_runs = 0 THEN
    PERFORM append_event(NEW.account_id, 'sync.recovered', OLD.lease_holder::text,
      jsonb_build_object('id', OLD.lease_holder, 'failed_runs', OLD.failing_runs));
  END IF;
  IF OLD.proof_state IS DISTINCT FROM NEW.proof_state AND NEW.proof_state IN ('balanced', 'differs') THEN
    PERFORM append_event(NEW.account_id, 'reconciliation.' || NEW.proof_state, NULL,
      jsonb_build_object('was', OLD.proof_state, 'status', NEW.proof_state));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION report_sync_state() IS 'Trigger function: writes sync.recovered, and reconciliation.balanced or reconciliation.differs when the state changed.';
--> statement-breakpoint
-- Triggers of one kind fire in the order of their names: those of trades before those of campaigns,
-- which update trades again.
CREATE TRIGGER alpaca_trades_append_events_insert AFTER INSERT ON alpaca_trades
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_trades();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_append_events_update AFTER UPDATE ON alpaca_trades
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_trades();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_append_events_delete AFTER DELETE ON alpaca_trades
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION report_trades();
--> statement-breakpoint
CREATE TRIGGER alpaca_orders_append_events_insert AFTER INSERT ON alpaca_orders
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_orders();
--> statement-breakpoint
CREATE TRIGGER alpaca_orders_append_events_update AFTER UPDATE ON alpaca_orders
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_orders();
--> statement-breakpoint
CREATE TRIGGER alpaca_positions_append_events_insert AFTER INSERT ON alpaca_positions
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_positions();
--> statement-breakpoint
CREATE TRIGGER alpaca_positions_append_events_update AFTER UPDATE ON alpaca_positions
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_positions();
--> statement-breakpoint
CREATE TRIGGER alpaca_positions_append_events_delete AFTER DELETE ON alpaca_positions
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION report_positions();
--> statement-breakpoint
CREATE TRIGGER sync_runs_append_events_insert AFTER INSERT ON sync_runs FOR EACH ROW
  WHEN (NEW.status = 'failed' AND NEW.account_id IS NOT NULL) EXECUTE FUNCTION report_run();
--> statement-breakpoint
CREATE TRIGGER sync_runs_append_events_update AFTER UPDATE ON sync_runs FOR EACH ROW
  WHEN (OLD.status = 'running' AND NEW.status <> 'running' AND NEW.account_id IS NOT NULL) EXECUTE FUNCTION report_run();
--> statement-breakpoint
CREATE TRIGGER sync_state_append_events AFTER UPDATE ON sync_state FOR EACH ROW
  WHEN (OLD.failing_runs > NEW.failing_runs OR OLD.proof_state IS DISTINCT FROM NEW.proof_state)
  EXECUTE FUNCTION report_sync_state();
