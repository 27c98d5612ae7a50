ALTER TABLE "alpaca_trades" ADD COLUMN "dividends" numeric DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "alpaca_trades" ADD COLUMN "campaign_id" uuid;--> statement-breakpoint
UPDATE "alpaca_trades" SET "campaign_id" = "trade_id";--> statement-breakpoint
ALTER TABLE "alpaca_trades" ALTER COLUMN "campaign_id" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "alpaca_trades_campaign_id_idx" ON "alpaca_trades" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "alpaca_trades_campaigns_idx" ON "alpaca_trades" USING btree ("opened_at" desc,"trade_id" desc) WHERE "alpaca_trades"."campaign_id" = "alpaca_trades"."trade_id";--> statement-breakpoint
CREATE INDEX "alpaca_trades_campaigns_underlying_idx" ON "alpaca_trades" USING btree ("underlying","opened_at" desc,"trade_id" desc) WHERE "alpaca_trades"."campaign_id" = "alpaca_trades"."trade_id";--> statement-breakpoint
CREATE INDEX "alpaca_trades_rolled_from_idx" ON "alpaca_trades" USING btree ("rolled_from") WHERE "alpaca_trades"."rolled_from" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_trades_assigned_from_idx" ON "alpaca_trades" USING btree ("assigned_from") WHERE "alpaca_trades"."assigned_from" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_trades_covered_by_idx" ON "alpaca_trades" USING btree ("covered_by") WHERE "alpaca_trades"."covered_by" is not null;