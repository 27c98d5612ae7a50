CREATE TRIGGER audit_log_updated_at BEFORE UPDATE ON audit_log FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER idempotency_keys_updated_at BEFORE UPDATE ON idempotency_keys FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'LB002';
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION refuse_change() IS 'Refuses to change or delete a row: raises LB002.';
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Who it was is told by settings that live as long as the transaction. A trigger, so that no statement that changes an override can
-- forget its row, not even one typed into psql: that one has no actor.
CREATE FUNCTION audit_trade_override() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject trade_overrides := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'updated_at' = to_jsonb(NEW) - 'updated_at' THEN
    RETURN NULL;
  END IF;
  INSERT INTO audit_log (actor, token_fingerprint, request_id, action, account_id, underlying, override_id, before, after)
  VALUES (
    nullif(current_setting('legbook.actor', true), ''),
    nullif(current_setting('legbook.token_fingerprint', true), ''),
    nullif(current_setting('legbook.request_id', true), ''),
    CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'change' ELSE 'delete' END,
    subject.account_id, subject.underlying, subject.id,
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
  );
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION audit_trade_override() IS 'Writes a row of audit_log for each change of an override that changes something.';
--> statement-breakpoint
CREATE TRIGGER trade_overrides_audit AFTER INSERT OR UPDATE OR DELETE ON trade_overrides FOR EACH ROW EXECUTE FUNCTION audit_trade_override();
--> statement-breakpoint
COMMENT ON TABLE audit_log IS 'Who changed which override, when, and how it stood before and after. Append-only; written by a trigger in the transaction of the change.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.id IS 'Number of the row, in the order of writing.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.actor IS 'Name of the API token that asked for it; null for a change made at the database itself.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.token_fingerprint IS 'First digits of the token''s SHA-256, which tell tokens of one name apart; never the token.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.request_id IS 'X-Request-ID of the request, as the log and the answer have it.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.action IS 'What became of the override: create, change or delete.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.account_id IS 'Alpaca''s id of the account whose trades it speaks of.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.underlying IS 'Underlying of these trades.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.override_id IS 'The override, which may be gone by now.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.before IS 'The whole row of trade_overrides before; null when it was made.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.after IS 'The whole row of trade_overrides after; null when it was taken back.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.created_at IS 'When it happened.';
--> statement-breakpoint
COMMENT ON COLUMN audit_log.updated_at IS 'The same moment for ever: rows are never changed.';
--> statement-breakpoint
COMMENT ON TABLE idempotency_keys IS 'Idempotency-Key of each write, with the answer that a repetition gets; gone after 24 hours.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.client IS 'Name of the API token that the key came with: another client''s equal key is another key.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.key IS 'The key as the client sent it.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.request_hash IS 'SHA-256 of method, path and body, which tells whether a repetition is one.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.holder IS 'The request that runs, or ran, under this key.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.held_until IS 'Until then a request without an answer counts as running; later it is taken for dead, and the next one may run.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.response_status IS 'HTTP status of the kept answer; null while the request runs.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.response_body IS 'Body of the kept answer, byte for byte.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.expires_at IS 'When the key is forgotten: 24 hours after its first use.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.created_at IS 'When the row was written here first.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.updated_at IS 'When the row last changed here; kept by a trigger.';
