ALTER TABLE "sync_runs" DROP CONSTRAINT "sync_runs_scope_check";--> statement-breakpoint
ALTER TABLE "alpaca_accounts" ADD COLUMN "succeeded_by" text;--> statement-breakpoint
ALTER TABLE "sync_quarantine" ADD COLUMN "tried_at" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_quarantine" ADD COLUMN "parser_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "sync_quarantine_listed_idx" ON "sync_quarantine" USING btree ("created_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX "sync_quarantine_unhealed_idx" ON "sync_quarantine" USING btree ("account_id","source") WHERE "sync_quarantine"."healed_at" is null;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_scope_check" CHECK ("sync_runs"."scope" in ('all', 'orders', 'positions', 'activities', 'quarantine', 'overrides', 'rebuild'));