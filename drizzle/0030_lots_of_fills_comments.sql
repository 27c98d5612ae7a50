COMMENT ON COLUMN alpaca_trade_fills.acquired_at IS 'When the lot was acquired that a closing fill closed, of several lots the first. Null of an opening fill, and of lots that were opened before the known history.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trade_fills.lots IS 'The parts of the fill: one for each lot that it closed, or each option that delivered what it opened. Null where one lot with the quantity and price of the fill is all.';
