ALTER TABLE "ledger_dirty" ADD COLUMN "folding_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "ledger_dirty" ADD COLUMN "deaths" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_dirty" ADD COLUMN "tried_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_dirty" ADD COLUMN "failed_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "ledger_dirty" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "ledger_engine_version" integer;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "ledger_window_seconds" integer;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "former_engine_version" integer;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "former_window_seconds" integer;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "regrouping" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "regrouped_at" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "regroup_returns" integer DEFAULT 0 NOT NULL;