-- What Drizzle's schema cannot express: functions, triggers, and a comment on every table and column.
CREATE FUNCTION update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION update_updated_at_column() IS 'Sets updated_at of a row that an UPDATE changes.';
--> statement-breakpoint
-- A session lock does not survive over HTTP. Therefore every batch of writes begins with this function.
-- It locks the lease row until the batch commits, renews the lease, and raises LB001 when a newer run
-- holds it.
CREATE FUNCTION assert_sync_lease(account text, token bigint, seconds integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE sync_state SET lease_expires_at = now() + make_interval(secs => seconds)
  WHERE account_id = account AND lease_token = token AND lease_holder IS NOT NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the lease of this run was taken over' USING ERRCODE = 'LB001';
  END IF;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION assert_sync_lease(text, bigint, integer) IS 'Locks and renews the lease of a sync run; raises LB001 when the token is stale.';
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'LB002';
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION refuse_change() IS 'Refuses to change or delete a row: raises LB002.';
--> statement-breakpoint
-- The actor is in settings of the transaction. A trigger audits every statement that changes an
-- override, also one typed into psql, which has no actor.
CREATE FUNCTION audit_trade_override() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject trade_overrides := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'updated_at' = to_jsonb(NEW) - 'updated_at' THEN
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
COMMENT ON FUNCTION audit_trade_override() IS 'Writes a row of audit_log for each change of an override that changes something.';
--> statement-breakpoint
CREATE TRIGGER alpaca_accounts_updated_at BEFORE UPDATE ON alpaca_accounts FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_activities_updated_at BEFORE UPDATE ON alpaca_activities FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_contracts_updated_at BEFORE UPDATE ON alpaca_contracts FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER ledger_checkpoints_updated_at BEFORE UPDATE ON ledger_checkpoints FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER ledger_dirty_updated_at BEFORE UPDATE ON ledger_dirty FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_orders_updated_at BEFORE UPDATE ON alpaca_orders FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_parent_orders_updated_at BEFORE UPDATE ON alpaca_parent_orders FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_positions_updated_at BEFORE UPDATE ON alpaca_positions FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER sync_quarantine_updated_at BEFORE UPDATE ON sync_quarantine FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER sync_runs_updated_at BEFORE UPDATE ON sync_runs FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER sync_state_updated_at BEFORE UPDATE ON sync_state FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fills_updated_at BEFORE UPDATE ON alpaca_trade_fills FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_updated_at BEFORE UPDATE ON alpaca_trades FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER trade_overrides_updated_at BEFORE UPDATE ON trade_overrides FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fees_updated_at BEFORE UPDATE ON alpaca_trade_fees FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_cash_days_updated_at BEFORE UPDATE ON alpaca_cash_days FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER audit_log_updated_at BEFORE UPDATE ON audit_log FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER idempotency_keys_updated_at BEFORE UPDATE ON idempotency_keys FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER trade_overrides_audit AFTER INSERT OR UPDATE OR DELETE ON trade_overrides FOR EACH ROW EXECUTE FUNCTION audit_trade_override();
--> statement-breakpoint
COMMENT ON TABLE alpaca_accounts IS 'One Alpaca account, paper or live. A paper reset makes a new one.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.account_id IS 'Alpaca''s id of the account; not its number.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.label IS 'Short name from the settings; moves to the new account after a paper reset.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.base_url IS 'Host of the Trading API that the account is on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.status IS 'Alpaca''s word for the account''s state.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.currency IS 'Currency of the figures.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.cash IS 'Cash, negative when borrowed.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.equity IS 'Cash and the value of all positions.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.alpaca_created_at IS 'When Alpaca created it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.as_of IS 'When the figures were read. Unchanged figures are not written again.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.raw_data IS 'The complete payload as Alpaca sent it; may hold personal data.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_accounts.succeeded_by IS 'Alpaca''s id of the account that has its label now, for example after a paper reset; null while its own keys are in use.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_activities IS 'Fills and all other account activities: option events, fees, dividends, deposits, corporate actions.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.activity_id IS 'Alpaca''s id: a New York timestamp (midnight unless a fill) and a UUID.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.activity_type IS 'FILL, OPEXP, OPASN, OPEXC, OPTRD, FEE and so on; an open set.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.activity_sub_type IS 'Finer kind, such as REG or ORF of a FEE.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.fill_type IS 'fill or partial_fill, of a FILL.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.order_id IS 'The order leg of a FILL; never the parent of a multi-leg order.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.execution_id IS 'The execution of a FILL, or the one that a fee was charged on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.group_id IS 'Pairs an option event with the shares that it delivered.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.symbol IS 'Alpaca''s symbol: a share, an OCC option symbol, or a coin pair.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.underlying IS 'The share, the index or the coin pair (BTC/USD) that the symbol is on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.side IS 'buy, sell or sell_short, as sent.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.qty IS 'Quantity of a fill; of an option event the signed change of the position.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.cum_qty IS 'The order''s executed quantity after this fill.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.price IS 'Price per share, option premium per share, or strike.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.net_amount IS 'Change of cash; null on fills.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.status IS 'executed, correct or canceled.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.currency IS 'Currency of the amounts.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.date IS 'Day of an activity that is not a fill; can lie days before it was created.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.transaction_time IS 'When a fill happened.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.effective_at IS 'When it changes the position or the cash.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.alpaca_created_at IS 'When Alpaca created it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.raw_data IS 'The complete payload as Alpaca sent it; may hold personal data.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_activities.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_contracts IS 'Option contracts whose root ends in a digit. Their multiplier and underlying are read from Alpaca once.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_contracts.symbol IS 'OCC symbol.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_contracts.underlying IS 'Underlying as Alpaca lists it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_contracts.multiplier IS 'Multiplier of the premium.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_contracts.raw_data IS 'The complete payload as Alpaca sent it; may hold personal data.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_contracts.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_contracts.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE ledger_checkpoints IS 'The grouping engine''s state at a moment of one underlying, or of several that a corporate action ties, so that the cost of a new fact depends on what changed.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.underlying IS 'The underlying; for several that are folded together, the first.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.at IS 'The moment through which the state includes all facts.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.engine_version IS 'Version of the grouping rules that made the state. Other versions ignore it.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.state IS 'The state.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.underlyings IS 'All underlyings that are folded together. The state is ignored when these have changed.';
--> statement-breakpoint
COMMENT ON TABLE ledger_dirty IS 'Underlyings whose ledger must be folded again. The row with an empty underlying is for facts of the whole account, such as daily fees.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.underlying IS 'The share, the index or the coin pair (BTC/USD) that the symbol is on.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.since IS 'The earliest fact that changed.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.version IS 'Rises with each change, so that a fold deletes only the mark that it has read.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_orders IS 'One order on one symbol: a simple order, or one leg of a multi-leg, bracket, OCO or OTO order.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.id IS 'Id of the row.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.alpaca_order_id IS 'Alpaca''s id of the order.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.client_order_id IS 'The order''s id as the client chose it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.parent_order_id IS 'The envelope of a multi-leg order, or the primary of a bracket, OCO or OTO.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.trade_id IS 'The trade that the leg belongs to; of several, the one with its largest share. Until it is grouped, the trade that it would be alone.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.strategy_type IS 'The family of the structure, such as vertical_spread or iron_condor.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.leg_number IS 'Place within the trade by expiry, strike and kind; a closing order has the number of the leg that it closes.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.symbol IS 'Alpaca''s symbol: a share, an OCC option symbol, or a coin pair.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.underlying IS 'The share, the index or the coin pair (BTC/USD) that the symbol is on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.asset_class IS 'us_equity, us_option, crypto and so on, as Alpaca sends it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.asset_id IS 'Alpaca''s id of the asset; the same on orders and positions, where a coin''s symbol differs.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.order_class IS 'simple, bracket, oco, oto or mleg.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.side IS 'buy or sell.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.position_intent IS 'buy_to_open, buy_to_close, sell_to_open or sell_to_close; absent on old orders.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.qty IS 'Quantity ordered; null when ordered by amount.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.notional IS 'Amount ordered, in dollars.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.ratio_qty IS 'Quantity of this leg in one spread.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.filled_qty IS 'Quantity executed so far; can be above zero on a canceled, expired or replaced order.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.filled_avg_price IS 'Average price of the executed quantity, per share or coin.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.order_type IS 'market, limit, stop, stop_limit or trailing_stop.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.time_in_force IS 'day, gtc, opg, cls, ioc, fok and so on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.limit_price IS 'Limit price.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.stop_price IS 'Stop price; moves on a trailing stop.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.trail_price IS 'Trail in dollars.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.trail_percent IS 'Trail in percent.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.status IS 'Alpaca''s status. A status that this version does not know is stored as unknown; raw_data has the original.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.expiry_date IS 'Last day of the option.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.strike_price IS 'Strike of the option, per share.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.option_type IS 'call or put.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.replaces IS 'The order that this one replaced.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.replaced_by IS 'The order that replaced this one.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.submitted_at IS 'When the order was submitted; Alpaca can change it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.filled_at IS 'When the order was filled.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.expired_at IS 'When the order expired.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.canceled_at IS 'When the order was canceled.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.failed_at IS 'When the order failed.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.replaced_at IS 'When the order was replaced.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.expires_at IS 'When the order will expire.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.alpaca_created_at IS 'When Alpaca created it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.alpaca_updated_at IS 'When Alpaca last changed it; an older answer never overwrites a newer one.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.placed_at IS 'When the order was created, as grouping uses it: Alpaca''s created_at, which never changes, else submitted_at.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.raw_data IS 'The complete payload as Alpaca sent it; may hold personal data.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_orders.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_parent_orders IS 'The envelope of a multi-leg order: no symbol, no side; its legs are rows of alpaca_orders. Never add it to its legs.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.id IS 'Id of the row.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.alpaca_order_id IS 'Alpaca''s id of the order.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.client_order_id IS 'The order''s id as the client chose it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.qty IS 'Spreads ordered.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.filled_qty IS 'Spreads executed.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.filled_avg_price IS 'Net price of one spread per share: a debit above zero, a credit below.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.order_type IS 'market, limit, stop, stop_limit or trailing_stop.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.time_in_force IS 'day, gtc, opg, cls, ioc, fok and so on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.limit_price IS 'Net limit price: a debit above zero, a credit below.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.status IS 'Alpaca''s status.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.leg_count IS 'How many legs Alpaca sent.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.replaces IS 'The order that this one replaced.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.replaced_by IS 'The order that replaced this one.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.submitted_at IS 'When the order was submitted; Alpaca can change it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.filled_at IS 'When the order was filled.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.alpaca_created_at IS 'When Alpaca created it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.alpaca_updated_at IS 'When Alpaca last changed it; an older answer never overwrites a newer one.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.raw_data IS 'The complete payload as Alpaca sent it; may hold personal data.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_parent_orders.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_positions IS 'One symbol that Alpaca holds, or held, for the account. Any number of closed rows a symbol, one open.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.id IS 'Id of the row.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.trade_id IS 'The trade with the largest open quantity of the position; among equals the oldest.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.asset_id IS 'Alpaca''s id of the asset; the same on orders and positions, where a coin''s symbol differs.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.asset_class IS 'us_equity, us_option, crypto and so on, as Alpaca sends it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.symbol IS 'Alpaca''s symbol; a coin''s has no slash here, unlike on orders.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.underlying IS 'The share, the index or the coin pair (BTC/USD) that the symbol is on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.qty IS 'Quantity; negative when short.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.side IS 'long or short.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.avg_entry_price IS 'Alpaca''s average entry price; not the ledger''s.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.current_price IS 'Price that the value is worked out with; 0 is worthless, null is no quote.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.market_value IS 'Value; negative when short.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.cost_basis IS 'Cost; negative when short.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.unrealized_pl IS 'Profit since the entry.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.unrealized_plpc IS 'The same as a share of the cost.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.unrealized_intraday_pl IS 'Profit since the last close.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.unrealized_intraday_plpc IS 'The same as a share.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.expiry_date IS 'Last day of the option.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.strike_price IS 'Strike of the option, per share.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.option_type IS 'call or put.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.is_open IS 'Whether Alpaca holds it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.closed_at IS 'When the sync first missed it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.close_cause IS 'order, expiration, assignment, exercise or adjustment; pending until orders and activities explain it, unexplained when five days have not brought any that do.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.raw_data IS 'The complete payload as Alpaca sent it; may hold personal data.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_positions.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE sync_quarantine IS 'Complete payloads that did not match their schema; each run retries them. Healed ones are pruned after 30 days.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.id IS 'Id of the row.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.source IS 'order, activity, position, account or contract.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.payload_key IS 'Alpaca''s id of the payload, or # and a hash of the payload.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.reason IS 'Why it does not fit, in one line.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.payload IS 'The payload; may hold personal data.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.seen_at IS 'When it was seen like this first.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.healed_at IS 'When a good payload took its place.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.tried_at IS 'When the payload was last retried, by its id, from its stored form, or on request. The reading of each run does not count.';
--> statement-breakpoint
COMMENT ON COLUMN sync_quarantine.parser_version IS 'The version of the parser that last refused the stored payload; 0 when none has parsed it since it was quarantined.';
--> statement-breakpoint
COMMENT ON TABLE sync_runs IS 'Runs of the sync and of the ledger. Failed runs have their error. Old runs are pruned, except the last of each kind.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.id IS 'Id of the run.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.account_id IS 'Alpaca''s id of the account; null when the run failed before the account was known.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.label IS 'The account''s label in the settings.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.trigger IS 'cron or api.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.scope IS 'all, orders, positions or activities; quarantine for a retry of quarantined payloads; overrides or rebuild for the ledger alone.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.status IS 'running, success, partial (its budget ended) or failed.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.started_at IS 'When it began.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.finished_at IS 'When it ended.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.report IS 'The run''s report as the API returns it. For a run without a known account: failed_runs and failing_since.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.error_code IS 'Why it failed, as a code.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.error_message IS 'Why it failed, in words; nothing personal.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN sync_runs.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE sync_state IS 'The state of each account''s sync: its lease, its walks, and the end of its last runs.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.lease_token IS 'Counts up with each lease; a write with an older one is refused.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.lease_holder IS 'The run that holds the lease; null when none does.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.lease_expires_at IS 'When the lease can be taken over; each write puts it off.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_stage IS 'idle, walk (reading pages) or settle (re-reading what can have changed).';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walk_from IS 'The moment on Alpaca''s clock after which the current or last walk reads orders.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walk_started_at IS 'When the current walk began, on the Worker''s clock. For display only.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_cursor IS 'Where the next run continues.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_walked_to IS 'Submission of the last order that the current or last walk has read.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_backfilled IS 'Whether the whole history of orders was read once.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_synced_through IS 'Newest order that complete walks have read, on Alpaca''s clock. The next walk starts a day before it. Null: the next walk reads the whole history.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_stage IS 'idle, walk (reading pages) or settle (re-reading what can have changed).';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walk_from IS 'The moment on Alpaca''s clock after which the current or last walk reads activities.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walk_started_at IS 'When the current walk began, on the Worker''s clock. For display only.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_cursor IS 'Where the next run continues.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_walked_to IS 'Newest creation among the activities that the current or last walk has read.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_backfilled IS 'Whether the whole history of activities was read once.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_synced_through IS 'Newest activity through which walks are complete, on Alpaca''s clock. The next walk starts seven days before it. Null: the next walk reads the whole history.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.positions_synced_at IS 'When the positions were last read completely.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.resume_at IS 'The step at which the next run begins, because the budget of the last one ended there.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.last_success_at IS 'When a run last completed all of its work.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.last_full_at IS 'When the last complete re-read began.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.last_error_at IS 'When a run last failed.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.last_error_code IS 'Why, as a code.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.last_error IS 'Why, in words; nothing personal.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.rate_limit_limit IS 'Alpaca''s request quota, as last heard.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.rate_limit_remaining IS 'Requests that remained of the limit.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.rate_limit_reset_at IS 'When it begins anew.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.balanced IS 'Whether the ledger agreed with the broker when last compared.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.reconciled_at IS 'When they were last compared.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.orders_backfill_rows IS 'Order legs that the first reading of the whole history has brought.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.activities_backfill_rows IS 'Activities that the first reading of the whole history has brought.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.resume_since IS 'When the chain of runs began that the next run continues.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.resume_done IS 'What that chain has read already and does not read again.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.run_rows IS 'Orders and activities that the run under way, or the last one, has read.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.run_milliseconds IS 'How long that took, up to its last page.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_cash_days IS 'Cash movements of a day of the exchange, by kind.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.day IS 'Day of the exchange (New York).';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.executions IS 'Cash of executions.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.deposits IS 'Deposits and withdrawals.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.fees IS 'Fees, below zero.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.other IS 'Dividends, interest and all else.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_cash_days.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_trade_fees IS 'Shares of the broker''s fees by trade. The shares of one fee sum to it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fees.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fees.activity_id IS 'The fee.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fees.trade_id IS 'The trade.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fees.amount IS 'Share of the fee, in dollars; a cost is above zero.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fees.trading_day IS 'The exchange''s day of the fee.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fees.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fees.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_trade_fills IS 'Which executed quantity belongs to which trade, as opening or as closing.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.trade_id IS 'The trade.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.execution_id IS 'The execution.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.effect IS 'open or close.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.symbol IS 'Alpaca''s symbol: a share, an OCC option symbol, or a coin pair.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.underlying IS 'The share, the index or the coin pair (BTC/USD) that the symbol is on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.kind IS 'The kind of execution: a fill, an expiry, an assignment, an exercise, a delivery and so on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.leg_kind IS 'call, put, stock or crypto.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.order_id IS 'The order leg; null without one.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.activity_id IS 'The activity; null when only the order has the execution.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.side IS 'buy or sell.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.qty IS 'Quantity, above zero.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.price IS 'Price per share or coin.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.multiplier IS 'Shares a contract; 1 for shares and coins.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.realized_pl IS 'Profit of a closing, before fees; null where the opening is not known.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.executed_at IS 'When.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.trading_day IS 'The exchange''s day (New York).';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_trades IS 'One entry and its scale-ins, from the first fill until flat. Written by the ledger alone.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.trade_id IS 'Version 5 UUID of the account and the fact that opened it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.underlying IS 'The share, the index or the coin pair (BTC/USD) that the symbol is on.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.strategy IS 'Name of the structure, such as short_put_vertical.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.strategy_type IS 'The family of the structure, such as vertical_spread or iron_condor.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.direction IS 'credit or debit.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.status IS 'pending, open, partial, closed or unfilled.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.closed_by IS 'The ways in which the quantity was closed, sorted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.quantity IS 'Units of the structure.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.opened_at IS 'First fill.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.closed_at IS 'When it went flat.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.expiry_date IS 'The nearest expiry of the legs.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.entry_cash IS 'Cash of the opening executions: received above zero.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.exit_cash IS 'Cash of the closing executions.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.realized_pl IS 'Profit of the closed quantity before fees; null when incomplete.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.fees IS 'The fees of the trade''s executions and its shares of the daily fees.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.net_pl IS 'realized_pl less fees.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.fees_pending IS 'Whether fees of its latest day can still arrive.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.rolled_from IS 'The trade that it was rolled from.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.chain_id IS 'Shared by a trade and those that it was rolled into.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.roll_count IS 'How many rolls came before it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.assigned_from IS 'The trade whose assignment or exercise delivered the shares of this one.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.covered_by IS 'The share trade that covers it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.incomplete IS 'Whether it closes a quantity whose opening is not known. Its profit is null then.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.unexplained IS 'Whether a leg is past its expiry and no longer at the broker, without an activity that explains it.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.tags IS 'The user''s tags.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.note IS 'The user''s note.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.legs IS 'Its legs with quantities, prices and profit.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE trade_overrides IS 'The user''s changes to the grouping and notes on trades. Rows name orders and activities, never trades, so that they survive a rebuild.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.id IS 'Id of the override.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.underlying IS 'The share, the index or the coin pair (BTC/USD) that the symbol is on.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.kind IS 'merge, split or annotate.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.facts IS 'Ids of the orders or activities that it is about.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.strategy IS 'The strategy as the user names it.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.tags IS 'The user''s tags.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.note IS 'The user''s note.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN trade_overrides.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE audit_log IS 'Who changed which override or account, when, and its state before and after. Append-only. Rows are written in the transaction of the change; a trigger writes those of overrides.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.id IS 'Number of the row, in the order of writing.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.actor IS 'Name of the API token that requested the change; null for a change made in the database itself.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.token_fingerprint IS 'First digits of the token''s SHA-256, which distinguishes tokens of one name. The token itself is not stored.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.request_id IS 'X-Request-ID of the request, as the log and the answer have it.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.action IS 'The action on an override (create, change, delete) or on an account (stop, resume, erase).';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.account_id IS 'Alpaca''s id of the account, which may be erased by now; null for a label that was never synced.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.underlying IS 'Underlying of these trades.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.override_id IS 'The override, which may be deleted by now; null for an account.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.before IS 'The whole row of trade_overrides before the change, null for a new one. For an account its label and, for an erase, the number of deleted rows of each table.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.after IS 'The whole row of trade_overrides after the change, null for a deleted one. For a stopped account its label.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.created_at IS 'When it happened.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.updated_at IS 'Equal to created_at: rows never change.';
--> statement-breakpoint
COMMENT ON TABLE idempotency_keys IS 'Idempotency-Key of each write, with the answer that a repetition gets; gone after 24 hours.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.client IS 'Name of the API token that the key came with: another client''s equal key is another key.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.key IS 'The key as the client sent it.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.request_hash IS 'SHA-256 of method, path and body, which identifies a repetition of the request.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.holder IS 'The request that runs, or ran, under this key.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.held_until IS 'Until then a request without an answer counts as running; each write of its run extends it. After that the request counts as dead, and a repetition may continue it.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.response_status IS 'HTTP status of the stored response; null while the request runs.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.response_body IS 'Body of the stored response, byte for byte.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.expires_at IS 'When the key is forgotten: 24 hours after its first use.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.updated_at IS 'When the row last changed; a trigger sets it.';
