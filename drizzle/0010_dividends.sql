CREATE TABLE "alpaca_trade_dividends" (
	"account_id" text NOT NULL,
	"activity_id" text NOT NULL,
	"trade_id" uuid NOT NULL,
	"amount" numeric NOT NULL,
	"trading_day" date NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_trade_dividends_pkey" PRIMARY KEY("account_id","activity_id","trade_id")
);
--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD COLUMN "ex_date" date;--> statement-breakpoint
CREATE INDEX "alpaca_trade_dividends_trade_id_idx" ON "alpaca_trade_dividends" USING btree ("trade_id");--> statement-breakpoint
CREATE INDEX "alpaca_trades_dividends_idx" ON "alpaca_trades" USING btree ("account_id") WHERE "alpaca_trades"."dividends" <> 0;