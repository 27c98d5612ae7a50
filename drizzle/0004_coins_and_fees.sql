ALTER TABLE "alpaca_activities" ADD COLUMN "fee_rule" text;--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD COLUMN "fee_day" date;--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD COLUMN "paid_with" text;--> statement-breakpoint
ALTER TABLE "alpaca_orders" ADD COLUMN "paid_with" text;--> statement-breakpoint
ALTER TABLE "alpaca_trade_fees" ADD COLUMN "execution_id" text;--> statement-breakpoint
CREATE INDEX "alpaca_activities_fee_day_idx" ON "alpaca_activities" USING btree ("account_id","fee_day") WHERE "alpaca_activities"."fee_rule" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_activities_paid_with_idx" ON "alpaca_activities" USING btree ("account_id","underlying","paid_with") WHERE "alpaca_activities"."paid_with" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_orders_paid_with_idx" ON "alpaca_orders" USING btree ("account_id","underlying","paid_with") WHERE "alpaca_orders"."paid_with" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_trade_fees_execution_idx" ON "alpaca_trade_fees" USING btree ("account_id","execution_id") WHERE "alpaca_trade_fees"."execution_id" is not null;--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD CONSTRAINT "alpaca_activities_fee_rule_check" CHECK ("alpaca_activities"."fee_rule" in ('execution', 'order', 'option_contracts', 'option_proceeds', 'option_quantity', 'share_proceeds', 'share_quantity', 'all_fills', 'coin', 'account'));