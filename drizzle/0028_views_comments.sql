COMMENT ON VIEW v_trades IS 'Trades with the columns of GET /trades: one row each, those that never filled included. Money is in the account''s currency. Sum fees where not incomplete: the profit of incomplete trades is null.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.trade_id IS 'Id of the trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.account_label IS 'Your label of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.underlying IS 'The symbol that an option is on. For stocks and coins, their own symbol.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.strategy IS 'Name of the structure, or the name that an override gave it.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.strategy_type IS 'Family of structures that the strategy belongs to.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.direction IS 'credit if opening the trade brought cash, debit if it cost cash. Null if that is unknown.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.status IS 'pending, open, partial, closed or unfilled. partial means that a part is closed.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.closed_by IS 'What closed the trade. Empty while nothing is closed.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.quantity IS 'Number of units of the structure; shares, coins or contracts of a single leg.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.opened_at IS 'Time of the first fill.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.closed_at IS 'Time of the last closing execution. Null while open.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.opened_on IS 'Date of opened_at in New York.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.closed_on IS 'Date of closed_at in New York. Null while open.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.days_held IS 'Days from opening to closing, with fractions. Null while open.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.expiry_date IS 'Nearest expiry of the legs. Null without options.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.entry_cash IS 'Cash of the opening executions: positive if received, negative if paid. Null if unknown.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.exit_cash IS 'Cash of the closing executions: positive if received, negative if paid.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.realized_pl IS 'Profit before fees. Null if incomplete.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.fees IS 'Fees, positive. Negative if the broker gave some back.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.net_pl IS 'realized_pl minus fees. Null if incomplete.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.dividends IS 'Cash dividends of the shares held, less withholding; negative if paid on a short. Not in net_pl.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.unrealized_pl IS 'Profit of the open part at Alpaca''s last marks. Null if a mark is missing or the trade is incomplete, 0 if nothing is open.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.max_profit IS 'Largest profit of the whole trade at expiry, before fees. Null if unlimited or unknown.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.max_loss IS 'Smallest profit of the whole trade at expiry, before fees; negative if it is a loss. Null if unlimited or unknown.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.fees_pending IS 'Whether the fees of the trade''s last day are not posted yet.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.rolled_from IS 'The trade that was rolled into this one.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.chain_id IS 'Id of the first trade of the chain of rolls.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.roll_count IS 'Number of rolls in the chain before this trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.assigned_from IS 'The trade whose assignment or exercise delivered these shares.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.covered_by IS 'The trade whose shares or long call cover this one.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.campaign_id IS 'The campaign that the trade belongs to: v_campaigns.campaign_id.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.incomplete IS 'Whether the trade was opened before the known history. Its profit is unknown, and its fees are in no sum of the API.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.unexplained IS 'Whether a leg passed its expiry and nothing explains how it ended.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.tags IS 'Tags, from an override.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.note IS 'Note, from an override.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.created_at IS 'When the row was first stored.';
--> statement-breakpoint
COMMENT ON COLUMN v_trades.updated_at IS 'When the row last changed.';
--> statement-breakpoint
COMMENT ON VIEW v_legs IS 'Legs of trades: one row for each symbol and side of a trade. The realized_pl of the legs sums to that of their trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.trade_id IS 'Id of the trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.leg_number IS 'Place of the leg in its trade, from 1.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.account_label IS 'Your label of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.underlying IS 'Underlying of the trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.strategy IS 'Strategy of the trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.trade_status IS 'Status of the trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.opened_at IS 'Time of the first fill of the trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.symbol IS 'OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD).';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.kind IS 'call, put, stock or crypto.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.strike IS 'Strike of the option, per share. Null for stocks and coins.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.expiry_date IS 'Expiry date of the option. Null for stocks and coins.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.side IS 'long or short.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.qty IS 'Opened quantity, never negative; ordered quantity of a trade that never filled.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.open_qty IS 'Quantity that is still open, never negative.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.avg_open_price IS 'Average opening price, per share or coin. Null if unknown.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.avg_close_price IS 'Average closing price, per share or coin. Null while nothing is closed.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.realized_pl IS 'Profit of the closed part, before fees. Null if incomplete or never filled.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.closed_by IS 'What closed the leg. Empty while nothing is closed.';
--> statement-breakpoint
COMMENT ON COLUMN v_legs.incomplete IS 'Whether the trade was opened before the known history. Its profit is unknown, and its fees are in no sum of the API.';
--> statement-breakpoint
COMMENT ON VIEW v_fills IS 'Executed quantities of trades, as opening or as closing: fills, expiries, assignments, exercises, deliveries and corporate actions. An execution that closes one trade and opens another has a row for each.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.trade_id IS 'Id of the trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.execution_id IS 'Id of the execution.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.account_label IS 'Your label of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.underlying IS 'Underlying of the execution.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.strategy IS 'Strategy of the trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.symbol IS 'OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD).';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.effect IS 'open or close.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.kind IS 'What happened, such as fill, expiration or assignment.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.leg_kind IS 'call, put, stock or crypto.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.order_id IS 'Alpaca''s id of the order leg. Null without an order.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.activity_id IS 'Alpaca''s id of the activity. Null if only the order told of it.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.side IS 'buy or sell.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.qty IS 'Executed quantity, never negative.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.price IS 'Price, per share or coin.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.multiplier IS 'Shares per contract; 1 for stocks and coins.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.realized_pl IS 'Profit that this closing made, before fees. Null for openings, and if the cost is unknown. Sum it where not incomplete.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.executed_at IS 'Time of the execution.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.trading_day IS 'Date of executed_at in New York: the day on which the profit counts. Filter by it with account_id.';
--> statement-breakpoint
COMMENT ON COLUMN v_fills.incomplete IS 'Whether the trade was opened before the known history. Its profit is unknown, and its fees are in no sum of the API.';
--> statement-breakpoint
COMMENT ON VIEW v_daily IS 'Profit, fees, dividends and counts of each account on each day of the exchange, as GET /stats sums them. A profit counts on the day of its closing execution, fees and dividends on their own days, a closed trade on the day of its last closing, an open one on the day it was opened. Days without any have no row.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.account_label IS 'Your label of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.day IS 'Date in New York.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.realized_pl IS 'Profit of closing executions before fees. Incomplete trades are in no sum of profit and fees.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.fees IS 'Fees, positive. Negative if the broker gave some back.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.net_pl IS 'realized_pl minus fees.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.dividends IS 'Dividends less withholding. Not in net_pl.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.closed_net_pl IS 'The part of net_pl from trades that are closed now.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.open_net_pl IS 'The part of net_pl from trades that are open or partly closed now.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.trades IS 'Closed trades whose last closing was on this day, incomplete ones included.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.wins IS 'Those with net_pl above 0.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.losses IS 'Those with net_pl below 0.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.incomplete_trades IS 'Incomplete trades, closed or open.';
--> statement-breakpoint
COMMENT ON COLUMN v_daily.open_trades IS 'Trades opened on this day that are open or partly closed now.';
--> statement-breakpoint
COMMENT ON VIEW v_campaigns IS 'Campaigns with the columns of GET /campaigns: trades that rolls, deliveries and cover connect. A lone trade is a campaign of one.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.campaign_id IS 'Id of the campaign: the id of its first trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.account_label IS 'Your label of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.underlying IS 'Underlying of the first trade.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.status IS 'open while a trade is open, else pending while an order can still open one, else closed; unfilled if no order filled.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.trade_count IS 'Number of trades.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.strategies IS 'Strategies of its trades, each once.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.opened_at IS 'Time of the first fill.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.closed_at IS 'Time of the last closing execution. Null unless closed.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.opened_on IS 'Date of opened_at in New York.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.closed_on IS 'Date of closed_at in New York. Null unless closed.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.realized_pl IS 'Profit of its trades before fees. Null if a trade is incomplete.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.fees IS 'Fees, positive. Negative if the broker gave some back.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.dividends IS 'Cash dividends of the shares held, less withholding.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.net_pl IS 'realized_pl minus fees. Null if a trade is incomplete.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.total_pl IS 'net_pl plus dividends. Null if a trade is incomplete.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.shares IS 'Shares that the campaign holds. Negative if short.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.adjusted_basis IS 'What one share held has cost after all premiums, fees and dividends of the campaign. Null without long shares of exactly one symbol, or if a trade is incomplete.';
--> statement-breakpoint
COMMENT ON COLUMN v_campaigns.incomplete IS 'Whether a trade was opened before the known history. Profit and basis are then null.';
--> statement-breakpoint
COMMENT ON VIEW v_positions IS 'Positions that are open now, as GET /positions lists them, at Alpaca''s last marks. The positions of an account that another one succeeded are unknown and have no row.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.id IS 'Id of the row.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.account_id IS 'Alpaca''s id of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.account_label IS 'Your label of the account.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.trade_id IS 'The trade that the position belongs to. Null until the ledger knows it.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.asset_class IS 'Alpaca''s asset class, such as us_equity, us_option or crypto.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.symbol IS 'OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD).';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.underlying IS 'The symbol that an option is on. For stocks and coins, their own symbol.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.qty IS 'Quantity, negative if short.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.side IS 'long or short.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.avg_entry_price IS 'Alpaca''s average opening price, per share or coin; not the ledger''s.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.current_price IS 'Last mark, per share or coin.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.market_value IS 'Value at the last mark, negative if short.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.cost_basis IS 'Cost, negative if short.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.unrealized_pl IS 'Profit at the last mark.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.unrealized_plpc IS 'Profit at the last mark, as a share of the cost.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.unrealized_intraday_pl IS 'Profit of the day at the last mark.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.unrealized_intraday_plpc IS 'Profit of the day, as a share of the value before.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.expiry_date IS 'Expiry date of the option. Null for stocks and coins.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.strike_price IS 'Strike of the option, per share. Null for stocks and coins.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.option_type IS 'call or put. Null for stocks and coins.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.is_open IS 'Always true: closed positions have no row.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.created_at IS 'When the row was first stored.';
--> statement-breakpoint
COMMENT ON COLUMN v_positions.updated_at IS 'When the row last changed, which is the time of the marks or later.';
