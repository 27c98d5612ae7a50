COMMENT ON COLUMN alpaca_trades.risk IS 'P/L at the expiry of the open options, before fees: {knots: [{price, pl}], max_profit, max_loss, breakevens}, decimals as text, null for no limit. Null unless they share one expiry and all costs are known.';
--> statement-breakpoint
COMMENT ON TABLE alpaca_daily_sums IS 'Sums for statistics: of each day of the exchange, and of each strategy and underlying over all days. Triggers keep them equal to the sums over trades, fills, fees and dividends.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.day IS 'Date in New York; infinity for the sum over all days.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.strategy IS 'Strategy of the trades; empty for the sum over all.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.underlying IS 'Underlying of the trades; empty for the sum over all.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.realized IS 'Profit of closing executions before fees. Incomplete trades are in no sum of profit and fees.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.fees IS 'Fees, positive.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.dividends IS 'Dividends less withholding.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.open_net IS 'The part of realized less fees that is of trades not closed now.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.moves IS 'Number of closing executions, fees and dividends in the sums.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.closed IS 'Closed trades, on the day of their last closing.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.opened IS 'Trades that are not closed, on the day of their opening.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.told IS 'Closed trades whose profit is known.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.wins IS 'Closed trades that made money after fees.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.losses IS 'Closed trades that lost money after fees.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.incomplete IS 'Incomplete trades, closed or not.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.won IS 'Sum of the wins.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.lost IS 'Sum of the losses, negative.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.timed IS 'Closed trades that are not incomplete.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.held IS 'Sum of the microseconds from opening to closing of the timed trades.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_daily_sums.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
CREATE TRIGGER alpaca_daily_sums_updated_at BEFORE UPDATE ON alpaca_daily_sums FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
-- A trade to add to the sums (sign 1) or to take out of them (-1). With moves_money its fills, fees and
-- dividends go with it.
CREATE TYPE counted_trade AS (
  sign int, trade_id uuid, account_id text, strategy text, underlying text, closed boolean,
  incomplete boolean, day date, net_pl numeric, held bigint, moves_money boolean
);
--> statement-breakpoint
COMMENT ON TYPE counted_trade IS 'A trade to add to the daily sums, or with sign -1 to take out of them.';
--> statement-breakpoint
CREATE TYPE moved_money AS (trade_id uuid, day date, realized numeric, fees numeric, dividends numeric, moves int);
--> statement-breakpoint
COMMENT ON TYPE moved_money IS 'Money of one kind, trade and day to add to the daily sums; the other kinds are null.';
--> statement-breakpoint
-- An account that is being erased has no row any more, and its sums are deleted with its trades. Rows
-- are written in the order of their keys, so that no two writers wait for each other.
CREATE FUNCTION add_sums(deltas alpaca_daily_sums[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alpaca_daily_sums AS s (account_id, day, strategy, underlying, realized, fees, dividends,
    open_net, moves, closed, opened, told, wins, losses, incomplete, won, lost, timed, held)
  SELECT d.account_id, coalesce(d.day, 'infinity'), coalesce(d.strategy, ''), coalesce(d.underlying, ''),
    trim_scale(sum(d.realized)), trim_scale(sum(d.fees)), trim_scale(sum(d.dividends)),
    trim_scale(sum(d.open_net)), sum(d.moves), sum(d.closed), sum(d.opened), sum(d.told), sum(d.wins),
    sum(d.losses), sum(d.incomplete), trim_scale(sum(d.won)), trim_scale(sum(d.lost)), sum(d.timed),
    sum(d.held)
  FROM unnest(deltas) d JOIN alpaca_accounts a ON a.account_id = d.account_id
  GROUP BY GROUPING SETS ((d.account_id, d.day), (d.account_id, d.strategy, d.underlying))
  HAVING (sum(d.realized), sum(d.fees), sum(d.dividends), sum(d.open_net), sum(d.moves), sum(d.closed),
    sum(d.opened), sum(d.told), sum(d.wins), sum(d.losses), sum(d.incomplete), sum(d.won), sum(d.lost),
    sum(d.timed), sum(d.held)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (account_id, day, strategy, underlying) DO UPDATE SET
    realized = trim_scale(s.realized + excluded.realized),
    fees = trim_scale(s.fees + excluded.fees),
    dividends = trim_scale(s.dividends + excluded.dividends),
    open_net = trim_scale(s.open_net + excluded.open_net), moves = s.moves + excluded.moves,
    closed = s.closed + excluded.closed, opened = s.opened + excluded.opened,
    told = s.told + excluded.told, wins = s.wins + excluded.wins,
    losses = s.losses + excluded.losses, incomplete = s.incomplete + excluded.incomplete,
    won = trim_scale(s.won + excluded.won), lost = trim_scale(s.lost + excluded.lost),
    timed = s.timed + excluded.timed, held = s.held + excluded.held;
  DELETE FROM alpaca_daily_sums s
  USING (
    SELECT d.account_id, coalesce(d.day, 'infinity') AS day, coalesce(d.strategy, '') AS strategy,
      coalesce(d.underlying, '') AS underlying
    FROM unnest(deltas) d WHERE least(d.moves, d.closed, d.opened) < 0
    GROUP BY GROUPING SETS ((d.account_id, d.day), (d.account_id, d.strategy, d.underlying))
  ) k
  WHERE s.account_id = k.account_id AND s.day = k.day AND s.strategy = k.strategy
    AND s.underlying = k.underlying AND s.moves = 0 AND s.closed = 0 AND s.opened = 0;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION add_sums(alpaca_daily_sums[]) IS 'Adds sums of a day, strategy and underlying to the daily sums and to those over all days, and deletes rows of which nothing is left.';
--> statement-breakpoint
CREATE FUNCTION count_trades(trades counted_trade[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_sums(array_agg(d::alpaca_daily_sums)) FROM (
    SELECT account_id, day, strategy, underlying, sum(realized), sum(fees), sum(dividends), sum(open_net),
      sum(moves), sum(closed), sum(opened), sum(told), sum(wins), sum(losses), sum(incomplete), sum(won),
      sum(lost), sum(timed), sum(held), null::timestamptz, null::timestamptz
    FROM (
      SELECT c.account_id, c.day, c.strategy, c.underlying, 0::numeric AS realized, 0::numeric AS fees,
        0::numeric AS dividends, 0::numeric AS open_net, 0 AS moves, c.sign * c.closed::int AS closed,
        c.sign * (NOT c.closed)::int AS opened, c.sign * (c.net_pl IS NOT NULL)::int AS told,
        CASE WHEN c.net_pl > 0 THEN c.sign ELSE 0 END AS wins,
        CASE WHEN c.net_pl < 0 THEN c.sign ELSE 0 END AS losses, c.sign * c.incomplete::int AS incomplete,
        c.sign * coalesce(greatest(c.net_pl, 0), 0) AS won, c.sign * coalesce(least(c.net_pl, 0), 0) AS lost,
        c.sign * (c.held IS NOT NULL)::int AS timed, c.sign * coalesce(c.held, 0) AS held
      FROM unnest(trades) c
      UNION ALL
      SELECT m.account_id, m.day, m.strategy, m.underlying, m.sign * m.realized, m.sign * m.fees,
        m.sign * m.dividends, CASE WHEN m.closed THEN 0 ELSE m.sign * (m.realized - m.fees) END, m.sign,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0
      FROM (
        SELECT c.sign, c.account_id, c.strategy, c.underlying, c.closed, x.trading_day AS day,
          x.realized_pl AS realized, 0::numeric AS fees, 0::numeric AS dividends
        FROM unnest(trades) c JOIN alpaca_trade_fills x ON x.trade_id = c.trade_id
        WHERE c.moves_money AND NOT c.incomplete AND x.effect = 'close' AND x.realized_pl IS NOT NULL
        UNION ALL
        SELECT c.sign, c.account_id, c.strategy, c.underlying, c.closed, x.trading_day AS day,
          0, x.amount, 0
        FROM unnest(trades) c JOIN alpaca_trade_fees x ON x.trade_id = c.trade_id
        WHERE c.moves_money AND NOT c.incomplete
        UNION ALL
        SELECT c.sign, c.account_id, c.strategy, c.underlying, c.closed, x.trading_day AS day,
          0, 0, x.amount
        FROM unnest(trades) c JOIN alpaca_trade_dividends x ON x.trade_id = c.trade_id
        WHERE c.moves_money
      ) m
    ) parts
    GROUP BY account_id, day, strategy, underlying
  ) d;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION count_trades(counted_trade[]) IS 'Adds trades to the daily sums, or takes them out, with the money stored of them.';
--> statement-breakpoint
CREATE FUNCTION sum_trades() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid[];
  regrouped uuid[];
  trades counted_trade[] := '{}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(n.trade_id), array_agg(n.trade_id) FILTER (WHERE
      (o.account_id, o.strategy, o.underlying, o.incomplete, o.status = 'closed', o.status IN ('pending', 'unfilled'))
      IS DISTINCT FROM
      (n.account_id, n.strategy, n.underlying, n.incomplete, n.status = 'closed', n.status IN ('pending', 'unfilled')))
    INTO changed, regrouped
    FROM old_rows o JOIN new_rows n USING (trade_id)
    WHERE (o.account_id, o.strategy, o.underlying, o.incomplete, o.status, o.net_pl, o.opened_at, o.closed_at)
      IS DISTINCT FROM
      (n.account_id, n.strategy, n.underlying, n.incomplete, n.status, n.net_pl, n.opened_at, n.closed_at);
    IF changed IS NULL THEN RETURN NULL; END IF;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    trades := trades || ARRAY(
      SELECT ROW(-1, t.trade_id, t.account_id, t.strategy, t.underlying, t.status = 'closed', t.incomplete,
        (CASE WHEN t.status = 'closed' THEN t.closed_at ELSE t.opened_at END AT TIME ZONE 'America/New_York')::date,
        CASE WHEN t.status = 'closed' THEN t.net_pl END,
        CASE WHEN t.status = 'closed' AND NOT t.incomplete
          THEN (extract(epoch FROM t.closed_at - t.opened_at) * 1000000)::bigint END,
        TG_OP <> 'UPDATE' OR t.trade_id = ANY (regrouped))::counted_trade
      FROM old_rows t
      WHERE t.status NOT IN ('pending', 'unfilled') AND (TG_OP <> 'UPDATE' OR t.trade_id = ANY (changed)));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    trades := trades || ARRAY(
      SELECT ROW(1, t.trade_id, t.account_id, t.strategy, t.underlying, t.status = 'closed', t.incomplete,
        (CASE WHEN t.status = 'closed' THEN t.closed_at ELSE t.opened_at END AT TIME ZONE 'America/New_York')::date,
        CASE WHEN t.status = 'closed' THEN t.net_pl END,
        CASE WHEN t.status = 'closed' AND NOT t.incomplete
          THEN (extract(epoch FROM t.closed_at - t.opened_at) * 1000000)::bigint END,
        TG_OP <> 'UPDATE' OR t.trade_id = ANY (regrouped))::counted_trade
      FROM new_rows t
      WHERE t.status NOT IN ('pending', 'unfilled') AND (TG_OP <> 'UPDATE' OR t.trade_id = ANY (changed)));
  END IF;
  IF trades <> '{}' THEN PERFORM count_trades(trades); END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION sum_trades() IS 'Trigger function: keeps the daily sums when trades change. A statement that deletes a trade, or changes what it is grouped by, must not change its fills, fees or dividends too.';
--> statement-breakpoint
CREATE FUNCTION move_money(money moved_money[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_sums(array_agg(d::alpaca_daily_sums)) FROM (
    SELECT t.account_id, m.day, t.strategy, t.underlying, coalesce(sum(m.realized), 0), coalesce(sum(m.fees), 0),
      coalesce(sum(m.dividends), 0), coalesce(sum(coalesce(m.realized, -m.fees)) FILTER (WHERE t.status <> 'closed'), 0),
      sum(m.moves), 0, 0, 0, 0, 0, 0, 0::numeric, 0::numeric, 0, 0::bigint, null::timestamptz, null::timestamptz
    FROM unnest(money) m JOIN alpaca_trades t ON t.trade_id = m.trade_id
    WHERE t.status NOT IN ('pending', 'unfilled') AND (m.dividends IS NOT NULL OR NOT t.incomplete)
    GROUP BY t.account_id, m.day, t.strategy, t.underlying
  ) d;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION move_money(moved_money[]) IS 'Adds money of stored trades to the daily sums. Money of a trade that is not stored counts when the trade is inserted.';
--> statement-breakpoint
CREATE FUNCTION sum_fills() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  money moved_money[] := '{}';
BEGIN
  IF TG_OP <> 'INSERT' THEN
    money := money || ARRAY(
      SELECT ROW(trade_id, trading_day, -sum(realized_pl), null, null, -count(*))::moved_money
      FROM old_rows WHERE effect = 'close' AND realized_pl IS NOT NULL GROUP BY trade_id, trading_day);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    money := money || ARRAY(
      SELECT ROW(trade_id, trading_day, sum(realized_pl), null, null, count(*))::moved_money
      FROM new_rows WHERE effect = 'close' AND realized_pl IS NOT NULL GROUP BY trade_id, trading_day);
  END IF;
  IF money <> '{}' THEN PERFORM move_money(money); END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION sum_fills() IS 'Trigger function: keeps the daily sums when fills of trades change.';
--> statement-breakpoint
CREATE FUNCTION sum_fees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  money moved_money[] := '{}';
BEGIN
  IF TG_OP <> 'INSERT' THEN
    money := money || ARRAY(
      SELECT ROW(trade_id, trading_day, null, -sum(amount), null, -count(*))::moved_money
      FROM old_rows GROUP BY trade_id, trading_day);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    money := money || ARRAY(
      SELECT ROW(trade_id, trading_day, null, sum(amount), null, count(*))::moved_money
      FROM new_rows GROUP BY trade_id, trading_day);
  END IF;
  IF money <> '{}' THEN PERFORM move_money(money); END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION sum_fees() IS 'Trigger function: keeps the daily sums when fees of trades change.';
--> statement-breakpoint
CREATE FUNCTION sum_dividends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  money moved_money[] := '{}';
BEGIN
  IF TG_OP <> 'INSERT' THEN
    money := money || ARRAY(
      SELECT ROW(trade_id, trading_day, null, null, -sum(amount), -count(*))::moved_money
      FROM old_rows GROUP BY trade_id, trading_day);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    money := money || ARRAY(
      SELECT ROW(trade_id, trading_day, null, null, sum(amount), count(*))::moved_money
      FROM new_rows GROUP BY trade_id, trading_day);
  END IF;
  IF money <> '{}' THEN PERFORM move_money(money); END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION sum_dividends() IS 'Trigger function: keeps the daily sums when dividends of trades change.';
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_add_sums_insert AFTER INSERT ON alpaca_trades
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_trades();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_add_sums_update AFTER UPDATE ON alpaca_trades
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_trades();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_add_sums_delete AFTER DELETE ON alpaca_trades
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_trades();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fills_add_sums_insert AFTER INSERT ON alpaca_trade_fills
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_fills();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fills_add_sums_update AFTER UPDATE ON alpaca_trade_fills
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_fills();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fills_add_sums_delete AFTER DELETE ON alpaca_trade_fills
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_fills();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fees_add_sums_insert AFTER INSERT ON alpaca_trade_fees
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_fees();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fees_add_sums_update AFTER UPDATE ON alpaca_trade_fees
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_fees();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fees_add_sums_delete AFTER DELETE ON alpaca_trade_fees
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_fees();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_dividends_add_sums_insert AFTER INSERT ON alpaca_trade_dividends
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_dividends();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_dividends_add_sums_update AFTER UPDATE ON alpaca_trade_dividends
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_dividends();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_dividends_add_sums_delete AFTER DELETE ON alpaca_trade_dividends
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sum_dividends();
--> statement-breakpoint
CREATE FUNCTION rebuild_sums(account text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  before alpaca_daily_sums[] := ARRAY(SELECT s FROM alpaca_daily_sums s WHERE s.account_id = account);
  differing int;
BEGIN
  DELETE FROM alpaca_daily_sums s WHERE s.account_id = account;
  PERFORM count_trades(ARRAY(
    SELECT ROW(1, t.trade_id, t.account_id, t.strategy, t.underlying, t.status = 'closed', t.incomplete,
      (CASE WHEN t.status = 'closed' THEN t.closed_at ELSE t.opened_at END AT TIME ZONE 'America/New_York')::date,
      CASE WHEN t.status = 'closed' THEN t.net_pl END,
      CASE WHEN t.status = 'closed' AND NOT t.incomplete
        THEN (extract(epoch FROM t.closed_at - t.opened_at) * 1000000)::bigint END, true)::counted_trade
    FROM alpaca_trades t WHERE t.account_id = account AND t.status NOT IN ('pending', 'unfilled')));
  SELECT count(*) INTO differing
  FROM unnest(before) b FULL JOIN (SELECT * FROM alpaca_daily_sums x WHERE x.account_id = account) s
    USING (account_id, day, strategy, underlying)
  WHERE (b.realized, b.fees, b.dividends, b.open_net, b.moves, b.closed, b.opened, b.told, b.wins,
      b.losses, b.incomplete, b.won, b.lost, b.timed, b.held)
    IS DISTINCT FROM (s.realized, s.fees, s.dividends, s.open_net, s.moves, s.closed, s.opened, s.told,
      s.wins, s.losses, s.incomplete, s.won, s.lost, s.timed, s.held);
  RETURN differing;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION rebuild_sums(text) IS 'Works out the daily sums of an account from all its rows. Returns how many sums were wrong, missing or too many.';
--> statement-breakpoint
SELECT rebuild_sums(account_id) FROM alpaca_accounts;
