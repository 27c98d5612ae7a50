ALTER TABLE "sync_runs" DROP CONSTRAINT "sync_runs_trigger_check";--> statement-breakpoint
ALTER TABLE "sync_runs" DROP CONSTRAINT "sync_runs_scope_check";--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_trigger_check" CHECK ("sync_runs"."trigger" in ('cron', 'api', 'live'));--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_scope_check" CHECK ("sync_runs"."scope" in ('all', 'orders', 'positions', 'activities', 'targeted', 'quarantine', 'overrides', 'rebuild', 'erase'));