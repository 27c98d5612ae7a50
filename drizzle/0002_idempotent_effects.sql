ALTER TABLE "idempotency_keys" ADD COLUMN "effect" jsonb;--> statement-breakpoint
ALTER TABLE "sync_state" ADD COLUMN "lease_request" uuid;