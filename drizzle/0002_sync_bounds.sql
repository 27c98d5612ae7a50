DROP INDEX "sync_runs_account_started_idx";--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "orders_walk_mark" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "orders_catch_up" text;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "activities_walk_mark" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "failing_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "failing_runs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "sync_quarantine_healed_idx" ON "sync_quarantine" USING btree ("healed_at") WHERE "sync_quarantine"."healed_at" is not null;--> statement-breakpoint
CREATE INDEX "sync_runs_account_created_idx" ON "sync_runs" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "sync_runs_kind_idx" ON "sync_runs" USING btree ("account_id","scope","trigger","status","created_at");--> statement-breakpoint
CREATE INDEX "sync_runs_running_idx" ON "sync_runs" USING btree ("account_id") WHERE "sync_runs"."status" = 'running';