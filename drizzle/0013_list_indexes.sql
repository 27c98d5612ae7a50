CREATE INDEX "alpaca_trades_underlying_idx" ON "alpaca_trades" USING btree ("underlying","opened_at" desc,"trade_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_trades_strategy_idx" ON "alpaca_trades" USING btree ("strategy","opened_at" desc,"trade_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_trades_strategy_type_idx" ON "alpaca_trades" USING btree ("strategy_type","opened_at" desc,"trade_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_trades_status_idx" ON "alpaca_trades" USING btree ("status","opened_at" desc,"trade_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_trades_tags_idx" ON "alpaca_trades" USING gin ("tags") WHERE "alpaca_trades"."tags" <> '{}';--> statement-breakpoint
CREATE INDEX "trade_overrides_listed_idx" ON "trade_overrides" USING btree ("created_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX "trade_overrides_underlying_idx" ON "trade_overrides" USING btree ("underlying","created_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX "trade_overrides_kind_idx" ON "trade_overrides" USING btree ("kind","created_at" desc,"id" desc);