CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"webhook_id" uuid NOT NULL,
	"account_id" text,
	"seq" bigint,
	"type" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp(6) with time zone DEFAULT now(),
	"claimed_until" timestamp(6) with time zone,
	"attempted_at" timestamp(6) with time zone,
	"response_code" integer,
	"error" text,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_deliveries_type_check" CHECK ("webhook_deliveries"."type" in ('order.changed', 'trade.opened', 'trade.changed', 'trade.closed', 'trade.rolled', 'trade.assigned', 'trade.removed', 'positions.changed', 'sync.finished', 'sync.failed', 'sync.recovered', 'reconciliation.differs', 'reconciliation.balanced', 'reset', 'test')),
	CONSTRAINT "webhook_deliveries_status_check" CHECK ("webhook_deliveries"."status" in ('pending', 'delivered', 'failed')),
	CONSTRAINT "webhook_deliveries_next_check" CHECK (("webhook_deliveries"."status" = 'pending') = ("webhook_deliveries"."next_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text,
	"account_name" text,
	"url" text NOT NULL,
	"types" text[] NOT NULL,
	"format" text DEFAULT 'json' NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_until" timestamp(6) with time zone,
	"active" boolean DEFAULT true NOT NULL,
	"failing_since" timestamp(6) with time zone,
	"disabled_at" timestamp(6) with time zone,
	"disabled_reason" text,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhooks_types_check" CHECK ("webhooks"."types" <@ array['order.changed', 'trade.opened', 'trade.changed', 'trade.closed', 'trade.rolled', 'trade.assigned', 'trade.removed', 'positions.changed', 'sync.finished', 'sync.failed', 'sync.recovered', 'reconciliation.differs', 'reconciliation.balanced', 'reset']::text[]),
	CONSTRAINT "webhooks_format_check" CHECK ("webhooks"."format" in ('json', 'discord', 'slack')),
	CONSTRAINT "webhooks_disabled_reason_check" CHECK ("webhooks"."disabled_reason" in ('gone', 'failing')),
	CONSTRAINT "webhooks_active_check" CHECK ("webhooks"."active" = ("webhooks"."disabled_at" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_event_key" ON "webhook_deliveries" USING btree ("account_id","seq","webhook_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due_idx" ON "webhook_deliveries" USING btree ("webhook_id","next_at") WHERE "webhook_deliveries"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_claimed_idx" ON "webhook_deliveries" USING btree ("webhook_id") WHERE "webhook_deliveries"."claimed_until" is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_log_idx" ON "webhook_deliveries" USING btree ("webhook_id","created_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_created_idx" ON "webhook_deliveries" USING btree ("created_at");