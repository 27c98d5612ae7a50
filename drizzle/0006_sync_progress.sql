ALTER TABLE "sync_state" ADD COLUMN "orders_backfill_rows" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "activities_backfill_rows" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "resume_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "resume_done" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "run_rows" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "run_milliseconds" integer DEFAULT 0 NOT NULL;