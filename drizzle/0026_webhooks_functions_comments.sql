COMMENT ON TABLE webhooks IS 'Receivers of events. Routes of the API write them; sending switches them off.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.id IS 'Id of the webhook, in the routes of the API.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.account_id IS 'Alpaca''s id of the account whose events it receives; null for all accounts.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.account_name IS 'The account as the client named it: its label or its id.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.url IS 'Address of the receiver. Can contain a token of the receiver: never logged.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.types IS 'The types of events that it receives.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.format IS 'The form of its messages.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.secret IS 'The secret that signs its messages, sealed under KEYS_SECRET with the id as the owner.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.previous_secret IS 'The secret before the last rotation, sealed. It signs too until previous_until.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.previous_until IS 'Until when the previous secret signs.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.active IS 'Whether messages are sent.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.failing_since IS 'The first failure after the last success; null while requests succeed.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.disabled_at IS 'When it was switched off; null while it is active.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.disabled_reason IS 'Why legbook switched it off; null when the user did. Its deliveries are then kept until it is active again.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN webhooks.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
COMMENT ON TABLE webhook_deliveries IS 'One message to one webhook, and the state of its delivery. A trigger writes the rows in the transaction of the event. Kept for 14 days.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.id IS 'Id of the delivery, in the routes of the API.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.webhook_id IS 'The webhook. Not a foreign key, so that no run waits for a change of a webhook.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.account_id IS 'Alpaca''s id of the account of the event; of a test, that of the webhook.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.seq IS 'Sequence number of the event; null for a test.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.type IS 'Type of the event, or test.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.status IS 'pending until the receiver accepted it or the last attempt failed.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.attempt IS 'Number of attempts since it was last made due. Counted when the request begins.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.next_at IS 'When the next attempt is due; null if none is.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.claimed_until IS 'While a request is under way: when it counts as dead. Otherwise null.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.attempted_at IS 'When the last attempt began.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.response_code IS 'HTTP status of the last response; null without one.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.error IS 'Why the last attempt failed, in one word; null if it did not.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN webhook_deliveries.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
CREATE TRIGGER webhooks_updated_at BEFORE UPDATE ON webhooks FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER webhook_deliveries_updated_at BEFORE UPDATE ON webhook_deliveries FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
-- A webhook that legbook switched off keeps what it misses; one that the user switched off does not.
-- Nothing here waits for another transaction or can fail, because the transaction is that of a sync.
CREATE FUNCTION queue_webhook_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM webhooks) THEN
    INSERT INTO webhook_deliveries (webhook_id, account_id, seq, type)
    SELECT w.id, n.account_id, n.seq, n.type
    FROM new_rows n JOIN webhooks w
      ON (w.account_id IS NULL OR w.account_id = n.account_id) AND n.type = ANY (w.types)
        AND (w.active OR w.disabled_reason IS NOT NULL)
    ORDER BY n.account_id, n.seq
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION queue_webhook_deliveries() IS 'Trigger function: writes a delivery of each new event for each webhook that wants it.';
--> statement-breakpoint
-- A reset replaces the events before it, and brings a delivery of its own.
CREATE FUNCTION drop_webhook_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM webhook_deliveries d USING old_rows o
  WHERE d.account_id = o.account_id AND d.seq = o.seq AND d.status = 'pending';
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION drop_webhook_deliveries() IS 'Trigger function: deletes pending deliveries of events that are gone.';
--> statement-breakpoint
CREATE TRIGGER events_queue_webhook_deliveries AFTER INSERT ON events
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION queue_webhook_deliveries();
--> statement-breakpoint
CREATE TRIGGER events_drop_webhook_deliveries AFTER DELETE ON events
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION drop_webhook_deliveries();
