CREATE TABLE "alpaca_account_keys" (
	"account_id" text PRIMARY KEY NOT NULL,
	"base_url" text NOT NULL,
	"sealed_keys" text NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_queue" (
	"account_id" text NOT NULL,
	"job" text NOT NULL,
	"queued_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sync_queue_pkey" PRIMARY KEY("account_id","job"),
	CONSTRAINT "sync_queue_job_check" CHECK ("sync_queue"."job" in ('tick', 'reread', 'rebuild'))
);
--> statement-breakpoint
ALTER TABLE "audit_log" DROP CONSTRAINT "audit_log_action_check";--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_action_check" CHECK ("audit_log"."action" in ('create', 'change', 'delete', 'stop', 'resume', 'erase', 'store_keys', 'delete_keys'));