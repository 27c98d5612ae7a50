CREATE TABLE "alpaca_daily_sums" (
	"account_id" text NOT NULL,
	"day" date NOT NULL,
	"strategy" text NOT NULL,
	"underlying" text NOT NULL,
	"realized" numeric DEFAULT '0' NOT NULL,
	"fees" numeric DEFAULT '0' NOT NULL,
	"dividends" numeric DEFAULT '0' NOT NULL,
	"open_net" numeric DEFAULT '0' NOT NULL,
	"moves" integer DEFAULT 0 NOT NULL,
	"closed" integer DEFAULT 0 NOT NULL,
	"opened" integer DEFAULT 0 NOT NULL,
	"told" integer DEFAULT 0 NOT NULL,
	"wins" integer DEFAULT 0 NOT NULL,
	"losses" integer DEFAULT 0 NOT NULL,
	"incomplete" integer DEFAULT 0 NOT NULL,
	"won" numeric DEFAULT '0' NOT NULL,
	"lost" numeric DEFAULT '0' NOT NULL,
	"timed" integer DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_daily_sums_pkey" PRIMARY KEY("account_id","day","strategy","underlying")
);
--> statement-breakpoint
ALTER TABLE "alpaca_trades" ADD COLUMN "risk" jsonb;--> statement-breakpoint
CREATE INDEX "alpaca_trades_linked_idx" ON "alpaca_trades" USING btree ("campaign_id") WHERE "alpaca_trades"."campaign_id" <> "alpaca_trades"."trade_id";