ALTER TABLE "sync_state" ADD COLUMN "proof_state" text;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "unbalanced_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "alpaca_cash_days" ADD COLUMN "dividends" numeric DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "alpaca_cash_days" ADD COLUMN "interest" numeric DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "alpaca_cash_days" ADD COLUMN "transfers" numeric DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_state" ADD CONSTRAINT "sync_state_proof_state_check" CHECK ("sync_state"."proof_state" in ('balanced', 'settling', 'differs'));