CREATE VIEW "public"."v_campaigns" AS (select p.trade_id as campaign_id, p.account_id, a.label as account_label, p.underlying, s.status,
    s.trade_count, s.strategies, p.opened_at, s.closed_at, (p.opened_at at time zone 'America/New_York')::date as opened_on,
    (s.closed_at at time zone 'America/New_York')::date as closed_on, s.realized_pl, s.fees, s.dividends, s.net_pl, s.total_pl,
    s.shares, s.adjusted_basis, s.incomplete
  from "alpaca_trades" p left join "alpaca_accounts" a on a.account_id = p.account_id
  cross join lateral (select x.trade_count, x.strategies, x.status,
    case when x.status = 'closed' then x.closed_at end as closed_at,
    x.incomplete, x.realized_pl, x.fees, x.dividends, x.realized_pl - x.fees as net_pl,
    x.realized_pl - x.fees + x.dividends as total_pl, x.shares,
    case when x.shares > 0 and x.held_symbols = 1 and not x.incomplete
      then round((x.fees - x.dividends - x.cash) / x.shares, 5) end as adjusted_basis
  from (
    select count(*)::int as trade_count,
      array_agg(distinct m.strategy order by m.strategy) as strategies,
      case when bool_or(m.status in ('open', 'partial')) then 'open'
        when bool_or(m.status = 'pending') then 'pending'
        when bool_or(m.status = 'closed') then 'closed' else 'unfilled' end as status,
      max(m.closed_at) as closed_at, bool_or(m.incomplete) as incomplete,
      case when bool_or(m.incomplete) then null else coalesce(sum(m.realized_pl), 0) end as realized_pl,
      sum(m.fees) as fees, sum(m.dividends) as dividends,
      coalesce(sum(coalesce(m.entry_cash, 0) + coalesce(m.exit_cash, 0)), 0) as cash,
      coalesce(sum(h.shares), 0) as shares,
      (select count(distinct l ->> 'symbol')::int from "alpaca_trades" o, jsonb_array_elements(o.legs) l
        where o.campaign_id = p.trade_id and l ->> 'kind' = 'stock' and (l ->> 'open_qty')::numeric > 0) as held_symbols
    from "alpaca_trades" m
    cross join lateral (
      select sum((l ->> 'open_qty')::numeric * case l ->> 'side' when 'long' then 1 else -1 end) as shares
      from jsonb_array_elements(m.legs) l
      where l ->> 'kind' = 'stock' and m.status in ('open', 'partial')
    ) h
    where m.campaign_id = p.trade_id
  ) x) s
  where p.campaign_id = p.trade_id);--> statement-breakpoint
CREATE VIEW "public"."v_daily" AS (select d.account_id, a.label as account_label, d.day, d.realized as realized_pl, d.fees,
    d.realized - d.fees as net_pl, d.dividends, d.realized - d.fees - d.open_net as closed_net_pl,
    d.open_net as open_net_pl, d.closed as trades, d.wins, d.losses, d.incomplete as incomplete_trades,
    d.opened as open_trades
  from "alpaca_daily_sums" d left join "alpaca_accounts" a on a.account_id = d.account_id
  where d.day < 'infinity');--> statement-breakpoint
CREATE VIEW "public"."v_fills" AS (select f.trade_id, f.execution_id, f.account_id, a.label as account_label, f.underlying, t.strategy,
    case when f.underlying like '%/%' and f.symbol not like '%/%'
    then regexp_replace(f.symbol, '^(.+)(USDT|USDC|USDG|USD|BTC)$', '\1/\2') else f.symbol end as symbol, f.effect, f.kind, f.leg_kind, f.order_id, f.activity_id,
    f.side, f.qty, f.price, f.multiplier, f.realized_pl, f.executed_at, f.trading_day, t.incomplete
  from "alpaca_trade_fills" f left join "alpaca_trades" t on t.trade_id = f.trade_id
  left join "alpaca_accounts" a on a.account_id = f.account_id);--> statement-breakpoint
CREATE VIEW "public"."v_legs" AS (select t.trade_id, l.leg_number::int as leg_number, t.account_id, a.label as account_label, t.underlying,
    t.strategy, t.status as trade_status, t.opened_at, case when t.underlying like '%/%' and l.symbol not like '%/%'
    then regexp_replace(l.symbol, '^(.+)(USDT|USDC|USDG|USD|BTC)$', '\1/\2') else l.symbol end as symbol,
    l.kind, l.strike, l.expiry_date, l.side, l.qty, l.open_qty, l.avg_open_price, l.avg_close_price, l.realized_pl,
    l.closed_by, t.incomplete
  from "alpaca_trades" t left join "alpaca_accounts" a on a.account_id = t.account_id
  cross join lateral rows from (jsonb_to_recordset(t.legs) as (symbol text, kind text, strike numeric,
    expiry_date date, side text, qty numeric, open_qty numeric, avg_open_price numeric, avg_close_price numeric,
    realized_pl numeric, closed_by text[])) with ordinality as l(symbol, kind, strike, expiry_date, side, qty,
    open_qty, avg_open_price, avg_close_price, realized_pl, closed_by, leg_number));--> statement-breakpoint
CREATE VIEW "public"."v_positions" AS (select p.id, p.account_id, a.label as account_label, p.trade_id, p.asset_class,
    case when p.underlying like '%/%' and p.symbol not like '%/%'
    then regexp_replace(p.symbol, '^(.+)(USDT|USDC|USDG|USD|BTC)$', '\1/\2') else p.symbol end as symbol, p.underlying, p.qty, p.side, p.avg_entry_price,
    p.current_price, p.market_value, p.cost_basis, p.unrealized_pl, p.unrealized_plpc, p.unrealized_intraday_pl,
    p.unrealized_intraday_plpc, p.expiry_date, p.strike_price, p.option_type, p.is_open, p.created_at, p.updated_at
  from "alpaca_positions" p left join "alpaca_accounts" a on a.account_id = p.account_id
  where p.is_open and a.succeeded_by is null);--> statement-breakpoint
CREATE VIEW "public"."v_trades" AS (select alpaca_trades.trade_id, alpaca_trades.account_id, a.label as account_label,
    alpaca_trades.underlying, strategy, strategy_type, direction, alpaca_trades.status, closed_by, quantity,
    opened_at, closed_at, (opened_at at time zone 'America/New_York')::date as opened_on, (closed_at at time zone 'America/New_York')::date as closed_on,
    extract(epoch from closed_at - opened_at) / 86400 as days_held,
    expiry_date, entry_cash, exit_cash, alpaca_trades.realized_pl, fees, net_pl, dividends,
    case when "alpaca_trades"."incomplete" then null
  when "alpaca_trades"."status" not in ('open', 'partial') then 0 else (
    select case when count(*) = count(leg.pl) then coalesce(sum(leg.pl), 0) end from (
      select case l.side when 'long' then 1 else -1 end * l.open_qty * p.current_price
        * coalesce((select max(f.multiplier) from "alpaca_trade_fills" f
            where f.trade_id = alpaca_trades.trade_id and f.symbol = l.symbol),
          case when l.expiry_date is null then 1 else 100 end) - l.open_cost as pl
      from jsonb_to_recordset("alpaca_trades"."legs")
        as l(symbol text, side text, open_qty numeric, open_cost numeric, expiry_date date)
      left join "alpaca_positions" p on p.is_open and p.account_id = "alpaca_trades"."account_id"
        and p.symbol in (l.symbol, replace(l.symbol, '/', ''))
      where l.open_qty > 0
    ) leg) end as unrealized_pl,
    (risk ->> 'max_profit')::numeric as max_profit, (risk ->> 'max_loss')::numeric as max_loss,
    fees_pending, rolled_from, chain_id, roll_count, assigned_from, covered_by, campaign_id, incomplete,
    unexplained, tags, note, alpaca_trades.created_at, alpaca_trades.updated_at
  from "alpaca_trades" left join "alpaca_accounts" a on a.account_id = alpaca_trades.account_id);