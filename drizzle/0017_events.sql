CREATE TABLE "event_counters" (
	"account_id" text PRIMARY KEY NOT NULL,
	"last_seq" bigint NOT NULL,
	"writer" bigint NOT NULL,
	"writer_seq" bigint NOT NULL,
	"pruned_seq" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"account_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"type" text NOT NULL,
	"subject_id" text,
	"at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "events_pkey" PRIMARY KEY("account_id","seq"),
	CONSTRAINT "events_type_check" CHECK ("events"."type" in ('order.changed', 'trade.opened', 'trade.changed', 'trade.closed', 'trade.rolled', 'trade.assigned', 'trade.removed', 'positions.changed', 'sync.finished', 'sync.failed', 'sync.recovered', 'reconciliation.differs', 'reconciliation.balanced', 'reset'))
);
--> statement-breakpoint
CREATE INDEX "events_at_idx" ON "events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "events_reset_idx" ON "events" USING btree ("account_id") WHERE "events"."type" = 'reset';