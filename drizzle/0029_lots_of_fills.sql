ALTER TABLE "alpaca_trade_fills" ADD COLUMN "acquired_at" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "alpaca_trade_fills" ADD COLUMN "lots" jsonb;