COMMENT ON COLUMN alpaca_orders.chain_started_at IS 'When the first order of the chain of replacements was created; null for an order that replaces none.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.placed_at IS 'The place of the order in time, as grouping uses it: when its chain of replacements began, else Alpaca''s created_at, which never changes, else submitted_at.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.side IS 'buy, sell or sell_short. Conditional and exempt orders have the side that they stand for.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.fill_type IS 'fill, partial_fill, trade_bust or trade_correct, of a FILL.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.recheck_run_id IS 'The run that stored a change of this fill. A later run reads its order again and clears this.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.previous_id IS 'The activity or execution that this row busts or corrects, where the row names it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.superseded_by IS 'The row that corrects this one. This one no longer counts.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.missing_since IS 'When Alpaca first did not list the row where it belongs; null while Alpaca lists it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.vanished_at IS 'When a second complete reading did not have the row either. It no longer counts until Alpaca lists it again.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.in_force IS 'Whether the row counts: it is neither canceled, corrected by another row, nor vanished.';
--> statement-breakpoint
-- A statement that changes chain_started_at changes nothing that an event reports.
CREATE OR REPLACE FUNCTION report_orders() RETURNS trigger LANGUAGE plpgsql AS $$
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
      INTO news FROM new_rows n JOIN old_rows o USING (id) WHERE n.account_id = account
        AND n.chain_started_at IS NOT DISTINCT FROM o.chain_started_at;
      CONTINUE WHEN news IS NULL;
    END IF;
    PERFORM append_events(account, news);
  END LOOP;
  RETURN NULL;
END;
$$;
