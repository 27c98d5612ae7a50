CREATE TABLE "account_stops" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"label" text NOT NULL,
	"alpaca_account_id" text,
	"skips_label" boolean NOT NULL,
	"stopped_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp(6) with time zone,
	"lease_token" bigint,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_log" DROP CONSTRAINT "audit_log_action_check";--> statement-breakpoint
ALTER TABLE "sync_runs" DROP CONSTRAINT "sync_runs_scope_check";--> statement-breakpoint
DROP INDEX "sync_runs_account_started_idx";--> statement-breakpoint
ALTER TABLE "audit_log" ALTER COLUMN "account_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_log" ALTER COLUMN "underlying" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_log" ALTER COLUMN "override_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "effect" jsonb;--> statement-breakpoint
ALTER TABLE "ledger_dirty" ADD COLUMN "folding_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "ledger_dirty" ADD COLUMN "deaths" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_dirty" ADD COLUMN "tried_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_dirty" ADD COLUMN "failed_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "ledger_dirty" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "lease_request" uuid;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "orders_walk_mark" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "orders_catch_up" text;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "activities_walk_mark" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "failing_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "failing_runs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "ledger_engine_version" integer;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "ledger_window_seconds" integer;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "former_engine_version" integer;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "former_window_seconds" integer;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "regrouping" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "regrouped_at" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "regroup_returns" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "account_stops_name_key" ON "account_stops" USING btree ("label",coalesce("alpaca_account_id", ''));--> statement-breakpoint
CREATE INDEX "account_stops_account_idx" ON "account_stops" USING btree ("alpaca_account_id");--> statement-breakpoint
CREATE INDEX "sync_quarantine_healed_idx" ON "sync_quarantine" USING btree ("healed_at") WHERE "sync_quarantine"."healed_at" is not null;--> statement-breakpoint
CREATE INDEX "sync_runs_account_created_idx" ON "sync_runs" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "sync_runs_kind_idx" ON "sync_runs" USING btree ("account_id","scope","trigger","status","created_at");--> statement-breakpoint
CREATE INDEX "sync_runs_running_idx" ON "sync_runs" USING btree ("account_id") WHERE "sync_runs"."status" = 'running';--> statement-breakpoint
CREATE INDEX "alpaca_trades_closed_at_idx" ON "alpaca_trades" USING btree ("closed_at");--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_subject_check" CHECK (not "audit_log"."action" in ('create', 'change', 'delete') or num_nulls("audit_log"."account_id", "audit_log"."underlying", "audit_log"."override_id") = 0);--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_action_check" CHECK ("audit_log"."action" in ('create', 'change', 'delete', 'stop', 'resume', 'erase'));--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_scope_check" CHECK ("sync_runs"."scope" in ('all', 'orders', 'positions', 'activities', 'quarantine', 'overrides', 'rebuild', 'erase'));