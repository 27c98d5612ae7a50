ALTER TABLE "alpaca_orders" ADD COLUMN "chain_started_at" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "alpaca_orders" drop column "placed_at";--> statement-breakpoint
ALTER TABLE "alpaca_orders" ADD COLUMN "placed_at" timestamp(6) with time zone GENERATED ALWAYS AS (coalesce(chain_started_at, alpaca_created_at, submitted_at)) STORED;--> statement-breakpoint
CREATE INDEX "alpaca_orders_ledger_idx" ON "alpaca_orders" USING btree ("account_id","underlying","placed_at");--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD COLUMN "recheck_run_id" uuid;--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD COLUMN "previous_id" text;--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD COLUMN "superseded_by" text;--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD COLUMN "missing_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD COLUMN "vanished_at" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "alpaca_activities" ADD COLUMN "in_force" boolean GENERATED ALWAYS AS (status is distinct from 'canceled' and superseded_by is null and vanished_at is null) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "alpaca_activities_recheck_idx" ON "alpaca_activities" USING btree ("account_id","order_id") WHERE "alpaca_activities"."recheck_run_id" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_activities_missing_idx" ON "alpaca_activities" USING btree ("account_id","activity_id") WHERE "alpaca_activities"."missing_since" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_activities_corrections_idx" ON "alpaca_activities" USING btree ("account_id","activity_id") WHERE "alpaca_activities"."status" = 'correct' or "alpaca_activities"."previous_id" is not null or "alpaca_activities"."superseded_by" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_orders_replaces_idx" ON "alpaca_orders" USING btree ("account_id","replaces") WHERE "alpaca_orders"."replaces" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_orders_replaced_by_idx" ON "alpaca_orders" USING btree ("account_id","replaced_by") WHERE "alpaca_orders"."replaced_by" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_parent_orders_replaces_idx" ON "alpaca_parent_orders" USING btree ("account_id","replaces") WHERE "alpaca_parent_orders"."replaces" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_parent_orders_replaced_by_idx" ON "alpaca_parent_orders" USING btree ("account_id","replaced_by") WHERE "alpaca_parent_orders"."replaced_by" is not null;